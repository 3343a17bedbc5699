// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictionDriftTest {

    private final SplittableRandom random = new SplittableRandom(6);

    private static PredictionDrift drift(int classes, int events) {
        double[] prior = new double[classes];
        Arrays.fill(prior, 1.0 / classes);
        SourceReference reference = new SourceReference(events, prior, 0.8, List.of(), false);
        return new PredictionDrift(
                reference,
                IntStream.range(0, classes).mapToObj(Integer::toString).toList(),
                1);
    }

    private static Probabilities said(int classes, int label, double confidence) {
        float[] p = new float[classes];
        Arrays.fill(p, (float) ((1 - confidence) / (classes - 1)));
        p[label] = (float) confidence;
        return new Probabilities(p, classes);
    }

    private static List<Drift> send(PredictionDrift drift, int windows, IntFunction<Probabilities> stream) {
        List<Drift> told = new ArrayList<>();
        for (int w = 0; w < windows; w++) {
            for (int i = 0; i < 500; i++) {
                drift.add(stream.apply(i), null, 0);
            }
            Drift happened = drift.close(new Span(500, 500L * w, w, w + 1L));
            if (happened != null) {
                told.add(happened);
            }
        }
        return told;
    }

    private Probabilities usual(int classes) {
        return said(classes, random.nextInt(classes), Math.min(0.99, Math.max(0.3, 0.8 + 0.2 * random.nextGaussian())));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 10, 100, 1000})
    void aStreamThatStandsStillRaisesNothing(int classes) {
        assertThat(send(drift(classes, 2000), 300, i -> usual(classes))).isEmpty();
    }

    @Test
    void aCollapseToOneClassIsCriticalAtOnce() {
        List<Drift> told = send(drift(10, 2000), 1, i -> said(10, 3, 0.8));

        assertThat(told).singleElement().satisfies(drift -> {
            assertThat(drift.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(drift.moved().get(0).name()).isEqualTo("class 3");
        });
    }

    @Test
    void aDoubtThatGrowsIsTold() {
        PredictionDrift drift = drift(10, 2000);
        assertThat(send(drift, 4, i -> usual(10))).isEmpty();

        List<Drift> told = send(drift, 2, i -> said(10, random.nextInt(10), 0.5));

        assertThat(told).isNotEmpty();
        assertThat(told.get(0).severity()).isEqualTo(Severity.WARNING);
        assertThat(told.get(0).moved()).extracting(Drift.Moved::name).contains("confidence", "entropy");
    }

    /** A confidence that stays within what is usual of the source, and an entropy that does not stay what it was. */
    @Test
    void theTrendOfTheEntropyHasNoReferenceButItsPast() {
        PredictionDrift drift = drift(10, 2000);
        assertThat(send(drift, 4, i -> said(10, random.nextInt(10), 0.84))).isEmpty();

        List<Drift> told = send(drift, 12, i -> said(10, random.nextInt(10), 0.74));

        assertThat(told).extracting(Drift::severity).containsExactly(Severity.NOTICE, Severity.NONE);
        assertThat(told.get(0).moved().get(0).name()).isEqualTo("entropy");
    }

    @Test
    void otherClassesThanBeforeAreAnotherDrift() {
        PredictionDrift drift = drift(4, 2000);
        List<Drift> told = new ArrayList<>(send(drift, 3, i -> said(4, i % 2, 0.8)));
        told.addAll(send(drift, 3, i -> said(4, 2 + i % 2, 0.8)));

        assertThat(told).hasSize(2);
        assertThat(told.get(1).was()).isEqualTo(told.get(1).severity());
    }

    @Test
    void whatIsNotANumberKnowsNothing() {
        PredictionDrift drift = drift(2, 2000);
        Probabilities broken = new Probabilities(new float[] {Float.NaN, Float.NaN}, 2);

        send(drift, 1, i -> broken);

        assertThat(drift.figures().entropy()).isCloseTo(Math.log(2), within(1e-9));
        assertThat(drift.figures().shares()).containsExactly(0.5, 0.5);
        assertThat(drift.severity()).isEqualTo(Severity.WARNING);
    }
}
