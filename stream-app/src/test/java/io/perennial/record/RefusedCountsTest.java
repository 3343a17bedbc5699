// SPDX-License-Identifier: Apache-2.0
package io.perennial.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.harness.StateStores;
import java.util.HexFormat;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

class RefusedCountsTest {

    private final KeyValueStore<String, byte[]> store = StateStores.open(RefusedCounts.STORE);

    /** The very bytes of a release before stamps, which knew one reason: last at 5, refused 7 times. */
    @Test
    void goesOnFromWhatAReleaseBeforeStampsCounted() {
        store.put("refused", HexFormat.of().parseHex("01" + "0000000000000005" + "00000001" + "0000000000000007"));
        RefusedCounts counts = new RefusedCounts(store);
        assertThat(counts.known().sum()).isEqualTo(7);
        assertThat(counts.known().last()).isEqualTo(5);
        counts.add(Refusal.values()[0], 9);
        assertThat(new RefusedCounts(store).known().counts()[0]).isEqualTo(8);
        assertThat(store.get(StoreFormat.KEY)).containsExactly(0, 0, 0, RefusedCounts.FORMAT);
    }

    @Test
    void aNewerReleasesCountsAreRefused() {
        store.put(StoreFormat.KEY, new byte[] {0, 0, 0, 2});
        assertThatThrownBy(() -> new RefusedCounts(store))
                .hasMessageContaining("state store \"drift\" refused: expected format 1, got 2");
    }
}
