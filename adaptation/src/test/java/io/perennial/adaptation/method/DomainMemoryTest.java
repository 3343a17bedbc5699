// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.adaptation.network.Batch;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions are places, around which eight features lie that three things move. */
class DomainMemoryTest {

    private static final int FEATURES = 8;
    private static final int CAPACITY = 1024;
    private static final int VISIT = 1600;
    private static final int UNTIL_BELIEVED = 256;

    private final SplittableRandom random = new SplittableRandom(3);
    private final DomainMemory memory = open(CAPACITY);
    /** Whether the source answered the last visit. */
    private boolean answered;

    private static DomainMemory open(int capacity) {
        return new DomainMemory(new LinearNetwork(FEATURES, 2, 1), capacity);
    }

    private Batch around(double place, int size) {
        float[] values = new float[size * FEATURES];
        double[] moved = new double[3];
        for (int i = 0; i < values.length; i++) {
            int feature = i % FEATURES;
            if (feature == 0) {
                Arrays.setAll(moved, m -> random.nextGaussian());
            }
            values[i] = (float) (place + moved[feature % 3] + 0.1 * random.nextGaussian());
        }
        return new Batch(values, size, FEATURES);
    }

    /**
     * How many events of a visit come while the stream is known to be back.
     *
     * @param bySource whether the source answers; where it does not, others are believed after so many events as it takes
     */
    private int back(DomainMemory memory, double place, boolean bySource, int batch) {
        int back = 0;
        for (int events = 0; events < VISIT; events += batch) {
            memory.observe(around(place, batch), bySource || answered && events < UNTIL_BELIEVED);
            back += memory.returned() ? batch : 0;
        }
        answered = bySource;
        return back;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 64, 200})
    void knowsConditionsInWhichTheSourceAnswered(int batch) {
        assertThat(back(memory, 0, true, batch)).isZero();
        assertThat(back(memory, 10, false, batch)).isZero();
        assertThat(back(memory, 0, false, batch)).isGreaterThanOrEqualTo(VISIT - Math.max(batch, 64));
        assertThat(back(memory, 10, false, batch)).isLessThanOrEqualTo(Math.max(batch, 64));
    }

    @Test
    void doesNotCallTheSourceBackWhereItDidNotAnswer() {
        back(memory, 0, false, 64);
        back(memory, 10, false, 64);
        assertThat(back(memory, 0, false, 64)).isZero();
    }

    @Test
    void whatIsNewIsNoReturn() {
        back(memory, 0, true, 64);
        back(memory, 10, true, 64);
        assertThat(back(memory, 20, false, 64)).isZero();
    }

    @Test
    void whatGoesOnIsHardlyAReturn() {
        back(memory, 0, true, 64);
        back(memory, 0, true, 64);
        int back = 0;
        for (int visit = 0; visit < 5; visit++) {
            back += back(memory, 0, false, 64);
        }
        assertThat(back).isLessThan(5 * VISIT / 50);
    }

    @Test
    void whatTheSourceAnsweredLastBeforeOthersWereBelievedDoesNotSpeakForIt() {
        back(memory, 0, true, 64);
        back(memory, 10, false, 64);
        back(memory, 20, false, 64);
        assertThat(back(memory, 10, false, 64)).isZero();
        assertThat(back(memory, 0, false, 64)).isGreaterThan(VISIT / 2);
    }

    @Test
    void manyVisitsFillNothing() {
        back(memory, 0, true, 64);
        for (int visit = 0; visit < 20; visit++) {
            back(memory, 10 + visit % 2, false, 64);
            assertThat(back(memory, 0, false, 64)).isGreaterThanOrEqualTo(VISIT - 2 * 64);
        }
    }

    @Test
    void aStreamOfManyConditionsForgetsNotAllOfTheFirst() {
        back(memory, 0, true, 64);
        for (int place = 1; place < 4; place++) {
            back(memory, 100 * place, true, 64);
        }
        assertThat(back(memory, 0, false, 64)).isGreaterThan(VISIT / 2);
    }

    @Test
    void valuesThatAreNotFiniteLeaveNoTrace() {
        back(memory, 0, true, 64);
        back(memory, 10, false, 64);
        DomainMemory other = open(CAPACITY);
        other.load(state(memory));
        float[] broken = new float[64 * FEATURES];
        Arrays.fill(broken, Float.NaN);
        other.observe(new Batch(broken, 64, FEATURES), true);
        assertThat(other.returned()).isFalse();
        assertThat(back(other, 0, false, 64)).isGreaterThan(VISIT - 100);
    }

    @Test
    void imagesAndNoRoomRememberNothing() {
        LinearNetwork pictures = new LinearNetwork(FEATURES, 2, 1) {
            @Override
            public int[] eventShape() {
                return new int[] {FEATURES, 1, 1};
            }
        };
        for (DomainMemory none : new DomainMemory[] {new DomainMemory(pictures, CAPACITY), open(0)}) {
            back(none, 0, true, 64);
            back(none, 10, false, 64);
            assertThat(back(none, 0, false, 64)).isZero();
            assertThat(state(none).arrays()).isEmpty();
        }
    }

    @Test
    void continuesFromItsState() {
        back(memory, 0, true, 64);
        back(memory, 10, false, 64);
        memory.observe(around(0, 24), false); // 12 votes, not yet enough
        DomainMemory other = open(CAPACITY);
        other.load(state(memory));
        for (int i = 0; i < 60; i++) {
            Batch batch = around(i < 30 ? 0 : 20, 64);
            memory.observe(batch, true);
            other.observe(batch, true);
            assertThat(other.returned()).isEqualTo(memory.returned());
        }
        assertThat(state(other)).usingRecursiveComparison().isEqualTo(state(memory));
    }

    private static LearnedState state(DomainMemory memory) {
        TreeMap<String, float[]> arrays = new TreeMap<>();
        memory.save(arrays);
        return new LearnedState(1, arrays);
    }
}
