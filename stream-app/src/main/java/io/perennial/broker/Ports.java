// SPDX-License-Identifier: Apache-2.0
package io.perennial.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Two free ports of 127.0.0.1; another process may take one before the broker does, then choose again. */
record Ports(int client, int controller) {

    /**
     * A static quorum names its controller's port in the configuration, so port 0 cannot be left to the broker.
     *
     * @throws IOException if this machine has no free port
     */
    static Ports free() throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        try (var client = new ServerSocket(0, 1, loopback);
                var controller = new ServerSocket(0, 1, loopback)) {
            return new Ports(client.getLocalPort(), controller.getLocalPort());
        }
    }
}
