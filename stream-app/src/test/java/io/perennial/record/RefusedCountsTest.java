// SPDX-License-Identifier: Apache-2.0
package io.perennial.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RefusedCountsTest {

    private final MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
    private final KeyValueStore<String, byte[]> store = Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore(RefusedCounts.STORE), Serdes.String(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();

    @BeforeEach
    void open() {
        store.init(context.getStateStoreContext(), store);
    }

    @AfterEach
    void close() {
        store.close();
    }

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
