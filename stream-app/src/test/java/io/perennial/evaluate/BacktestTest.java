// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.method.Cue;
import io.perennial.adaptation.method.Extensions;
import io.perennial.adaptation.method.Method;
import io.perennial.adaptation.method.MethodSpec;
import io.perennial.adaptation.method.NormPolicy;
import io.perennial.adaptation.method.PetalOptions;
import io.perennial.adaptation.method.Restore;
import io.perennial.adaptation.method.Seeds;
import io.perennial.adaptation.method.SourceKnowledge;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.source.SourceModel;
import io.perennial.adaptation.view.Views;
import io.perennial.adaptation.view.ViewsFor;
import io.perennial.digits.Digits;
import io.perennial.store.Bundle;
import io.perennial.store.InputContract;
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
        darkened = recording(true).fitting(new InputContract("x", network.eventShape(), -10, 10), network.classes());
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
        Recording unlabelled =
                recording(false).fitting(new InputContract("x", network.eventShape(), -10, 10), network.classes());
        Outcome outcome = backtest(unlabelled).run(spec("frozen"), NATURAL, 1, events -> {});
        assertThat(outcome.run().error()).isNull();
        assertThat(outcome.run().sourceDisagreement()).isZero();
        assertThat(outcome.run().meanConfidence()).isBetween(0.1, 1.0);
        assertThat(ResultTable.lines(List.of(outcome)).get(0))
                .contains("confidence", "entropy", "unlike source")
                .doesNotContain("error");
    }

    @Test
    void eventsOfUnknownClassAreRunAndCountInNoFigure() {
        int[] labels = new int[EVENTS];
        String[] segments = new String[EVENTS];
        for (int i = 0; i < EVENTS; i++) {
            labels[i] = i < EVENTS / 2 ? darkened.label(i) : Recording.UNKNOWN;
            segments[i] = i < EVENTS / 2 ? "known" : "unknown";
        }
        float[] values = darkened.batch(NATURAL.of(darkened, 1)).values();
        Recording half = Recording.of(values, darkened.eventShape(), labels, segments)
                .fitting(new InputContract("x", network.eventShape(), -10, 10), network.classes());
        Run run = backtest(half).run(spec("norm"), NATURAL, 1, events -> {}).run();
        Run whole =
                backtest(darkened).run(spec("norm"), NATURAL, 1, events -> {}).run();
        Run first = backtest(darkened.first(EVENTS / 2))
                .run(spec("frozen"), NATURAL, 1, events -> {})
                .run();
        Run frozen =
                backtest(half).run(spec("frozen"), NATURAL, 1, events -> {}).run();
        assertThat(run.events()).isEqualTo(EVENTS);
        assertThat(run.segments().get(0).error())
                .isEqualTo(run.error())
                .isEqualTo(whole.segments().get(0).error());
        assertThat(run.segments().get(1)).isEqualTo(new Run.Segment("unknown", EVENTS / 2, null));
        assertThat(run.worstSegmentError()).isEqualTo(run.error());
        assertThat(run.lastTenthError()).isNull();
        assertThat(frozen.brier()).isCloseTo(first.brier(), within(1e-6));
        assertThat(frozen.nll()).isCloseTo(first.nll(), within(1e-6));
        assertThat(frozen.ece()).isCloseTo(first.ece(), within(1e-6));
    }

    @Test
    void recordingsFollowOneAnother() {
        Recording more = Recording.of(new float[64], new int[] {8, 8}, null, "blank");
        Recording both = darkened.then(more);
        assertThat(both.size()).isEqualTo(EVENTS + 1);
        assertThat(both.label(EVENTS)).isEqualTo(Recording.UNKNOWN);
        assertThat(both.label(3)).isEqualTo(darkened.label(3));
        assertThat(both.segmentNames()).containsExactly("clean", "dark", "blank");
        assertThat(both.batch(3, EVENTS).values())
                .startsWith(darkened.batch(3).values())
                .endsWith(0, 0, 0);
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

    /** A first step, towards the label of a view, that throws the weights away is undone, and counted. */
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
    void lateLabelsTeachButNeverTheBatchTheyBelongTo() {
        PetalOptions listening = spec("petal-fim").petal().with(Extensions.NONE.with(new Cue.Options(10, 100)));
        MethodSpec spec = new MethodSpec("petal-fim", NormPolicy.Kind.EMA, 0.05, BATCH, listening);
        double untold = run(spec, LateLabels.NONE);
        assertThat(run(spec, new LateLabels(0, 1))).isNotEqualTo(untold);
        assertThat(run(spec, new LateLabels(EVENTS, 1))).isEqualTo(untold); // none comes before the end
        assertThat(run(spec, new LateLabels(2 * BATCH, 1))).isEqualTo(untold); // told after the last full batch's step
        assertThat(run(spec("petal-fim"), new LateLabels(0, 1))).isEqualTo(untold); // who does not listen
    }

    private static double run(MethodSpec spec, LateLabels late) {
        return backtest(darkened)
                .run(spec, NATURAL.sequence(darkened, 1), 1, late, events -> {})
                .run()
                .brier();
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
        return new Backtest(recording, network, source, views, null, SourceKnowledge.NONE);
    }

    private static MethodSpec ruinous(boolean guard) {
        PetalOptions petal = new PetalOptions(1, true, 0, 1, 1, 0, 1e-6, false, new Restore.Fisher(0));
        return new MethodSpec("petal-fim", NormPolicy.Kind.EMA, 0.05, BATCH, petal, guard);
    }

    private static MethodSpec spec(String name) {
        Restore restore = name.equals("petal-sres") ? new Restore.Stochastic(0.01) : new Restore.Fisher(0.03);
        PetalOptions petal = new PetalOptions(1e-3, true, 0.999, 0.92, 2, 0, 1e-6, false, restore);
        return new MethodSpec(name, NormPolicy.Kind.EMA, 0.05, BATCH, petal);
    }
}
