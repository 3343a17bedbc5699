// SPDX-License-Identifier: Apache-2.0
package io.perennial.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.harness.StateStores;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

class StoreFormatTest {

    private final KeyValueStore<String, byte[]> store = StateStores.open("things");

    @Test
    void aStoreWithoutAStampIsOfFormat1() {
        assertThat(new StoreFormat(store, 3).found()).isEqualTo(1);
    }

    @Test
    void readingLeavesTheStoreAsItIs() {
        new StoreFormat(store, 3).found();
        assertThat(store.approximateNumEntries()).isZero();
    }

    @Test
    void aSuccessorFindsTheFormatThatWasStamped() {
        new StoreFormat(store, 3).stamp();
        assertThat(new StoreFormat(store, 5).found()).isEqualTo(3);
        assertThat(store.get(StoreFormat.KEY)).containsExactly(0, 0, 0, 3);
    }

    @Test
    void anOlderStampIsReplacedByTheFirstWrite() {
        new StoreFormat(store, 1).stamp();
        StoreFormat format = new StoreFormat(store, 2);
        format.stamp();
        assertThat(format.found()).isEqualTo(2);
        assertThat(new StoreFormat(store, 2).found()).isEqualTo(2);
    }

    @Test
    void aNewerFormatIsRefusedWithTheWayOut() {
        store.put(StoreFormat.KEY, new byte[] {0, 0, 0, 4});
        assertThatThrownBy(() -> new StoreFormat(store, 3))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("state store \"things\" refused: expected format 1 to 3, got 4")
                .hasMessageContaining("run the release that wrote it")
                .hasMessageContaining("kafka-streams-application-reset");
        assertThatCode(() -> new StoreFormat(store, 4)).doesNotThrowAnyException();
    }

    @Test
    void noEventIsCalledLikeTheStamp() {
        assertThatThrownBy(() -> EventId.checked(StoreFormat.KEY)).isInstanceOf(EventRefused.class);
        assertThat(StoreFormat.isStamp(StoreFormat.KEY)).isTrue();
    }
}
