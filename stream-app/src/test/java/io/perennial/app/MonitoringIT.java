// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.perennial.demo.Demo;
import io.perennial.demo.DemoSummary;
import io.perennial.digits.DigitStream;
import io.perennial.digits.Digits;
import io.perennial.monitoring.Dashboard;
import io.perennial.monitoring.Prometheus;
import io.perennial.monitoring.Promtool;
import io.perennial.monitoring.Rules;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's Prometheus reads the running demo and finds what the dashboard and the rules ask for. */
class MonitoringIT {

    private static final Duration SOON = Duration.ofSeconds(90);
    private static final double EVENTS_PER_SECOND = 400;

    @Test
    void prometheusFindsWhatTheDashboardAndTheRulesAskFor(@TempDir Path directory) throws Exception {
        Promtool.program("prometheus"); // skips before anything is started
        Set<String> asked = new TreeSet<>(Dashboard.read().metrics());
        asked.addAll(Rules.read().metrics());
        CompletableFuture<PerennialApp> started = new CompletableFuture<>();
        CompletableFuture<Void> enough = new CompletableFuture<>();
        CompletableFuture<DemoSummary> demo = run(directory, started, enough);
        try (Prometheus prometheus = new Prometheus(
                directory, started.get(SOON.toSeconds(), TimeUnit.SECONDS).port())) {
            await().atMost(SOON).ignoreExceptions().untilAsserted(() -> assertThat(prometheus.names())
                    .containsAll(asked));
            everyExpressionHasAnAnswer(prometheus);
            everyRuleIsWell(prometheus);
            await().atMost(SOON).untilAsserted(() -> assertThat(prometheus
                            .query("perennial_record_lag_events{partition=\"0\"} >= 0")
                            .size())
                    .as("a lag that is known")
                    .isEqualTo(1));
        } finally {
            enough.complete(null);
        }
        assertThat(demo.get(SOON.toSeconds(), TimeUnit.SECONDS).predictions()).isPositive();
    }

    /** Not an error, and not nothing, which a label that is not there would lead to. */
    private static void everyExpressionHasAnAnswer(Prometheus prometheus) throws IOException {
        for (String expression : Dashboard.read().expressions()) {
            boolean mayBeEmpty = expression.endsWith("> 0");
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(prometheus.query(expression).size())
                            .as(expression)
                            .isGreaterThanOrEqualTo(mayBeEmpty ? 0 : 1));
        }
    }

    private static void everyRuleIsWell(Prometheus prometheus) throws Exception {
        assertThat(prometheus.rules())
                .hasSize(
                        Rules.read().recordings().size() + Rules.read().alerts().size())
                .allSatisfy(rule -> assertThat(rule.get("health").asText())
                        .as(rule.toString())
                        .isEqualTo("ok"));
        await().atMost(SOON).untilAsserted(() -> assertThat(prometheus.names())
                .containsAll(Rules.read().recorded()));
    }

    private static CompletableFuture<DemoSummary> run(
            Path directory, CompletableFuture<PerennialApp> started, CompletableFuture<Void> enough) {
        Demo demo = new Demo(
                new DigitStream(Digits.load(), 1, (int) EVENTS_PER_SECOND),
                EVENTS_PER_SECOND,
                1,
                new PrintWriter(new StringWriter()));
        return CompletableFuture.supplyAsync(() -> {
            try {
                return demo.run(null, bootstrap -> start(bootstrap, directory, started, enough));
            } catch (IOException | InterruptedException | RuntimeException e) {
                started.completeExceptionally(e);
                throw new IllegalStateException("the demo did not run", e);
            }
        });
    }

    private static Demo.App start(
            String bootstrap, Path directory, CompletableFuture<PerennialApp> started, CompletableFuture<Void> enough)
            throws IOException {
        Map<String, String> keys = new HashMap<>(Map.of(
                "bundle",
                Bundles.BUILTIN,
                "kafka.bootstrap.servers",
                bootstrap,
                "kafka.state.dir",
                directory.resolve("state").toString(),
                "score.threads",
                "1",
                "observe.port",
                "0",
                "publish.labels-topic",
                Demo.TOPICS.labels(),
                "store.uri",
                directory.resolve("store").toString(),
                "store.checkpoint-interval",
                "1s"));
        Bundles.Configured configured = Bundles.configure(keys, Map.of());
        PerennialApp app = PerennialApp.start(configured.settings(), configured.bundle());
        started.complete(app);
        return new Demo.App() {
            @Override
            public double restoredShare() {
                return app.metrics().restoredShare();
            }

            @Override
            public boolean running() {
                return !enough.isDone();
            }

            @Override
            public void close() {
                app.close();
            }
        };
    }
}
