// SPDX-License-Identifier: Apache-2.0
package io.perennial.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.perennial.adaptation.guard.GuardState;
import io.perennial.observe.Happenings;
import io.perennial.observe.Labelled;
import io.perennial.observe.PerennialMetrics;
import io.perennial.store.InputContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.Test;

/** docs/reference/api.md against what the page really says. */
class ApiReferenceTest {

    private static final Path PAGE = Path.of("..", "docs", "reference", "api.md");
    private static final Pattern EXAMPLE =
            Pattern.compile("<!-- out: ([a-z-]+) -->\n```json\n(.*?)\n```", Pattern.DOTALL);
    private static final String REFRESH = "./mvnw -pl stream-app -am test -Dtest='*ReferenceTest'"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dperennial.refresh-docs=true";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-24T12:03:10Z"));

    private static String pretty(byte[] json) throws IOException {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        return MAPPER.writer(printer).writeValueAsString(MAPPER.readTree(json));
    }

    private Map<String, String> written() throws Exception {
        CheckpointSource store = partition -> List.of(new CheckpointSource.Listed(
                "000000001188-c3d94a18da9f7379",
                1188,
                "c3d94a18da9f7379",
                "digits@3",
                Instant.parse("2026-11-24T12:02:58Z"),
                new TreeMap<>(Map.of("distance", "0.0061", "guard", "closed", "restored-share", "0.03"))));
        Shown shown = new Shown(
                "digits",
                "digits@3",
                "perennial",
                new InputContract("x", new int[] {1, 4, 4}, 0, 1),
                true,
                true,
                true,
                Optional.of(store));
        Map<String, String> all = new TreeMap<>();
        try (Page page = new Page(shown, registry, () -> State.RUNNING, clock)) {
            PerennialMetrics metrics = new PerennialMetrics(registry, page);
            metrics.partition(0);
            page.read();
            happen(page, metrics);
            clock.pass(Duration.ofSeconds(1));
            page.read();
            clock.pass(Duration.ofSeconds(1));
            List<PageEvent> told = new ArrayList<>();
            page.subscribe(told::add, null);
            page.read();
            all.put("now", pretty(page.now()));
            all.put("history", pretty(page.history()));
            all.put("tick", pretty(told.get(1).json()));
            all.put("checkpoints", pretty(page.checkpoints(0).get()));
        }
        return all;
    }

    /** Held on to, as gauges of a number are not. */
    private void gauge(String name, Tags tags, double value) {
        Gauge.builder(name, () -> value).tags(tags).register(registry);
    }

    private void happen(Page page, PerennialMetrics metrics) {
        for (int i = 0; i < 100; i++) {
            metrics.partition(0).received();
            metrics.partition(0).uncertain(0.2, i < 75);
            metrics.partition(0).published(40);
        }
        metrics.quality().watch(0, new Labelled(7, 92));
        metrics.partition(0).guard(GuardState.CLOSED);
        gauge("perennial.adapt.restored.share", Tags.of("partition", "7"), 0.03);
        gauge("perennial.adapt.distance", Tags.of("partition", "7"), 0.0061);
        gauge("perennial.adapt.layer.distance", Tags.of("layer", "features.0"), 0.002);
        gauge("perennial.adapt.layer.restored", Tags.of("layer", "features.0"), 0.03);
        gauge("perennial.score.class.share", Tags.of("class", "three", "model", "adapted"), 0.125);
        gauge("perennial.score.class.share", Tags.of("class", "three", "model", "source"), 0.5);
        page.predicted(new Happenings.Batch(0, "digits@3", 1234, "bde0fbe8bc05dde1", "adapted", null));
        page.drift(
                ("{\"drift\":\"input\",\"partition\":0,\"severity\":\"warning\",\"was\":\"none\",\"moved\":[{\"name\":\"mean of"
                                + " channel 0\",\"psi\":0.41}],\"since\":\"2026-11-24T12:03:08Z\",\"step\":1234}")
                        .getBytes(UTF_8));
        page.refused(new Happenings.DeadRecord("digits.events", 0, 4999, "not-json", "payload is not JSON"));
        page.seen(new Happenings.Seen("cam-7/0001", new float[16], "three", 0.9f, 0.4051f, true, false));
    }

    @Test
    void showsWhatIsAnswered() throws Exception {
        Map<String, String> written = written();
        if (Boolean.getBoolean("perennial.refresh-docs")) {
            Files.writeString(
                    PAGE,
                    EXAMPLE.matcher(Files.readString(PAGE))
                            .replaceAll(m ->
                                    Matcher.quoteReplacement(m.group().replace(m.group(2), written.get(m.group(1))))));
        }
        String page = Files.readString(PAGE);
        List<String> found = EXAMPLE.matcher(page)
                .results()
                .peek(m -> assertThat(m.group(2))
                        .as("stale example " + m.group(1) + "; refresh it with: " + REFRESH)
                        .isEqualTo(written.get(m.group(1))))
                .map(m -> m.group(1))
                .toList();
        assertThat(found).containsExactlyInAnyOrderElementsOf(written.keySet());
    }

    @Test
    void describesEverySeriesAndEveryField() throws Exception {
        String page = Files.readString(PAGE);
        assertThat(Series.KEYS).allSatisfy(key -> assertThat(page).contains("| `" + key + "` |"));
        JsonNode now = MAPPER.readTree(written().get("now"));
        now.fieldNames().forEachRemaining(field -> assertThat(page).contains("`" + field + "`"));
    }
}
