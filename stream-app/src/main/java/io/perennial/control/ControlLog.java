// SPDX-License-Identifier: Apache-2.0
package io.perennial.control;

import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commands of an application by their ids, which are in the order of their time: a global store, so that every task sees
 * all of them.
 */
public final class ControlLog {

    /** The store's name is for ever. */
    public static final String STORE = "commands";

    private static final Logger log = LoggerFactory.getLogger(ControlLog.class);

    private final ReadOnlyKeyValueStore<String, byte[]> store;

    public ControlLog(ReadOnlyKeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    /** How many there are; it only grows while the process lives. */
    public long size() {
        return store.approximateNumEntries();
    }

    /** All there are, by id, as they were written. */
    public Map<String, byte[]> all() {
        Map<String, byte[]> all = new TreeMap<>();
        try (KeyValueIterator<String, byte[]> entries = store.all()) {
            while (entries.hasNext()) {
                KeyValue<String, byte[]> entry = entries.next();
                all.put(entry.key, entry.value);
            }
        }
        return all;
    }

    /** Keeps the store as the topic is. A record without a key has no id, and cannot be kept. */
    public static final class Writer extends ContextualProcessor<String, byte[], Void, Void> {

        private KeyValueStore<String, byte[]> commands;

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            super.init(context);
            commands = context.getStateStore(STORE);
        }

        @Override
        public void process(Record<String, byte[]> command) {
            if (command.key() == null) {
                log.warn("command without a key is left out; the key of a command is its id");
                return;
            }
            commands.put(command.key(), command.value());
        }
    }
}
