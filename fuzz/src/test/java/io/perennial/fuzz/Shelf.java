// SPDX-License-Identifier: Apache-2.0
package io.perennial.fuzz;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** A state store as a changelog gives it back: whatever keys and values an input spells. */
public final class Shelf<K extends Comparable<K>> implements KeyValueStore<K, byte[]> {

    private final String name;
    private final TreeMap<K, byte[]> entries = new TreeMap<>();

    public Shelf(String name) {
        this.name = name;
    }

    /** From entries in a row: what {@link #bytes} wrote, or, of other bytes, as many as there are. */
    public static <K extends Comparable<K>> Shelf<K> of(String name, byte[] input, Function<byte[], K> key) {
        Shelf<K> shelf = new Shelf<>(name);
        ByteBuffer in = ByteBuffer.wrap(input);
        while (in.remaining() > 2) {
            byte[] bytes = take(in, Byte.toUnsignedInt(in.get()));
            byte[] value = in.remaining() > 1 ? take(in, Short.toUnsignedInt(in.getShort())) : new byte[0];
            K read = key.apply(bytes);
            if (read != null) {
                shelf.entries.put(read, value);
            }
        }
        return shelf;
    }

    /** Each byte as a character, so that every key is the same bytes again. */
    public static String text(byte[] key) {
        return new String(key, StandardCharsets.ISO_8859_1);
    }

    /** The bytes of such a text. */
    public static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] take(ByteBuffer in, int length) {
        byte[] bytes = new byte[Math.min(length, in.remaining())];
        in.get(bytes);
        return bytes;
    }

    /** All entries: length (1 byte) and bytes of the key, length (2) and bytes of the value. */
    public byte[] bytes(Function<K, byte[]> key) {
        int size = 0;
        for (Map.Entry<K, byte[]> entry : entries.entrySet()) {
            size += 3 + key.apply(entry.getKey()).length + entry.getValue().length;
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        entries.forEach((at, value) -> {
            byte[] bytes = key.apply(at);
            out.put((byte) bytes.length)
                    .put(bytes)
                    .putShort((short) value.length)
                    .put(value);
        });
        return out.array();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public byte[] get(K key) {
        return entries.get(key);
    }

    @Override
    public void put(K key, byte[] value) {
        if (value == null) {
            entries.remove(key);
        } else {
            entries.put(key, value);
        }
    }

    @Override
    public byte[] putIfAbsent(K key, byte[] value) {
        return entries.putIfAbsent(key, value);
    }

    @Override
    public void putAll(List<KeyValue<K, byte[]>> all) {
        all.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public byte[] delete(K key) {
        return entries.remove(key);
    }

    @Override
    public KeyValueIterator<K, byte[]> range(K from, K to) {
        return new Entries<>(entries.subMap(from, true, to, true));
    }

    @Override
    public KeyValueIterator<K, byte[]> all() {
        return new Entries<>(entries);
    }

    @Override
    public long approximateNumEntries() {
        return entries.size();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {}

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    /** Of the moment when it was asked for, as the stores of Kafka Streams give them. */
    private static final class Entries<K> implements KeyValueIterator<K, byte[]> {

        private final Iterator<Map.Entry<K, byte[]>> entries;
        private Map.Entry<K, byte[]> next;

        Entries(Map<K, byte[]> all) {
            entries = new TreeMap<>(all).entrySet().iterator();
            advance();
        }

        private void advance() {
            next = entries.hasNext() ? entries.next() : null;
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public K peekNextKey() {
            return next.getKey();
        }

        @Override
        public KeyValue<K, byte[]> next() {
            KeyValue<K, byte[]> entry = KeyValue.pair(next.getKey(), next.getValue());
            advance();
            return entry;
        }

        @Override
        public void close() {}
    }
}
