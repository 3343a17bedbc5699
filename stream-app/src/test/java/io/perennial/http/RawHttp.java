// SPDX-License-Identifier: Apache-2.0
package io.perennial.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** Sends exactly these bytes, which well-behaved clients would not, and reads all that comes back. */
final class RawHttp {

    private RawHttp() {}

    /** @param request lines end in {@code \n}; {@code Connection: close} is added */
    static String send(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            int head = request.indexOf('\n') + 1;
            String all = request.substring(0, head) + "Connection: close\n" + request.substring(head);
            socket.getOutputStream().write(all.replace("\n", "\r\n").getBytes(ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    static int status(String answer) {
        return Integer.parseInt(answer.substring(9, 12));
    }
}
