// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Passes bytes on to a server, and swallows the answers to some requests: the server acts, nobody hears of it. */
final class CuttingProxy implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final int to;
    private final String marker;
    private final AtomicInteger left;
    private final AtomicInteger cut = new AtomicInteger();

    /**
     * @param marker in the head of the requests whose answers are lost
     * @param answers to lose
     */
    CuttingProxy(int to, String marker, int answers) throws IOException {
        this.to = to;
        this.marker = marker;
        left = new AtomicInteger(answers);
        threads.execute(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** How many answers were lost. */
    int cut() {
        return cut.get();
    }

    private void accept() {
        try {
            while (!listener.isClosed()) {
                Socket client = listener.accept();
                Connection connection = new Connection(client, new Socket(InetAddress.getLoopbackAddress(), to));
                threads.execute(connection::requests);
                threads.execute(connection::answers);
            }
        } catch (IOException e) {
            left.set(0); // Closed, or the server is gone: either way nothing is passed on any more.
        }
    }

    /** One connection; requests on it come one after another. */
    private final class Connection {

        private final Socket client;
        private final Socket server;
        private volatile boolean lose;

        Connection(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void requests() {
            pass(client, server, text -> {
                if (text.contains(marker)) {
                    lose = true;
                }
                return true;
            });
        }

        void answers() {
            pass(server, client, text -> {
                if (lose && left.getAndDecrement() > 0) {
                    cut.incrementAndGet();
                    return false;
                }
                lose = false;
                return true;
            });
        }

        private void pass(Socket from, Socket into, Predicate<String> passes) {
            try (from;
                    into) {
                InputStream in = from.getInputStream();
                OutputStream out = into.getOutputStream();
                byte[] buffer = new byte[1 << 16];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    if (!passes.test(new String(buffer, 0, n, StandardCharsets.ISO_8859_1))) {
                        return;
                    }
                    out.write(buffer, 0, n);
                    out.flush();
                }
            } catch (IOException e) {
                lose = false; // The other direction has closed both ends.
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
