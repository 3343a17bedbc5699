// SPDX-License-Identifier: Apache-2.0
package io.perennial.page;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * How far each layer is from the source and which share of it was restored, over time: the heat map. Not
 * thread-safe.
 */
final class Layers {

    private static final String DISTANCE = "perennial.adapt.layer.distance";
    private static final String RESTORED = "perennial.adapt.layer.restored";
    private static final int MOST = 64;

    /** One moment: a value for each layer, NaN where it has none. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Column(long time, float[] distance, float[] restored) {}

    private final int every;
    private final int capacity;
    private final Deque<Column> columns = new ArrayDeque<>();
    private List<String> names = List.of();
    private long readings;

    /**
     * @param every how many readings make a column
     * @param capacity columns that are kept
     */
    Layers(int every, int capacity) {
        this.every = every;
        this.capacity = capacity;
    }

    /** Whether there is a new column. */
    boolean read(long time, Readings readings) {
        if (this.readings++ % every != 0) {
            return false;
        }
        Map<String, Double> distance = readings.meanBy("layer", DISTANCE, Tagged.ANY);
        Map<String, Double> restored = readings.meanBy("layer", RESTORED, Tagged.ANY);
        TreeSet<String> all = new TreeSet<>(NaturalOrder.INSTANCE);
        all.addAll(distance.keySet());
        all.addAll(restored.keySet());
        List<String> now = all.stream().limit(MOST).toList();
        if (now.isEmpty()) {
            return false;
        }
        if (!now.equals(names)) { // another model
            columns.clear();
            names = now;
        }
        if (columns.size() == capacity) {
            columns.removeFirst();
        }
        columns.addLast(new Column(time, row(distance), row(restored)));
        return true;
    }

    private float[] row(Map<String, Double> by) {
        float[] row = new float[names.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = by.getOrDefault(names.get(i), Double.NaN).floatValue();
        }
        return row;
    }

    /** Writes the field {@code layers}: the newest columns, or nothing where there is none. */
    void write(JsonGenerator json, int newest) throws IOException {
        if (columns.isEmpty()) {
            return;
        }
        List<Column> shown = new ArrayList<>(columns);
        shown = shown.subList(Math.max(0, shown.size() - newest), shown.size());
        json.writeObjectFieldStart("layers");
        json.writeArrayFieldStart("names");
        for (String name : names) {
            json.writeString(name);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("times");
        for (Column column : shown) {
            json.writeNumber(column.time);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("distance");
        for (Column column : shown) {
            write(json, column.distance);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("restored");
        for (Column column : shown) {
            write(json, column.restored);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, float[] row) throws IOException {
        json.writeStartArray();
        for (float value : row) {
            Numbers.write(json, value);
        }
        json.writeEndArray();
    }
}
