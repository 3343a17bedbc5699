// SPDX-License-Identifier: Apache-2.0
package io.perennial.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** A network of one wire on 127.0.0.1, which can be slow, cut, or torn while connections are open on it. */
public final class FaultProxy implements AutoCloseable {

    private static final int BLOCK = 16 * 1024;

    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition mended = lock.newCondition();
    private volatile int target;
    private volatile Duration delay = Duration.ZERO;
    private boolean cut;

    public FaultProxy() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        daemon("proxy", this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Where connections go to from now on; before that they are refused. */
    public void to(int port) {
        target = port;
    }

    /** Holds back every block of at most 16 KiB for so long, each way. */
    public void slow(Duration each) {
        delay = each;
    }

    /** Bytes stay where they are and connections stay open, as if a cable had been pulled; or goes on with them. */
    public void cut(boolean on) {
        lock.lock();
        try {
            cut = on;
            mended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Resets every connection. */
    public void tear() {
        open.forEach(FaultProxy::reset);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket in = server.accept();
                Socket out = new Socket();
                try {
                    out.connect(new InetSocketAddress(server.getInetAddress(), target), 2000);
                } catch (IOException | IllegalArgumentException refused) {
                    reset(in);
                    continue;
                }
                in.setTcpNoDelay(true);
                out.setTcpNoDelay(true);
                open.add(in);
                open.add(out);
                daemon("proxy-there", () -> pump(in, out));
                daemon("proxy-back", () -> pump(out, in));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] block = new byte[BLOCK];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                awaitMended();
                LockSupport.parkNanos(delay.toNanos());
                out.write(block, 0, n);
            }
        } catch (IOException | InterruptedException gone) {
            // one end went away, so the other goes too
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private void awaitMended() throws InterruptedException {
        lock.lock();
        try {
            while (cut) {
                mended.await(1, TimeUnit.SECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException closed) {
            // so it is what it should be
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        cut(false);
        server.close();
        tear();
    }
}
