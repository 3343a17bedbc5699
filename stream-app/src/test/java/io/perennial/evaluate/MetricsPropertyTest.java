// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.uncertainty.BrierScore;
import io.perennial.adaptation.uncertainty.Calibration;
import io.perennial.adaptation.uncertainty.LogLoss;
import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class MetricsPropertyTest {

    @Property(tries = 200)
    void everyFigureStaysInItsRange(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 60) int events,
            @ForAll @IntRange(min = 2, max = 12) int classes) {
        SplittableRandom random = new SplittableRandom(seed);
        Logits logits = logits(random, events, classes);
        Probabilities predicted = Probabilities.of(logits);
        BrierScore brier = new BrierScore();
        LogLoss loss = new LogLoss();
        Calibration calibration = new Calibration();
        double direct = 0;
        for (int event = 0; event < events; event++) {
            int label = random.nextInt(classes);
            brier.add(predicted, event, label);
            loss.add(logits, event, label);
            calibration.add(predicted, event, label);
            direct -= Math.log(predicted.at(event, label)) / events;
        }
        assertThat(brier.mean()).isBetween(0.0, 2.0);
        assertThat(calibration.expectedError()).isBetween(0.0, 1.0);
        assertThat(loss.mean()).isCloseTo(direct, within(1e-5 * Math.max(1, direct)));
        assertThat(calibration.bins().stream()
                        .mapToLong(Calibration.Bin::events)
                        .sum())
                .isEqualTo(events);
    }

    @Property(tries = 100)
    void theErrorIsTheWeightedMeanOfTheSegments(@ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int events) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] ids = random.ints(events, 0, 5).toArray();
        Recording recording = Recording.of(
                new Rows.Floats(new float[events], events, 1), new int[events], Segments.of(ids, java.util.List.of()));
        int[] order = Order.parse("mixed").of(recording, seed);
        Hits hits = new Hits();
        for (int i = 0; i < events; i++) {
            hits.add(random.nextBoolean());
        }
        double errors = hits.bySegment(recording, order).stream()
                .mapToDouble(part -> part.events() * part.error())
                .sum();
        assertThat(errors / events).isCloseTo(hits.error(), within(1e-12));
    }

    private static Logits logits(SplittableRandom random, int events, int classes) {
        float[] values = new float[events * classes];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (3 * random.nextGaussian());
        }
        return new Logits(values, classes);
    }
}
