// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar with the time left on standard error; nothing where that is no terminal. */
final class EvaluateProgress implements AutoCloseable {

    private static final int WIDTH = 100;

    private final PrintStream err;
    private final ProgressBar bar;

    private EvaluateProgress(PrintStream err, ProgressBar bar) {
        this.err = err;
        this.bar = bar;
    }

    /** @param events of all runs together */
    static EvaluateProgress of(long events) {
        if (!isTerminal()) {
            return new EvaluateProgress(System.err, null);
        }
        PrintStream err = System.err;
        ProgressBar bar = new ProgressBarBuilder()
                .setInitialMax(events)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .showSpeed()
                .setUnit(" events", 1)
                .setConsumer(new DelegatingProgressBarConsumer(line -> err.print("\r" + line), WIDTH))
                .build();
        return new EvaluateProgress(err, bar);
    }

    /** Java knows only whether standard input and output are terminals; Linux says it of each stream. */
    private static boolean isTerminal() {
        Path stream = Path.of("/proc/self/fd/2");
        if (!Files.exists(stream)) {
            return System.console() != null;
        }
        try {
            return stream.toRealPath().toString().matches("/dev/(pts/|tty).*");
        } catch (IOException e) {
            return false;
        }
    }

    /** Says what runs now. */
    void task(String name) {
        if (bar != null) {
            bar.setExtraMessage(" " + name);
        }
    }

    void advance(int events) {
        if (bar != null) {
            bar.stepBy(events);
        }
    }

    /** Wipes the bar, so that the table stands alone. */
    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            err.print("\r" + " ".repeat(WIDTH) + "\r");
            err.flush();
        }
    }
}
