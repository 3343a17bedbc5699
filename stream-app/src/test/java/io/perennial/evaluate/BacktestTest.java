// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.method.Method;
import io.perennial.adaptation.method.MethodSpec;
import io.perennial.adaptation.method.NormPolicy;
import io.perennial.adaptation.method.PetalOptions;
import io.perennial.adaptation.method.Restore;
import io.perennial.adaptation.method.Seeds;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.source.SourceModel;
import io.perennial.adaptation.view.Views;
import io.perennial.adaptation.view.ViewsFor;
import io.perennial.digits.Digits;
import io.perennial.store.Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacktestTest {

    private static final int EVENTS = 200;
    private static final int BATCH = 64;
    private static final Order NATURAL = Order.parse("natural");

    private static Network network;
    private static SourceModel source;
    private static Recording darkened;
    private static Views views;

    @BeforeAll
    static void open() throws IOException {
        Bundle bundle = Bundle.resource(BacktestTest.class.getClassLoader(), Digits.BUNDLE_ROOT);
        network = Engine.named("torch").threads(1).open(Graph.read(bundle.model()), new ParameterSelection.All());
        source = SourceModel.open(bundle.model());
        views = ViewsFor.event(
                bundle.input().shape(), bundle.input().minimum(), bundle.input().maximum());
        darkened = recording(true).fitting(network.eventShape(), network.classes(), -10, 10);
    }

    @AfterAll
    static void close() {
        network.close();
        source.close();
    }

    private static Recording recording(boolean labelled) {
        Digits digits = Digits.load();
        float[] values = new float[EVENTS * 64];
        int[] labels = new int[EVENTS];
        String[] segments = new String[EVENTS];
        for (int i = 0; i < EVENTS; i++) {
            float[] image = digits.image(i);
            boolean dark = i >= EVENTS / 2;
            for (int p = 0; p < image.length; p++) {
                values[i * 64 + p] = dark ? image[p] * 0.3f : image[p];
            }
            labels[i] = digits.label(i);
            segments[i] = dark ? "dark" : "clean";
        }
        return Recording.of(new Rows.Floats(values, EVENTS, 8, 8), labelled ? labels : null, Segments.of(segments));
    }

    @Test
    void frozenPredictsWhatTheSourceModelPredicts() {
        Run run =
                backtest(darkened).run(spec("frozen"), NATURAL, 1, events -> {}).run();
        int[] wrong = new int[2];
        for (int i = 0; i < EVENTS; i++) {
            var logits = source.score(darkened.batch(i));
            boolean right =
                    io.perennial.adaptation.uncertainty.Probabilities.of(logits).label(0) == darkened.label(i);
            wrong[i < EVENTS / 2 ? 0 : 1] += right ? 0 : 1;
        }
        assertThat(run.error()).isCloseTo((wrong[0] + wrong[1]) / (double) EVENTS, within(1e-12));
        assertThat(run.segments())
                .isEqualTo(List.of(
                        new Run.Segment("clean", 100, wrong[0] / 100.0),
                        new Run.Segment("dark", 100, wrong[1] / 100.0)));
        assertThat(run.worstSegmentError()).isEqualTo(Math.max(wrong[0], wrong[1]) / 100.0);
        assertThat(run.steps()).isZero();
    }

    @Test
    void predictsAndLearnsExactlyAsTheMethodByItself() {
        Outcome outcome = backtest(darkened).run(spec("petal-fim"), NATURAL, 3, events -> {});
        Hits hits = new Hits();
        try (Method method = spec("petal-fim").open(network, null, views, Seeds.mix(3))) {
            for (int from = 0; from < EVENTS; from += BATCH) {
                int[] places = new int[Math.min(BATCH, EVENTS - from)];
                for (int i = 0; i < places.length; i++) {
                    places[i] = from + i;
                }
                try (var scored = method.score(darkened.batch(places), true)) {
                    for (int i = 0; i < places.length; i++) {
                        hits.add(scored.probabilities().label(i) == darkened.label(places[i]));
                    }
                    method.adapt(scored);
                }
            }
        }
        assertThat(outcome.run().error()).isEqualTo(hits.error());
        assertThat(outcome.run().steps()).isEqualTo(4);
        assertThat(outcome.run().restoredShare()).isCloseTo(0.03, within(1e-3));
    }

    @Test
    void aRunCanBeRepeated() {
        Run first = backtest(darkened)
                .run(spec("petal-sres"), NATURAL, 5, events -> {})
                .run();
        Run second = backtest(darkened)
                .run(spec("petal-sres"), NATURAL, 5, events -> {})
                .run();
        assertThat(second.nll()).isEqualTo(first.nll());
        assertThat(second.restoredShare()).isEqualTo(first.restoredShare());
    }

    @Test
    void withoutLabelsOnlyWhatNeedsNoneIsSaid() {
        Recording unlabelled = recording(false).fitting(network.eventShape(), network.classes(), -10, 10);
        Outcome outcome = backtest(unlabelled).run(spec("frozen"), NATURAL, 1, events -> {});
        assertThat(outcome.run().error()).isNull();
        assertThat(outcome.run().sourceDisagreement()).isZero();
        assertThat(outcome.run().meanConfidence()).isBetween(0.1, 1.0);
        assertThat(ResultTable.lines(List.of(outcome)).get(0))
                .contains("confidence", "entropy", "unlike source")
                .doesNotContain("error");
    }

    @Test
    void theJsonHoldsWhatScriptsDependOn(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("runs.json");
        JsonReport.write(
                file, List.of(backtest(darkened).run(spec("norm"), Order.parse("recurring:2"), 1, events -> {})));
        JsonNode run = new ObjectMapper().readTree(file.toFile()).get("runs").get(0);
        assertThat(run.fieldNames())
                .toIterable()
                .containsExactly(
                        "method",
                        "seed",
                        "batch",
                        "order",
                        "error",
                        "brier",
                        "nll",
                        "ece",
                        "worstSegmentError",
                        "lastTenthError",
                        "events",
                        "steps",
                        "restoredShare",
                        "guardActions",
                        "eventsPerSecond",
                        "peakMegabytes",
                        "segments",
                        "visits");
        assertThat(run.get("segments").get(1).fieldNames()).toIterable().containsExactly("name", "events", "error");
        assertThat(run.get("error").asDouble()).isBetween(0.0, 1.0);
        assertThat(run.get("events").asInt()).isEqualTo(2 * EVENTS);
    }

    /** A first step that throws the weights away is undone, and counted. */
    @Test
    void countsHowOftenTheGuardOpened() {
        Run alone =
                backtest(darkened).run(ruinous(false), NATURAL, 1, events -> {}).run();
        Outcome outcome = backtest(darkened).run(ruinous(true), NATURAL, 1, events -> {});
        assertThat(alone.guardActions()).isZero();
        assertThat(outcome.run().guardActions()).isEqualTo(1);
        assertThat(outcome.run().error()).isLessThan(alone.error());
        assertThat(ResultTable.cells(List.of(outcome)).get(1).get(9)).isEqualTo("1");
    }

    @Test
    void theReportIsOneFileThatNeedsNoNetwork(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("report.html");
        HtmlReport.write(
                file,
                "a <stream>",
                List.of(
                        backtest(darkened).run(spec("frozen"), NATURAL, 1, events -> {}),
                        backtest(darkened).run(spec("petal-fim"), NATURAL, 1, events -> {})));
        assertThat(Files.readString(file))
                .contains(
                        "a &lt;stream&gt;", "Error over the stream", "Reliability", "Distance from the source", "dark")
                .doesNotContain("http", "src=", "href=", "<script", "@import", "NaN", "Infinity");
    }

    private static Backtest backtest(Recording recording) {
        return new Backtest(recording, network, source, views, null);
    }

    private static MethodSpec ruinous(boolean guard) {
        PetalOptions petal = new PetalOptions(1, true, 0, 0, 0, 0, 1e-6, false, new Restore.Fisher(0));
        return new MethodSpec("petal-fim", NormPolicy.Kind.EMA, 0.05, BATCH, petal, guard);
    }

    private static MethodSpec spec(String name) {
        Restore restore = name.equals("petal-sres") ? new Restore.Stochastic(0.01) : new Restore.Fisher(0.03);
        PetalOptions petal = new PetalOptions(1e-3, true, 0.999, 0.92, 2, 0, 1e-6, false, restore);
        return new MethodSpec(name, NormPolicy.Kind.EMA, 0.05, BATCH, petal);
    }
}
