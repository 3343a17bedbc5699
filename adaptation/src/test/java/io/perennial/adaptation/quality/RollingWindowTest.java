// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RollingWindowTest {

    /** How many, and their sum. */
    private static final class Count implements Sums<Count> {
        private double events;
        private double sum;

        void add(double value) {
            events++;
            sum += value;
        }

        @Override
        public void add(Count other) {
            events += other.events;
            sum += other.sum;
        }

        @Override
        public double[] save() {
            return new double[] {events, sum};
        }

        @Override
        public void load(double... state) {
            events = state[0];
            sum = state[1];
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 10, 100, 1001})
    void everyWindowHasExactlyItsEvents(int size) {
        RollingWindow<Count> window = new RollingWindow<>(size, Count::new);
        List<Double> sums = new ArrayList<>();
        for (int i = 0; i < 5 * size; i++) {
            window.running().add(i);
            if (window.advance()) {
                assertThat(window.closed().events).isEqualTo(size);
                sums.add(window.closed().sum);
            }
            assertThat(window.recent().events).isBetween(Math.min(i + 1.0, size - 1), 1.25 * size + 1);
        }
        assertThat(sums).hasSize(5);
        for (int w = 0; w < 5; w++) {
            assertThat(sums.get(w)).isEqualTo(size * (double) (w * size) + size * (size - 1) / 2.0);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "24,1", "25,1", "26,1", "99,1", "100,1", "101,1", "137,1", "250,1", "260,13", "390,130"})
    void goesOnWhereItWasSaved(int at, int saveEvery) {
        Map<String, double[]> store = new HashMap<>();
        RollingWindow<Count> one = new RollingWindow<>(100, Count::new);
        for (int i = 0; i < at; i++) {
            one.running().add(i);
            one.advance();
            if ((i + 1) % saveEvery == 0) {
                one.save(store::put);
            }
        }
        RollingWindow<Count> other = new RollingWindow<>(100, Count::new);
        other.load(store::get);
        for (int i = at; i < at + 300; i++) {
            one.running().add(i);
            other.running().add(i);
            assertThat(other.advance()).isEqualTo(one.advance());
            assertThat(other.recent().save()).containsExactly(one.recent().save());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {99, 101})
    void windowsOfAnotherSizeBeginAnew(int size) {
        Map<String, double[]> store = new HashMap<>();
        RollingWindow<Count> saved = new RollingWindow<>(100, Count::new);
        saved.running().add(1);
        saved.advance();
        saved.save(store::put);
        RollingWindow<Count> other = new RollingWindow<>(size, Count::new);
        other.load(store::get);
        assertThat(other.recent().events).isZero();
    }
}
