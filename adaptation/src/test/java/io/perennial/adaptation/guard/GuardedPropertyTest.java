// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.guard;

import static io.perennial.adaptation.guard.Answers.right;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** What holds for whatever batches the events come in. */
class GuardedPropertyTest {

    private static final int HEALTHY = 6000;

    /** How many events had come at the end of the batch that opened it; -1 where none did. */
    private static long opened(int batch, Answers source, Answers adapted) {
        try (Stream stream = new Stream(batch)) {
            stream.run(3000, source, adapted);
            return stream.transitions.isEmpty() ? -1 : stream.transitions.get(0).step() * batch;
        }
    }

    @Property(tries = 40)
    void opensAtTheSameEventInBatchesOfAnySize(
            @ForAll @IntRange(min = 2, max = 200) int batch,
            @ForAll @DoubleRange(min = 0.2, max = 0.95) double accuracy,
            @ForAll @DoubleRange(min = 0.3, max = 0.99) double confidence) {
        Answers source = right(0.9, 0.9);
        Answers adapted = right(accuracy, confidence);
        long one = opened(1, source, adapted);
        long many = opened(batch, source, adapted);
        if (one > 0 && one <= 2800) {
            assertThat(many).isBetween(one, one + batch - 1);
        } else if (one < 0) {
            assertThat(many < 0 || many > 2800)
                    .as("opened at %s in batches of %s", many, batch)
                    .isTrue();
        }
    }

    @Property(tries = 40)
    void aModelAsGoodAndAsSureAsTheSourceIsLeftAlone(
            @ForAll @IntRange(min = 1, max = 200) int batch,
            @ForAll @DoubleRange(min = 0.5, max = 0.99) double accuracy) {
        try (Stream stream = new Stream(batch)) {
            Answers calibrated = right(accuracy, accuracy);
            stream.run(HEALTHY, calibrated, calibrated);
            assertThat(stream.transitions).isEmpty();
        }
    }
}
