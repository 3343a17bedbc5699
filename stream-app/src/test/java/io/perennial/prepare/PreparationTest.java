// SPDX-License-Identifier: Apache-2.0
package io.perennial.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.posterior.SwagDiagonal;
import io.perennial.adaptation.source.SourceModel;
import io.perennial.adaptation.uncertainty.Probabilities;
import io.perennial.digits.Digits;
import io.perennial.evaluate.PosteriorCache;
import io.perennial.evaluate.Recording;
import io.perennial.record.EventDecoder;
import io.perennial.record.EventRefused;
import io.perennial.record.Origin;
import io.perennial.store.Bundle;
import io.perennial.store.Reference;
import io.perennial.store.Standardisation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparationTest {

    private static final int TRAINING = 300;
    private static final int HELD = 200;
    private static final int CLASSES = 10;

    private static final Digits DIGITS = Digits.load();

    @TempDir
    private Path directory;

    private Path cache;
    private byte[] model;

    @BeforeEach
    void open() throws IOException {
        model = Bundle.resource(PreparationTest.class.getClassLoader(), Digits.BUNDLE_ROOT)
                .model();
    }

    @Test
    void aBundleThatCanBeReadBack() throws IOException {
        Bundle made = prepared(false, training(true), Optional.empty());
        Bundle read = Bundle.of(made.files(), "written");
        assertThat(read.id()).isEqualTo("digits@7");
        assertThat(read.model()).isEqualTo(model);
        assertThat(read.input().shape()).containsExactly(1, 8, 8);
        assertThat(read.input().standardisation()).isEmpty();
        assertThat(read.labels()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        assertThat(read.posterior().orElseThrow().mean()).hasSize(11_946);
        assertThat(read.probe().orElseThrow().size()).isEqualTo(16);
        assertThat(read.reference()).isEqualTo(made.reference());
        assertThat(read.provenance())
                .containsEntry("prepared-by", "a test")
                .containsEntry("seed", "3")
                .containsEntry("training-events", "300")
                .containsKey("training-sha256");
        assertThat(read.provenance().get("accuracy")).endsWith("on the training events");
    }

    @Test
    void accuracyConfidenceAndPriorsAreThoseOfAPlainCount() throws IOException {
        checkReference(
                prepared(false, training(true), Optional.empty()).reference().orElseThrow(), 0, TRAINING);
        Bundle held = prepared(false, training(true), Optional.of(digits(TRAINING, HELD, true, 1)));
        checkReference(held.reference().orElseThrow(), TRAINING, HELD);
        assertThat(held.provenance().get("accuracy")).endsWith("on held-out events");
    }

    private void checkReference(Reference found, int from, int count) {
        double right = 0;
        double confidence = 0;
        double[] prior = new double[CLASSES];
        double[] predicted = new double[CLASSES];
        Probabilities p = Probabilities.of(score(images(from, count, 1)));
        for (int event = 0; event < count; event++) {
            int label = DIGITS.label(from + event);
            right += p.label(event) == label ? 1 : 0;
            confidence += p.confidence(event);
            prior[label]++;
            for (int c = 0; c < CLASSES; c++) {
                predicted[c] += p.at(event, c);
            }
        }
        assertThat(found.events()).isEqualTo(count);
        assertThat(found.accuracy()).contains(right / count);
        assertThat(found.confidence()).isEqualTo(confidence / count, within(1e-4));
        for (int c = 0; c < CLASSES; c++) {
            assertThat(found.classPrior().get(c)).isEqualTo(prior[c] / count, within(1e-12));
            assertThat(found.predictedPrior().get(c)).isEqualTo(predicted[c] / count, within(1e-4));
        }
    }

    @Test
    void theProbeHoldsWhatOnnxRuntimeSays() throws IOException {
        Bundle.Probe probe =
                prepared(false, training(true), Optional.empty()).probe().orElseThrow();
        assertThat(score(probe.inputs()).values()).containsExactly(probe.logits());
    }

    @Test
    void withoutLabelsThereIsNoPosteriorAndThePriorIsThatOfThePredictions() throws IOException {
        Bundle made = prepared(false, training(false), Optional.empty());
        Reference reference = made.reference().orElseThrow();
        assertThat(made.posterior()).isEmpty();
        assertThat(reference.accuracy()).isEmpty();
        assertThat(reference.temperature()).isEqualTo(1);
        Probabilities p = Probabilities.of(score(images(0, TRAINING, 1)));
        double threes = IntStream.range(0, TRAINING)
                .filter(event -> p.label(event) == 3)
                .count();
        assertThat(reference.classPrior().get(3)).isEqualTo(threes / TRAINING, within(1e-12));
        assertThat(made.provenance()).containsEntry("accuracy", "not known");
        assertThat(Bundle.of(made.files(), "written").reference()).contains(reference);
    }

    @Test
    void theSameBytesTwiceFromTwoEmptyCaches() throws IOException {
        Map<String, byte[]> first =
                prepared(false, training(true), Optional.empty()).files();
        cache = directory.resolve("elsewhere");
        Map<String, byte[]> second =
                prepared(false, training(true), Optional.empty()).files();
        assertThat(second.keySet()).containsExactlyElementsOf(first.keySet());
        first.forEach((name, bytes) -> assertThat(second.get(name)).as(name).isEqualTo(bytes));
        assertThat(cache).as("fitted again").isNotEmptyDirectory();
    }

    @Test
    void whatTheDecoderStandardisesTheModelSeesAsIfItWereDoneByHand() throws IOException, EventRefused {
        // Raw counts of ink, 0 to 16.
        Bundle made = prepared(true, digits(0, TRAINING, true, 16), Optional.empty());
        Bundle bundle = Bundle.of(made.files(), "written");
        Standardisation known = bundle.input().standardisation().orElseThrow();
        float[] all = images(0, TRAINING, 16);
        double mean = IntStream.range(0, all.length).mapToDouble(i -> all[i]).sum() / all.length;
        double variance = IntStream.range(0, all.length)
                        .mapToDouble(i -> (all[i] - mean) * (all[i] - mean))
                        .sum()
                / all.length;
        assertThat(known.mean()).containsExactly(new float[] {(float) mean}, within(1e-5f));
        assertThat(known.deviation()).containsExactly(new float[] {(float) Math.sqrt(variance)}, within(1e-5f));
        EventDecoder decoder = new EventDecoder(bundle.input(), 10_000);
        Origin origin = new Origin("events", 0, 0, 0, null, new RecordHeaders());
        for (int image = 0; image < 5; image++) {
            float[] raw = images(image, 1, 16);
            float[] byHand = raw.clone();
            for (int i = 0; i < byHand.length; i++) {
                byHand[i] = (byHand[i] - known.mean()[0]) / known.deviation()[0];
            }
            byte[] json = Arrays.toString(raw).getBytes(StandardCharsets.UTF_8);
            float[] decoded = decoder.decode(json, origin).values();
            assertThat(decoded).containsExactly(byHand);
            assertThat(score(decoded).values()).containsExactly(score(byHand).values());
        }
        Bundle.Probe probe = bundle.probe().orElseThrow();
        assertThat(score(probe.inputs()).values())
                .as("the probe is as the model sees it")
                .containsExactly(probe.logits());
        double raw = bundle.reference().orElseThrow().features().get(0).mean();
        assertThat(raw).as("features are of events as they come").isEqualTo(mean, within(1e-4));
    }

    @Test
    void refusesLabelsThatDoNotFitBeforeAnythingIsFitted() {
        assertThatThrownBy(
                        () -> preparation(false, List.of("a", "b")).bundle(training(true), Optional.empty(), n -> {}))
                .hasMessageContaining("labels refused: expected 10, one for each logit of the model, got 2");
        List<String> twice = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "8");
        assertThatThrownBy(() -> preparation(false, twice).bundle(training(true), Optional.empty(), n -> {
                    throw new AssertionError("fitted " + n);
                }))
                .hasMessageContaining("labels refused: expected different names");
    }

    private Bundle prepared(boolean standardise, Recording training, Optional<Recording> held) throws IOException {
        return preparation(standardise, List.of()).bundle(training, held, events -> {});
    }

    private Preparation preparation(boolean standardise, List<String> labels) {
        SwagDiagonal.Options fit = SwagDiagonal.Options.PUBLISHED.with(2, 8e-4, 1);
        Preparation.Wanted wanted =
                new Preparation.Wanted("digits", "7", labels, standardise, Map.of(), fit, 3, "a test");
        return new Preparation(model, wanted, Engine.named("torch").threads(1), new PosteriorCache(cache()));
    }

    /** Of every test its own. */
    private Path cache() {
        return cache == null ? directory.resolve("cache") : cache;
    }

    private static Recording training(boolean labelled) {
        return digits(0, TRAINING, labelled, 1);
    }

    private static Recording digits(int from, int count, boolean labelled, float scale) {
        int[] labels = IntStream.range(from, from + count).map(DIGITS::label).toArray();
        return Recording.of(images(from, count, scale), new int[] {1, 8, 8}, labelled ? labels : null);
    }

    private static float[] images(int from, int count, float scale) {
        float[] values = new float[count * 64];
        for (int i = 0; i < values.length; i++) {
            values[i] = scale * DIGITS.image(from + i / 64)[i % 64];
        }
        return values;
    }

    private Logits score(float... values) {
        try (SourceModel source = SourceModel.open(model)) {
            return source.score(Batch.of(values, values.length / 64, 1, 8, 8));
        }
    }
}
