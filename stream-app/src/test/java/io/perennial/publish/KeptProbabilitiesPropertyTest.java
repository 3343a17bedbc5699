// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.quality.Judged;
import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class KeptProbabilitiesPropertyTest {

    @Property(tries = 200)
    void aPredictionComesBackWithItsTruth(@ForAll long seed, @ForAll @IntRange(min = 1, max = 32) int classes) {
        SplittableRandom random = new SplittableRandom(seed);
        Probabilities source = random.nextBoolean() ? probabilities(random, classes) : null;
        Judged sent = new Judged(
                probabilities(random, classes),
                random.nextInt(classes),
                source,
                random.nextBoolean() ? Float.NaN : (float) random.nextDouble(),
                Float.POSITIVE_INFINITY,
                random.nextBoolean(),
                random.nextLong(),
                random.nextLong(),
                0,
                0);
        byte[] kept = Outcome.prediction(sent, 1000);
        assertThat(Outcome.kind(kept)).isEqualTo(Outcome.Kind.PREDICTION);
        assertThat(Outcome.since(kept)).isEqualTo(1000);
        Judged back = Outcome.judged(kept, 0, 1500);
        assertThat(back.delay()).isEqualTo(500);
        assertThat(back)
                .usingRecursiveComparison()
                .withEqualsForType(Float::equals, Float.class)
                .ignoringFields("delay")
                .isEqualTo(sent);
    }

    @Property(tries = 100)
    void ofManyClassesTheMostProbableOnesAreKept(
            @ForAll long seed, @ForAll @IntRange(min = 33, max = 300) int classes) {
        Probabilities sent = probabilities(new SplittableRandom(seed), classes);
        Judged judged = new Judged(sent, 0, null, Float.NaN, Float.NaN, false, 0, 0, 0, 0);
        byte[] kept = Outcome.prediction(judged, 0);
        assertThat(kept).hasSizeLessThan(320);
        Probabilities back = Outcome.judged(kept, 0, 0).published();
        assertThat(back.classes()).isEqualTo(classes);
        assertThat(back.label(0)).isEqualTo(sent.label(0));
        assertThat(back.confidence(0)).isEqualTo(sent.confidence(0));
        double sum = 0;
        int exact = 0;
        for (int c = 0; c < classes; c++) {
            sum += back.at(0, c);
            exact += back.at(0, c) == sent.at(0, c) ? 1 : 0;
        }
        assertThat(sum).isCloseTo(1, within(1e-4));
        assertThat(exact).isGreaterThanOrEqualTo(32);
    }

    /** What is published as a set is what its label is held against, of however many classes. */
    @Property(tries = 300)
    void aSetHoldsATruthIfAndOnlyIfItIsJudgedAHit(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 300) int classes) {
        SplittableRandom random = new SplittableRandom(seed);
        Probabilities sent = probabilities(random, classes);
        int truth = random.nextInt(classes);
        float threshold = random.nextBoolean() ? (float) random.nextDouble(0.9, 1) : 1 - sent.at(0, truth);
        byte[] kept = Outcome.prediction(new Judged(sent, 0, null, threshold, Float.NaN, false, 0, 0, 0, 0), 0);
        Judged judged = Outcome.judged(kept, truth, 0);
        assertThat(IntStream.of(Calibrated.set(sent, 0, threshold)).anyMatch(c -> c == truth))
                .isEqualTo(judged.nonconformity() <= judged.adaptive());
    }

    @Test
    void whatAnOlderVersionKeptIsNoOutcome() {
        byte[] older = new byte[20];
        assertThat(Outcome.kind(older)).isEqualTo(Outcome.Kind.NONE);
        older[0] = -1;
        assertThat(Outcome.kind(older)).isEqualTo(Outcome.Kind.NONE);
        assertThat(Outcome.kind((byte[]) null)).isEqualTo(Outcome.Kind.NONE);
    }

    private static Probabilities probabilities(SplittableRandom random, int classes) {
        float[] p = new float[classes];
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            p[c] = (float) Math.pow(random.nextDouble(), 8);
            sum += p[c];
        }
        for (int c = 0; c < classes; c++) {
            p[c] /= (float) sum;
        }
        return new Probabilities(p, classes);
    }
}
