// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.adaptation.network.Batch;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RecentEventsTest {

    private final RecentEvents recent = new RecentEvents(4, 1);

    private static Batch batch(float... values) {
        return new Batch(values, values.length, 1);
    }

    @Test
    void fillsASmallBatchUpWithWhatCameBefore() {
        assertThat(recent.before(batch(1)).values()).containsExactly(1);
        recent.add(batch(1));
        recent.add(batch(2, 3));
        assertThat(recent.before(batch(4)).values()).containsExactly(1, 2, 3, 4);
        recent.add(batch(4));
        assertThat(recent.before(batch(5, 6)).values()).containsExactly(3, 4, 5, 6);
        assertThat(recent.before(batch(5, 6)).size()).isEqualTo(4);
    }

    @Test
    void leavesALargeBatchAsItIs() {
        recent.add(batch(1, 2, 3, 4));
        assertThat(recent.before(batch(5, 6, 7, 8)).values()).containsExactly(5, 6, 7, 8);
        recent.add(batch(5, 6, 7, 8, 9));
        assertThat(recent.before(batch(10)).values()).containsExactly(7, 8, 9, 10);
    }

    @Test
    void continuesFromItsState() {
        recent.add(batch(1, 2));
        var arrays = new TreeMap<String, float[]>();
        recent.save(arrays);
        RecentEvents other = new RecentEvents(4, 1);
        other.load(new LearnedState(1, arrays));
        assertThat(other.before(batch(3)).values()).containsExactly(1, 2, 3);
    }
}
