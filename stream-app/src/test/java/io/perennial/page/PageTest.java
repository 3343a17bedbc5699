// SPDX-License-Identifier: Apache-2.0
package io.perennial.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.perennial.adaptation.guard.GuardState;
import io.perennial.observe.Happenings;
import io.perennial.observe.Labelled;
import io.perennial.observe.PartitionMetrics;
import io.perennial.observe.PartitionMetrics.Unasked;
import io.perennial.observe.PerennialMetrics;
import io.perennial.record.Refusal;
import io.perennial.store.InputContract;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PageTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int CLASSES = 3;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-24T12:00:00Z"));
    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
    private Page page = open(true, new InputContract("x", new int[] {1, 4, 4}, 0, 1));
    private final PerennialMetrics metrics = new PerennialMetrics(registry, page);
    private final PartitionMetrics partition = metrics.partition(0);

    private Page open(boolean events, InputContract input) {
        Shown shown = new Shown("app", "digits@3", "perennial", input, true, events, true, Optional.empty());
        return new Page(shown, registry, state::get, clock);
    }

    @AfterEach
    void close() {
        page.close();
    }

    /** Held on to, as gauges of a number are not. */
    private void gauge(String name, Tags tags, double value) {
        Gauge.builder(name, () -> value).tags(tags).register(registry);
    }

    private void second() {
        clock.pass(Duration.ofSeconds(1));
        page.read();
    }

    private JsonNode now() throws IOException {
        return MAPPER.readTree(page.now());
    }

    private JsonNode history() throws IOException {
        return MAPPER.readTree(page.history());
    }

    private static List<Double> values(JsonNode array) {
        List<Double> values = new ArrayList<>();
        array.forEach(value -> values.add(value.isNull() ? null : value.asDouble()));
        return values;
    }

    private static Happenings.Batch batch(int partition, long step) {
        return new Happenings.Batch(partition, "digits@4", step, "bde0fbe8bc05dde1", "adapted", null);
    }

    @Test
    void readsRatesMeansAndGaugesASecondAtATime() throws IOException {
        page.read();
        for (int i = 0; i < 100; i++) {
            partition.received();
            partition.uncertain(i < 50 ? 0.25 : 0.75, i < 25);
            partition.published(40);
        }
        metrics.quality().watch(0, new Labelled(10, 80));
        partition.refused(Refusal.NOT_JSON);
        gauge("perennial.adapt.restored.share", Tags.of("partition", "7"), 0.03);
        gauge("perennial.adapt.distance", Tags.of("partition", "7"), 0.5);
        second();
        second();

        JsonNode series = history().path("series");
        assertThat(values(series.path("events"))).containsExactly(null, 100.0, 0.0);
        assertThat(values(series.path("refused"))).containsExactly(null, 1.0, 0.0);
        assertThat(values(series.path("entropy"))).containsExactly(null, 0.5, null);
        assertThat(values(series.path("disagreement"))).containsExactly(null, 0.25, null);
        assertThat(values(series.path("latency"))).containsExactly(null, 0.04, null);
        assertThat(values(series.path("errorAdapted"))).containsExactly(null, 0.1, 0.1);
        assertThat(values(series.path("errorSource"))).containsExactly(null, 0.8, 0.8);
        assertThat(values(series.path("restored"))).containsExactly(null, 0.03, 0.03);
        assertThat(values(series.path("distance"))).containsExactly(null, 0.5, 0.5);
        assertThat(history().path("times").size()).isEqualTo(3);
        assertThat(series.has("lag")).as("what is not measured is left out").isFalse();
        assertThat(series.has("psi")).isFalse();
    }

    @Test
    void takesUpMetersThatComeLater() throws IOException {
        second();
        gauge("perennial.record.lag", Tags.of("partition", "8"), 5);
        gauge("perennial.record.lag", Tags.of("partition", "9"), 7);
        metrics.quality().watch(0, new Labelled(0, 0));
        second();

        assertThat(values(history().path("series").path("lag"))).containsExactly(null, 12.0);
        assertThat(values(history().path("series").path("estimateAdapted"))).containsExactly(null, 0.25);
    }

    @Test
    void remembersHalfAnHourAndNoMore() throws IOException {
        for (int i = 0; i < Page.SECONDS + 100; i++) {
            second();
        }
        JsonNode times = history().path("times");
        assertThat(times.size()).isEqualTo(Page.SECONDS);
        assertThat(times.get(Page.SECONDS - 1).asLong()).isEqualTo(clock.millis());
        assertThat(times.get(0).asLong()).isEqualTo(clock.millis() - 1000L * (Page.SECONDS - 1));
    }

    @Test
    void tellsWeightsAndGuardOfEachPartition() throws IOException {
        page.predicted(batch(1, 40));
        page.predicted(batch(0, 50));
        page.predicted(batch(0, 51));
        partition.guard(GuardState.OPEN);
        page.drift(
                "{\"drift\":\"guard\",\"partition\":0,\"from\":\"closed\",\"to\":\"open\",\"reason\":\"collapse\",\"step\":51}"
                        .getBytes(UTF_8));
        second();

        JsonNode partitions = now().path("partitions");
        assertThat(partitions.size()).isEqualTo(2);
        assertThat(partitions.get(0).path("step").asLong()).isEqualTo(51);
        assertThat(partitions.get(0).path("guard").asText()).isEqualTo("open");
        assertThat(partitions.get(0).path("guardReason").asText()).isEqualTo("collapse");
        assertThat(partitions.get(0).path("guardSince").asText()).isEqualTo("2026-11-24T12:00:00Z");
        assertThat(partitions.get(1).path("guard").asText()).isEqualTo("none");
        assertThat(now().path("model").asText()).isEqualTo("digits@4");
        assertThat(now().path("sentence").asText())
                .isEqualTo(
                        "Guard open on 1 of 2 partitions (collapse): the source answers since 2026-11-24T12:00:00Z.");
        assertThat(values(history().path("series").path("step"))).containsExactly(51.0);

        partition.guard(GuardState.CLOSED);
        second();
        assertThat(now().path("partitions").get(0).has("guardReason"))
                .as("the reason is of the state that was left")
                .isFalse();
    }

    @Test
    void theStepGoesBackWithTheWeights() throws IOException {
        page.predicted(batch(0, 50));
        second();
        page.drift(
                ("{\"drift\":\"control\",\"partition\":0,\"id\":\"7\",\"command\":\"rollback\",\"outcome\":\"applied\",\"by\":\"ada\","
                                + "\"from\":{\"step\":50},\"to\":{\"step\":20}}")
                        .getBytes(UTF_8));
        page.predicted(batch(0, 20));
        second();

        assertThat(values(history().path("series").path("step"))).containsExactly(50.0, 20.0);
        JsonNode note = now().path("drift").get(0);
        assertThat(note.path("text").asText()).isEqualTo("rollback by ada: step 50 → 20");
        assertThat(note.path("severity").asText()).isEqualTo("notice");
        assertThat(note.path("record").path("id").asText()).isEqualTo("7");
    }

    @Test
    void tellsDriftUntilItIsOver() throws IOException {
        page.predicted(batch(0, 1));
        page.drift(
                ("{\"drift\":\"input\",\"partition\":0,\"severity\":\"warning\",\"was\":\"none\",\"moved\":[{\"name\":\"pixel"
                                + " 3\",\"psi\":0.41236},{\"name\":\"pixel 4\",\"how\":\"up\",\"psi\":0.3}],\"held\":true,\"since\":\"2026-11-24T11:59:58.5Z\",\"step\":9}")
                        .getBytes(UTF_8));
        second();
        assertThat(now().path("sentence").asText())
                .isEqualTo(
                        "Adapting: the stream has drifted (warning, most of all pixel 3, since 2026-11-24T11:59:58Z).");
        assertThat(now().path("drift").get(0).path("text").asText())
                .isEqualTo(
                        "warning, was none; pixel 3 (psi 0.412), pixel 4 (up, psi 0.3); nothing is learned meanwhile");

        page.drift("{\"drift\":\"input\",\"partition\":0,\"severity\":\"none\",\"was\":\"warning\"}".getBytes(UTF_8));
        second();
        assertThat(now().path("situation").asText()).isEqualTo("steady");
        assertThat(now().path("drift").size()).isEqualTo(2);
        assertThat(now().path("drift").get(0).path("text").asText()).isEqualTo("over, was warning");
    }

    @Test
    void tellsWhatIsHeldFromWhatIsPaused() throws IOException {
        page.predicted(new Happenings.Batch(0, "digits@4", 7, "bde0", "adapted", Unasked.PAUSED));
        second();
        assertThat(now().path("situation").asText()).isEqualTo("paused");

        page.drift(
                "{\"drift\":\"contract\",\"partition\":0,\"severity\":\"critical\",\"was\":\"none\",\"moved\":[],\"held\":true}"
                        .getBytes(UTF_8));
        second();
        assertThat(now().path("situation").asText())
                .as("a command is a command, whatever the input looks like")
                .isEqualTo("paused");
        page.predicted(new Happenings.Batch(0, "digits@4", 7, "bde0", "adapted", Unasked.CONTRACT));
        second();
        assertThat(now().path("sentence").asText())
                .startsWith("Not learning: the input looks broken rather than drifted (critical, since ");
    }

    @Test
    void aPartitionThatWentElsewhereIsNotShown() throws IOException {
        page.predicted(batch(0, 7));
        page.predicted(batch(1, 900));
        second();
        assertThat(now().path("partitions").size()).isEqualTo(2);
        page.released(1);
        second();
        assertThat(now().path("partitions").size()).isEqualTo(1);
        assertThat(now().at("/partitions/0/partition").asInt()).isZero();
    }

    @Test
    void knowsDriftFromBeforeThisProcessByItsGauge() throws IOException {
        page.predicted(batch(0, 1));
        gauge("perennial.adapt.drift.severity", Tags.of("kind", "input"), 2);
        second();
        assertThat(now().path("sentence").asText()).isEqualTo("Adapting: the stream has drifted (warning).");
    }

    @Test
    void aRecordOfTheDriftTopicThatCannotBeReadDoesNotReachTheStream() throws IOException {
        page.drift("not json".getBytes(UTF_8));
        page.drift("[]".getBytes(UTF_8));
        second();
        assertThat(now().path("drift").size()).isEqualTo(1);
    }

    @Test
    void keepsTheLastDeadLetters() throws IOException {
        for (int i = 0; i < 1000; i++) {
            page.refused(new Happenings.DeadRecord("events", 2, i, "not-json", "<script>alert(" + i + ")</script>"));
        }
        JsonNode letters = now().path("deadLetters");
        assertThat(letters.size()).isEqualTo(20);
        assertThat(letters.get(0).path("offset").asLong()).isEqualTo(999);
        assertThat(letters.get(0).path("reason").asText()).isEqualTo("not-json");
    }

    @Test
    void showsRecentEventsOnlyWhereThatIsAskedFor() throws IOException {
        assertThat(page.eventsWanted()).isPositive();
        page.seen(new Happenings.Seen("e-1", new float[16], "three", 0.9f, 0.4f, true, false));
        JsonNode event = now().path("events").get(0);
        assertThat(event.path("id").asText()).isEqualTo("e-1");
        assertThat(event.path("pixels").asText()).hasSizeGreaterThan(16);

        page.close();
        page = open(false, new InputContract("x", new int[] {1, 4, 4}, 0, 1));
        assertThat(page.eventsWanted()).isZero();
        assertThat(now().path("pictures").asBoolean()).isFalse();
        page.close();
        page = open(true, new InputContract("x", new int[] {16}, 0, 1));
        assertThat(page.eventsWanted()).as("a table of numbers is no picture").isZero();
    }

    @Test
    void comparesTheClassesOfBothModels() throws IOException {
        for (int c = 0; c < CLASSES; c++) {
            var tags = Tags.of("class", Integer.toString(10 - c));
            gauge("perennial.score.class.share", tags.and("model", "adapted"), 0.5 - 0.1 * c);
            gauge("perennial.score.class.prior", tags, 0.25);
        }
        second();
        JsonNode classes = now().path("classes");
        assertThat(classes.findValuesAsText("name")).containsExactly("8", "9", "10");
        assertThat(classes.get(2).path("adapted").asDouble()).isEqualTo(0.5);
        assertThat(classes.get(2).path("source").isNull()).isTrue();
        assertThat(classes.get(2).path("prior").asDouble()).isEqualTo(0.25);
    }

    @Test
    void drawsLayersEverySecondReading() throws IOException {
        gauge("perennial.adapt.layer.distance", Tags.of("layer", "conv1"), 0.125);
        gauge("perennial.adapt.layer.restored", Tags.of("layer", "conv1"), 0.03);
        for (int i = 0; i < 5; i++) {
            second();
        }
        JsonNode layers = history().path("layers");
        assertThat(layers.path("names").get(0).asText()).isEqualTo("conv1");
        assertThat(layers.path("times").size()).isEqualTo(3);
        assertThat(layers.path("distance").get(2).get(0).asDouble()).isEqualTo(0.125);
        assertThat(layers.path("restored").get(2).get(0).asDouble()).isEqualTo(0.03);
    }

    @Test
    void tellsReadersWhatTheyLackAndThenEachSecond() throws IOException {
        second();
        second();
        List<PageEvent> first = new ArrayList<>();
        assertThat(page.subscribe(event -> first.add(event), null)).isTrue();
        JsonNode all = MAPPER.readTree(first.get(0).json());
        assertThat(first.get(0).name()).isEqualTo("history");
        assertThat(all.path("continues").asBoolean()).isFalse();
        assertThat(all.path("times").size()).isEqualTo(2);

        page.refused(new Happenings.DeadRecord("events", 0, 1, "empty", "m"));
        second();
        second();
        assertThat(first).hasSize(3);
        JsonNode tick = MAPPER.readTree(first.get(1).json());
        assertThat(tick.path("times").size()).isEqualTo(1);
        assertThat(tick.path("deadLetters").size()).isEqualTo(1);
        assertThat(MAPPER.readTree(first.get(2).json()).has("deadLetters"))
                .as("a list that has not changed is not sent again")
                .isFalse();

        List<PageEvent> again = new ArrayList<>();
        page.subscribe(again::add, first.get(1).id());
        JsonNode missed = MAPPER.readTree(again.get(0).json());
        assertThat(missed.path("continues").asBoolean()).isTrue();
        assertThat(missed.path("times").size()).isEqualTo(1);

        for (String foreign : List.of("otherrun-3", first.get(0).id() + "999", "", "x".repeat(10_000), "-1")) {
            List<PageEvent> stranger = new ArrayList<>();
            page.subscribe(stranger::add, foreign);
            assertThat(MAPPER.readTree(stranger.get(0).json()).path("continues").asBoolean())
                    .as(foreign)
                    .isFalse();
        }
    }

    @Test
    void letsGoOfReadersWhoWantNoMoreAndTakesNoMoreThanItsLimit() {
        List<PageEvent> told = new ArrayList<>();
        page.subscribe(
                event -> {
                    told.add(event);
                    return told.size() < 2;
                },
                null);
        second();
        second();
        assertThat(told).hasSize(2);

        for (int i = 0; i < Page.MOST_READERS; i++) {
            assertThat(page.subscribe(event -> true, null)).isTrue();
        }
        assertThat(page.subscribe(told::add, null)).isFalse();
        assertThat(told).hasSize(2);
    }
}
