// SPDX-License-Identifier: Apache-2.0
package io.perennial.harness;

import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/** State stores without a broker, in memory, as a task would open them; there is nothing to close. */
public final class StateStores {

    private StateStores() {}

    /** Keyed by text. */
    public static KeyValueStore<String, byte[]> open(String name) {
        return open(name, Serdes.String());
    }

    /** @param keys how keys are written */
    public static <K> KeyValueStore<K, byte[]> open(String name, Serde<K> keys) {
        KeyValueStore<K, byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(name), keys, Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        store.init(new MockProcessorContext<Void, Void>().getStateStoreContext(), store);
        return store;
    }
}
