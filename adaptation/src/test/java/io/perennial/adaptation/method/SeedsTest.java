// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SeedsTest {

    /** Stored weights continue with the randomness of the version that wrote them, so these must never change.
     * Computed once more outside of Java, from SplitMix64's definition. */
    @Test
    void seedsAreTheSameInEveryVersion() {
        assertThat(Seeds.mix()).isEqualTo(0x9E3779B97F4A7C15L);
        assertThat(Seeds.mix(0)).isEqualTo(0x0397AB29740681D9L);
        assertThat(Seeds.mix(1, 2, 3)).isEqualTo(0xD56D0264932A233FL);
        assertThat(Seeds.mix(-1, Long.MIN_VALUE)).isEqualTo(0x7B72EB067B85F1F3L);
    }

    @Test
    void theOrderAndTheNumberOfCoordinatesMatter() {
        assertThat(Seeds.mix(1, 2)).isNotEqualTo(Seeds.mix(2, 1));
        assertThat(Seeds.mix(1, 0)).isNotEqualTo(Seeds.mix(1));
        assertThat(Seeds.mix(0, 1)).isNotEqualTo(Seeds.mix(1));
    }

    @Test
    void neighbouringPartitionsAndStepsShareNoSeed() {
        Set<Long> seeds = new HashSet<>();
        for (long partition = 0; partition < 100; partition++) {
            for (long step = 0; step < 1_000; step++) {
                seeds.add(Seeds.mix(42, partition, step));
            }
        }
        assertThat(seeds).hasSize(100_000);
    }

    @Test
    void oneBitOfACoordinateChangesHalfOfTheSeed() {
        SplittableRandom random = new SplittableRandom(3);
        int pairs = 64 * 100;
        long changed = 0;
        for (int i = 0; i < pairs; i++) {
            long coordinate = random.nextLong();
            changed += Long.bitCount(Seeds.mix(1, coordinate) ^ Seeds.mix(1, coordinate ^ (1L << (i % 64))));
        }
        // A fair coin for each of 64 bits: the mean has a standard deviation of 4 / sqrt(6400) = 0.05 bits.
        assertThat((double) changed / pairs).isCloseTo(32, within(0.25));
    }
}
