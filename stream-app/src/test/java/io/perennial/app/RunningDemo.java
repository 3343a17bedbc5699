// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.demo.Demo;
import io.perennial.demo.DemoSummary;
import io.perennial.digits.DigitStream;
import io.perennial.digits.Digits;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What {@code perennial demo} runs, until it is closed. */
final class RunningDemo implements AutoCloseable {

    private final CompletableFuture<String> broker = new CompletableFuture<>();
    private final CompletableFuture<String> page = new CompletableFuture<>();
    private final CompletableFuture<DemoSummary> summary;
    private final StringWriter out = new StringWriter();
    private volatile boolean over;

    /**
     * @param rate events per second
     * @param phaseLength events until the conditions change
     */
    RunningDemo(double rate, int phaseLength) {
        Demo demo = new Demo(new DigitStream(Digits.load(), 1, phaseLength), rate, 1, new PrintWriter(out, true));
        DemoService service = new DemoService(
                Map.of(
                        "bundle",
                        Bundles.BUILTIN,
                        "score.threads",
                        "1",
                        "observe.port",
                        "0",
                        "publish.labels-topic",
                        Demo.TOPICS.labels()),
                true);
        summary = new CompletableFuture<>();
        Thread running = new Thread(
                () -> {
                    try {
                        summary.complete(demo.run(null, bootstrap -> started(service, bootstrap)));
                    } catch (IOException | InterruptedException | RuntimeException e) {
                        page.completeExceptionally(e);
                        summary.completeExceptionally(e);
                    }
                },
                "demo");
        running.start();
    }

    private Demo.App started(DemoService service, String bootstrap) throws IOException {
        Demo.App app = service.start(bootstrap);
        broker.complete(bootstrap);
        page.complete(app.page().orElseThrow());
        return new Demo.App() {
            @Override
            public double restoredShare() {
                return app.restoredShare();
            }

            @Override
            public Optional<String> page() {
                return app.page();
            }

            @Override
            public boolean running() {
                return !over && app.running();
            }

            @Override
            public void close() {
                app.close();
            }
        };
    }

    String page() throws Exception {
        return page.get(60, TimeUnit.SECONDS);
    }

    String broker() throws Exception {
        return broker.get(60, TimeUnit.SECONDS);
    }

    /** What it has printed. */
    String printed() {
        return out.toString();
    }

    @Override
    public void close() throws Exception {
        over = true;
        summary.get(90, TimeUnit.SECONDS);
    }
}
