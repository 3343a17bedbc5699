// SPDX-License-Identifier: Apache-2.0
package io.perennial.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoreFormatTest {

    private final MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
    private final KeyValueStore<String, byte[]> store = Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore("things"), Serdes.String(), Serdes.ByteArray())
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
