// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perennial.harness.Topics;
import io.perennial.harness.WithKafka;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Twice as many events as can be adapted to, for half a minute. */
@WithKafka
class RationIT {

    private static final int VIEWS = 16;
    private static final int LOAD_SECONDS = 30;
    private static final double ALLOWED = 4;

    /** A batch takes teacher, student, anchor and views: with nothing else it would be this many events a second. */
    private static final double CAPACITY = Service.BATCH * 1e9 / ((3 + VIEWS) * (double) SlowEngine.PASS.toNanos());

    private static final double LOAD = 2 * CAPACITY;

    private final ObjectMapper mapper = new ObjectMapper();

    private PerennialApp open(Service service, Path directory) throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader slow = SlowEngine.classPath(directory)) {
            thread.setContextClassLoader(slow);
            return service.open();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void lagStaysBoundedUnderTwiceTheCapacityAndAdaptationComesBack(Topics kafka, @TempDir Path directory)
            throws Exception {
        kafka.create(1, Service.TOPICS.names().toArray(String[]::new));
        Service service = Service.on(kafka.bootstrapServers(), directory.resolve("state"))
                .with(
                        "score.engine",
                        SlowEngine.NAME,
                        "adapt.method",
                        "petal-fim",
                        "adapt.views",
                        Integer.toString(VIEWS),
                        "adapt.anchor-threshold",
                        "1",
                        "adapt.ration.enabled",
                        "true",
                        "adapt.ration.lateness",
                        (int) ALLOWED + "s");
        try (PerennialApp app = open(service, Files.createDirectory(directory.resolve("engine")))) {
            await().atMost(Duration.ofMinutes(1)).until(() -> app.state().isRunningOrRebalancing());
            List<Ledger.Sent> sent;
            try (Load load = Load.start(kafka.bootstrapServers(), DigitRecords.fromNow(Service.TOPICS.events()), LOAD);
                    Follower follower = new Follower(kafka.bootstrapServers(), Service.TOPICS)) {
                double most = 0;
                long end = System.nanoTime() + Duration.ofSeconds(LOAD_SECONDS).toNanos();
                while (System.nanoTime() < end) {
                    double lag = meter(app, "perennial_record_lag_events");
                    most = Math.max(most, Double.isNaN(lag) ? 0 : lag);
                    await().pollDelay(Duration.ofMillis(500)).until(() -> true);
                }
                // Without the ration half of all events would wait by now.
                assertThat(most).isLessThan(LOAD * LOAD_SECONDS / 3);
                load.rate(CAPACITY / 4);
                await().atMost(Duration.ofMinutes(2))
                        .pollInterval(Duration.ofMillis(500))
                        .until(() -> meter(app, "perennial_adapt_ration") == 0);
                sent = load.stop();
                follower.await(sent.size());
            }
            assertThat(meter(app, "perennial_adapt_steps_total")).isGreaterThan(LOAD_SECONDS);
            Ledger.close(kafka, Service.TOPICS, sent).assertNothingLostOrDoubled();
            List<String> levels = levels(kafka);
            assertThat(levels).hasSizeGreaterThan(2).contains("full");
            assertThat(levels.get(0)).isNotEqualTo("full");
        }
    }

    private List<String> levels(Topics kafka) {
        return kafka.committed(Service.TOPICS.drift()).stream()
                .map(record -> {
                    try {
                        return mapper.readTree(record.value());
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                })
                .filter(json -> json.path("drift").asText().equals("ration"))
                .map((JsonNode json) -> json.path("to").asText())
                .toList();
    }

    private static double meter(PerennialApp app, String name) throws Exception {
        Matcher line = Pattern.compile("(?m)^" + name + "(?:\\{[^}]*})? (\\S+)$")
                .matcher(Scrape.get(app.port(), "/metrics").body());
        return line.find() ? Double.parseDouble(line.group(1)) : Double.NaN;
    }
}
