// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Four places for two classes: two each. Uncertainties are in nats, log 2 = 0.693 is the most. */
class BalancedMemoryTest {

    private final BalancedMemory memory = new BalancedMemory(4, 2, 1);

    private boolean offer(double event, int label, double uncertainty) {
        return memory.offer(new float[] {(float) event}, label, (float) uncertainty);
    }

    @Test
    void whatCannotBePredictedIsNotRemembered() {
        BalancedMemory memory = new BalancedMemory(4, 2, 1);
        assertThat(memory.offer(new float[] {3e38f}, 0, Float.NaN)).isFalse();
        assertThat(memory.size()).isZero();
    }

    @Test
    void takesEverythingWhileThereIsRoomForTheClass() {
        assertThat(offer(1, 0, 0.6)).isTrue();
        assertThat(offer(2, 0, 0.6)).isTrue();
        assertThat(offer(3, 1, 0.6)).isTrue();
        assertThat(memory.events()).containsExactly(1, 2, 3);
        assertThat(memory.labels()).containsExactly(0, 0, 1);
    }

    @Test
    void theLeastCertainOfAFullClassMakesWay() {
        offer(1, 0, 0.1);
        offer(2, 0, 0.6);
        assertThat(offer(3, 0, 0.2)).isTrue();
        assertThat(memory.events()).containsExactly(1, 3);
    }

    /** Badness of the old ones: 1/(1+exp(-2/4)) + 0.1/0.693 = 0.767 and 1/(1+exp(-1/4)) + 0.144 = 0.706. */
    @Test
    void anEventThatIsWorseThanAllOfItsClassIsNotTaken() {
        offer(1, 0, 0.1);
        offer(2, 0, 0.1);
        assertThat(offer(3, 0, 0.2)).isFalse(); // 0.5 + 0.2/0.693 = 0.789
        assertThat(memory.events()).containsExactly(1, 2);
    }

    /** Equally certain: the first has age 2 of 4 when the third comes, 0.622 against the new one's 0.5. */
    @Test
    void ofEquallyCertainOnesTheOldestMakesWay() {
        offer(1, 0, 0.1);
        offer(2, 0, 0.1);
        assertThat(offer(3, 0, 0.1)).isTrue();
        assertThat(memory.events()).containsExactly(2, 3);
    }

    @Test
    void aFullMemoryMakesRoomInItsLargestClass() {
        BalancedMemory three = new BalancedMemory(5, 3, 1); // 1.67 for each class, so 2
        for (int i = 0; i < 4; i++) {
            three.offer(new float[] {i}, i % 2, 0.3f);
        }
        three.offer(new float[] {4}, 2, 0.3f);
        assertThat(three.size()).isEqualTo(5);
        assertThat(three.offer(new float[] {5}, 2, 0.3f)).isTrue();
        assertThat(three.labels()).containsExactly(1, 0, 1, 2, 2); // the oldest of classes 0 and 1 is gone
    }

    /** exp(-a)/(1+exp(-a)): the later of two is 1 tick old, a = 1/4, the earlier a = 2/4. */
    @Test
    void olderEventsCountLess() {
        offer(1, 0, 0.1);
        offer(2, 1, 0.1);
        assertThat(memory.timeliness()[0]).isCloseTo(0.37754f, within(1e-5f));
        assertThat(memory.timeliness()[1]).isCloseTo(0.43782f, within(1e-5f));
    }

    @Test
    void goesOnFromWhatWasSaved() {
        offer(1, 0, 0.4);
        offer(2, 1, 0.2);
        offer(3, 0, 0.3);
        Map<String, float[]> arrays = new TreeMap<>();
        memory.save(arrays);
        BalancedMemory other = new BalancedMemory(4, 2, 1);
        other.offer(new float[] {9}, 1, 0.5f);
        other.load(new LearnedState(1, arrays));
        assertThat(other.timeliness()).containsExactly(memory.timeliness());
        for (BalancedMemory each : new BalancedMemory[] {memory, other}) {
            each.offer(new float[] {4}, 0, 0.1f);
        }
        assertThat(other.events()).containsExactly(memory.events()).containsExactly(2, 3, 4);
    }
}
