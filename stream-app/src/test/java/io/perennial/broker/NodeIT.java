// SPDX-License-Identifier: Apache-2.0
package io.perennial.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeIT {

    @Test
    void namesThePortThatAnotherProcessHas(@TempDir Path directory) throws Exception {
        try (var guard = FaultGuard.open();
                var taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            var ports = new Ports(taken.getLocalPort(), Ports.free().controller());
            assertThatThrownBy(() -> Node.start(new BrokerSettings(directory, ports, Map.of())))
                    .hasMessageContaining("embedded broker did not start")
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()))
                    .hasRootCauseInstanceOf(BindException.class);
            assertThat(guard.fault()).isNotDone();
        }
    }
}
