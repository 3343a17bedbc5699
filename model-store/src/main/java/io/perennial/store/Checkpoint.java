// SPDX-License-Identifier: Apache-2.0
package io.perennial.store;

import java.io.IOException;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a partition had learned at one moment, and where that moment was: one safetensors file that any tool can open. Its
 * tensors are the learned arrays, flat; {@code teacher} is what predicts.
 *
 * @param lineage of the weights, as predictions carry it
 * @param step steps learned since the source, as predictions carry it
 * @param application its id
 * @param topic the input's
 * @param partition of the input
 * @param offset of the last event that was learned from, -1 for none
 * @param bundle name and version of the bundle that it was learned from, as in {@link Bundle#id}
 * @param modelSha256 of that bundle's model: weights fit no other
 * @param method that learned
 * @param settings of the method that decide what the arrays are, as configuration keys and values
 * @param figures of drift and guard at that moment, by name
 * @param arrays by name, flat
 */
public record Checkpoint(
        String lineage,
        long step,
        String application,
        String topic,
        int partition,
        long offset,
        String bundle,
        String modelSha256,
        String method,
        Map<String, String> settings,
        Map<String, String> figures,
        Map<String, float[]> arrays) {

    /** The only part of a checkpoint's version in a store. */
    public static final String PART = "checkpoint.safetensors";

    private static final String FORMAT = "1";
    private static final String SETTING = "setting.";
    private static final String FIGURE = "figure.";

    public Checkpoint {
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
        figures = Collections.unmodifiableMap(new TreeMap<>(figures));
        arrays = Collections.unmodifiableMap(new TreeMap<>(arrays));
    }

    /** Where a partition's checkpoints lie in a store. */
    public static String name(String application, int partition) {
        return "checkpoints/" + application + "/" + partition;
    }

    /** Its version in a store: in the order of steps, and told apart where a step was learned twice. */
    public String version() {
        return String.format(Locale.ROOT, "%012d-%s", step, lineage);
    }

    /** What a listing can say without reading the file; also in the file itself. */
    public Map<String, String> metadata() {
        Map<String, String> metadata = new TreeMap<>();
        metadata.put("format", FORMAT);
        metadata.put("lineage", lineage);
        metadata.put("step", Long.toString(step));
        metadata.put("application", application);
        metadata.put("topic", topic);
        metadata.put("partition", Integer.toString(partition));
        metadata.put("offset", Long.toString(offset));
        metadata.put("bundle", bundle);
        metadata.put("model-sha256", modelSha256);
        metadata.put("method", method);
        settings.forEach((name, value) -> metadata.put(SETTING + name, value));
        figures.forEach((name, value) -> metadata.put(FIGURE + name, value));
        return metadata;
    }

    /** The figures by name, of what {@link #metadata} gave. */
    public static Map<String, String> figures(Map<String, String> metadata) {
        return beginning(FIGURE, metadata);
    }

    /** The bytes of the file. */
    public byte[] write() {
        Map<String, Tensor> tensors = new TreeMap<>();
        arrays.forEach((name, values) -> tensors.put(name, new Tensor.Floats(values, values.length)));
        return new Safetensors(tensors, metadata()).write();
    }

    /**
     * @param where the file lies, for messages
     * @throws IOException if the file is damaged or no checkpoint
     */
    public static Checkpoint read(byte[] file, String where) throws IOException {
        Safetensors read = Safetensors.read(file, where);
        Map<String, String> metadata = read.metadata();
        String format = text(metadata, "format", where);
        if (!format.equals(FORMAT)) {
            throw refused("format " + FORMAT, format, where);
        }
        Map<String, float[]> arrays = new TreeMap<>();
        for (String name : read.tensors().keySet()) {
            Optional<Tensor.Floats> floats = read.floats(name);
            if (floats.isEmpty()) {
                throw refused("float32 tensors", read.tensors().get(name) + " " + YamlKeys.quote(name), where);
            }
            arrays.put(name, floats.get().values());
        }
        return new Checkpoint(
                text(metadata, "lineage", where),
                number(metadata, "step", where),
                text(metadata, "application", where),
                text(metadata, "topic", where),
                Math.toIntExact(Math.min(Integer.MAX_VALUE, number(metadata, "partition", where))),
                number(metadata, "offset", where),
                text(metadata, "bundle", where),
                text(metadata, "model-sha256", where),
                text(metadata, "method", where),
                beginning(SETTING, metadata),
                beginning(FIGURE, metadata),
                arrays);
    }

    /** What begins so, without that beginning. */
    private static Map<String, String> beginning(String prefix, Map<String, String> metadata) {
        Map<String, String> found = new TreeMap<>();
        metadata.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                found.put(key.substring(prefix.length()), value);
            }
        });
        return found;
    }

    private static String text(Map<String, String> metadata, String key, String where) throws IOException {
        String value = metadata.get(key);
        if (value == null) {
            throw refused("metadata with " + key, "none", where);
        }
        return value;
    }

    private static long number(Map<String, String> metadata, String key, String where) throws IOException {
        String value = text(metadata, key, where);
        if (!value.matches("-?[0-9]{1,18}")) {
            throw refused("a number for " + key, YamlKeys.quote(value), where);
        }
        return Long.parseLong(value);
    }

    private static IOException refused(String expected, String got, String where) {
        return new IOException("checkpoint refused: expected " + expected + ", got " + got + " [" + where
                + "]; take another checkpoint");
    }
}
