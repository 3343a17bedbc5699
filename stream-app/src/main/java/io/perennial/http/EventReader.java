// SPDX-License-Identifier: Apache-2.0
package io.perennial.http;

import io.perennial.page.PageEvent;
import io.perennial.page.Reader;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** One connection of the event stream. What it has not been written yet waits here, a few events and no more. */
final class EventReader implements Reader, WriteListener, AsyncListener {

    /** That wait; a reader so far behind is let go, and comes back with the id of what it had. */
    static final int MOST_WAITING = 15;

    private static final byte[] RETRY = "retry: 2000\n\n".getBytes(StandardCharsets.UTF_8);

    private final Consumer<Reader> gone;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private AsyncContext async;
    private ServletOutputStream out;
    /** Whether the connection takes more, as far as is known. */
    private boolean ready;

    private boolean unflushed;
    private boolean closed;

    /** @param gone is told when the connection has ended */
    EventReader(Consumer<Reader> gone) {
        this.gone = gone;
        waiting.add(RETRY);
    }

    /** Begins to write; what was taken before has waited. */
    void open(AsyncContext to, ServletOutputStream stream) {
        to.setTimeout(0);
        to.addListener(this);
        synchronized (this) {
            async = to;
            out = stream;
        }
        stream.setWriteListener(this);
    }

    @Override
    public synchronized boolean take(PageEvent event) {
        if (closed) {
            return false;
        }
        if (waiting.size() > MOST_WAITING) {
            close();
            return false;
        }
        waiting.add(bytes(event));
        write();
        return !closed;
    }

    private static byte[] bytes(PageEvent event) {
        byte[] head = ("id: " + event.id() + "\nevent: " + event.name() + "\ndata: ").getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[head.length + event.json().length + 2];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(event.json(), 0, all, head.length, event.json().length);
        all[all.length - 2] = '\n';
        all[all.length - 1] = '\n';
        return all;
    }

    @Override
    public synchronized void onWritePossible() {
        ready = true;
        write();
    }

    /** Writes what the connection takes without waiting. */
    private void write() {
        try {
            while (ready && !closed) {
                ready = out.isReady();
                if (!ready) {
                    return; // onWritePossible comes
                }
                byte[] next = waiting.poll();
                if (next != null) {
                    out.write(next);
                    unflushed = true;
                } else if (unflushed) {
                    unflushed = false;
                    out.flush();
                } else {
                    return;
                }
            }
        } catch (IOException | IllegalStateException e) { // it has gone
            close();
        }
    }

    private void close() {
        if (!closed) {
            closed = true;
            waiting.clear();
            if (async != null) {
                try {
                    async.complete();
                } catch (IllegalStateException e) {
                    // It was complete already.
                }
            }
        }
    }

    private void ended() {
        synchronized (this) {
            close();
        }
        gone.accept(this);
    }

    @Override
    public void onError(Throwable failure) {
        ended();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        ended();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        ended();
    }

    @Override
    public void onError(AsyncEvent event) {
        ended();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // It is started once.
    }
}
