// SPDX-License-Identifier: Apache-2.0
package io.perennial.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DigitStreamTest {

    private final Digits digits = Digits.load();

    @Test
    void showsEveryHeldOutImageOnceInEachPass() {
        DigitStream stream = new DigitStream(digits, 3, 10_000);
        Set<FloatBuffer> first = new HashSet<>();
        Set<FloatBuffer> second = new HashSet<>();
        for (int i = 0; i < digits.size(); i++) {
            first.add(FloatBuffer.wrap(stream.at(i).values()));
            second.add(FloatBuffer.wrap(stream.at(i + digits.size()).values()));
        }
        assertThat(digits.size()).isEqualTo(797);
        assertThat(first).hasSameSizeAs(second).isEqualTo(second).hasSize(797);
    }

    @Test
    void givesTheSameEventWhereverTheReaderComesFrom() {
        DigitStream read = new DigitStream(digits, 5, 100);
        DigitStream jumped = new DigitStream(digits, 5, 100);
        for (int i = 0; i < 2_000; i++) {
            DigitEvent event = read.next();
            if (i % 97 == 0) {
                jumped.at(2_000 - i);
                assertThat(jumped.at(i)).usingRecursiveComparison().isEqualTo(event);
            }
        }
    }

    @Test
    void differsFromSeedToSeed() {
        DigitStream one = new DigitStream(digits, 1, 100);
        DigitStream other = new DigitStream(digits, 2, 100);
        int equal = 0;
        for (int i = 0; i < 500; i++) {
            equal += Arrays.equals(one.next().values(), other.next().values()) ? 1 : 0;
        }
        assertThat(equal).isLessThan(10);
    }

    @Test
    void staysFiniteWithinTheContractAndInTheOrderOfThePhases() {
        DigitStream stream = new DigitStream(digits, 11, 200);
        for (int i = 0; i < 2 * stream.cycleLength(); i++) {
            DigitEvent event = stream.next();
            assertThat(event.index()).isEqualTo(i);
            assertThat(event.label()).isBetween(0, 9);
            assertThat(event.phase()).isEqualTo(DigitStream.phases().get(i / 200 % 8));
            assertThat(event.values()).hasSize(64);
            for (float value : event.values()) {
                assertThat(value >= -4 && value <= 4).as("%s at %d", value, i).isTrue();
            }
        }
    }

    @Test
    void leavesCleanImagesAsTheyWereRecorded() {
        DigitEvent event = new DigitStream(digits, 1, 100).at(7);
        assertThat(event.phase()).isEqualTo("clean");
        for (float value : event.values()) {
            assertThat(value * 16).isBetween(0f, 16f).isEqualTo(Math.round(value * 16));
        }
    }

    @Test
    void refusesPhasesWithoutEvents() {
        assertThatThrownBy(() -> new DigitStream(digits, 1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected at least 1 event, got 0");
    }
}
