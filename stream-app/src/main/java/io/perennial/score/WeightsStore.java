// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import io.perennial.adaptation.method.LearnedState;
import io.perennial.record.StoreFormat;
import io.perennial.record.StoredBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a partition has learned, as Kafka state: under {@code index} the version, step, lineage and the names and lengths
 * of the arrays; under {@code name/number} their values in chunks of less than 512 KiB, below the 1 MiB that brokers
 * accept by default. Each chunk starts with its step, so that a mixture of two steps, possible only at least once, is
 * seen. Beside them {@code model} says which model this was learned on, and {@code control} what commands have done.
 *
 * <p>Format 2. In format 1 {@code model} may be missing: then nobody knows the model. Its chunks are of 512 KiB.
 */
public final class WeightsStore {

    /** The store's name is for ever. */
    public static final String NAME = "weights";

    /**
     * With 512 KiB each would fill half of a region of the collector G1, and so be given a whole one, in heaps below 2 GiB:
     * twice the memory.
     */
    static final int CHUNK_FLOATS = 480 * 1024 / Float.BYTES - 2;

    private static final String INDEX = "index";
    private static final int FORMAT = 2;
    /** Of the index alone, its first byte: all that the first release looks at. */
    private static final byte INDEX_FORMAT = 2;

    private static final Logger log = LoggerFactory.getLogger(WeightsStore.class);

    private static final String CONTROL = "control";
    private static final String MODEL = "model";
    private static final String HOLD = "hold";

    /**
     * What is in the store.
     *
     * @param model sha256 of the model that it was learned on; null where a release that kept none wrote it
     */
    record Saved(LearnedState state, WeightsVersion version, String model) {}

    /**
     * What commands have done.
     *
     * @param seen ids of the commands that are done with
     */
    record Steered(boolean paused, List<String> seen) {}

    private final KeyValueStore<String, byte[]> store;
    private final StoreFormat format;

    /** @throws IllegalStateException if a newer release wrote the store */
    public WeightsStore(KeyValueStore<String, byte[]> store) {
        this.store = store;
        format = new StoreFormat(store, FORMAT);
    }

    /** Writes everything; under exactly-once it becomes visible with the outputs of the same transaction. */
    public void save(EncodedWeights learned, WeightsVersion version, String model) {
        format.stamp();
        learned.writeTo(store::put);
        store.put(MODEL, model.getBytes(StandardCharsets.UTF_8));
        store.put(INDEX, index(learned.state(), version));
    }

    /** The same of what has yet to be encoded. */
    public void save(LearnedState state, WeightsVersion version, String model) {
        save(EncodedWeights.of(state), version, model);
    }

    /**
     * Writes what commands have done, a line for each. An id is the key of a record, and so any text: with a line end in it, it
     * would come back as two others, and its command would be applied at every start.
     */
    void steer(Steered steered) {
        format.stamp();
        StringBuilder lines = new StringBuilder().append(steered.paused()).append('\n');
        for (String id : steered.seen()) {
            lines.append(line(id)).append('\n');
        }
        store.put(CONTROL, lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Writes whether nothing is learned because the stream looks broken. */
    public void hold(boolean held) {
        format.stamp();
        store.put(HOLD, new byte[] {(byte) (held ? 1 : 0)});
    }

    /** What {@link #hold} wrote last; false at first. */
    boolean held() {
        byte[] held = store.get(HOLD);
        return held != null && new StoredBytes(NAME, held).int8() == 1;
    }

    /** Null where no command was taken yet. */
    Steered steered() {
        byte[] text = store.get(CONTROL);
        if (text == null) {
            return null;
        }
        List<String> lines = new String(text, StandardCharsets.UTF_8).lines().toList();
        if (lines.isEmpty()) {
            throw StoredBytes.damaged(NAME, "a line under " + CONTROL, "none");
        }
        List<String> seen = lines.stream().skip(1).map(WeightsStore::id).toList();
        return new Steered(Boolean.parseBoolean(lines.get(0)), seen);
    }

    private static String line(String id) {
        return id.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }

    /** Also of a release that wrote ids as they are: a backslash that escapes nothing stands for itself. */
    private static String id(String line) {
        StringBuilder id = new StringBuilder(line.length());
        for (int i = 0; i < line.length(); i++) {
            char next = line.charAt(i) == '\\' && i + 1 < line.length() ? line.charAt(i + 1) : 0;
            switch (next) {
                case '\\' -> id.append('\\');
                case 'n' -> id.append('\n');
                case 'r' -> id.append('\r');
                default -> id.append(line.charAt(i));
            }
            i += next == '\\' || next == 'n' || next == 'r' ? 1 : 0;
        }
        return id.toString();
    }

    /** What a predecessor saved, or null where there is nothing to continue from. */
    Saved load() {
        byte[] index = store.get(INDEX);
        if (index == null) {
            return null;
        }
        StoredBytes in = new StoredBytes(NAME, index);
        StoreFormat.check(NAME, INDEX_FORMAT, in.int8());
        long step = in.int64();
        String lineage = in.text();
        Map<String, float[]> arrays = new TreeMap<>();
        int count = in.count(2 * Integer.BYTES);
        for (int i = 0; i < count; i++) {
            String name = in.text();
            float[] values = read(name, in.int32(), step);
            if (values == null) {
                log.warn("weights of step {} are torn at {}: starting from the source again", step, name);
                return null;
            }
            arrays.put(name, values);
        }
        byte[] model = store.get(MODEL);
        return new Saved(
                new LearnedState(step, arrays),
                new WeightsVersion(step, lineage),
                model == null ? null : new String(model, StandardCharsets.UTF_8));
    }

    /** Null where a chunk is missing, or is of another step. */
    private float[] read(String name, int length, long step) {
        if (length < 0) {
            throw StoredBytes.damaged(NAME, "lengths of 0 or more in " + INDEX, Integer.toString(length));
        }
        byte[] first = store.get(key(name, 0));
        int most = first == null ? CHUNK_FLOATS : Math.max(1, (first.length - Long.BYTES) / Float.BYTES);
        // All of them before any memory is taken: what the index claims is no reason to take it.
        for (int from = 0, number = 0; from < length; from += most, number++) {
            if (!isOf(step, store.get(key(name, number)), Math.min(most, length - from))) {
                return null;
            }
        }
        float[] values = new float[length];
        for (int from = 0, number = 0; from < length; from += most, number++) {
            ByteBuffer chunk = ByteBuffer.wrap(store.get(key(name, number))).position(Long.BYTES);
            chunk.asFloatBuffer().get(values, from, Math.min(most, length - from));
        }
        return values;
    }

    private static boolean isOf(long step, byte[] chunk, int count) {
        return chunk != null
                && chunk.length == Long.BYTES + Float.BYTES * count
                && ByteBuffer.wrap(chunk).getLong() == step;
    }

    private static byte[] index(LearnedState state, WeightsVersion version) {
        byte[] lineage = version.lineage().getBytes(StandardCharsets.UTF_8);
        int size = 1 + Long.BYTES + Integer.BYTES + lineage.length + Integer.BYTES;
        for (String name : state.arrays().keySet()) {
            size += 2 * Integer.BYTES + name.getBytes(StandardCharsets.UTF_8).length;
        }
        ByteBuffer out = ByteBuffer.allocate(size).put(INDEX_FORMAT).putLong(state.step());
        out.putInt(lineage.length).put(lineage).putInt(state.arrays().size());
        state.arrays().forEach((name, values) -> {
            byte[] text = name.getBytes(StandardCharsets.UTF_8);
            out.putInt(text.length).put(text).putInt(values.length);
        });
        return out.array();
    }

    static String key(String name, int number) {
        return name + "/" + number;
    }
}
