// SPDX-License-Identifier: Apache-2.0
package io.perennial.page;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/** The newest rows, so many and no more. Rows are numbered from 1. Not thread-safe. */
final class History {

    private final List<String> keys;
    private final long[] times;
    private final float[][] rows;
    private long newest;

    /** @param capacity rows that are kept */
    History(List<String> keys, int capacity) {
        this.keys = keys;
        this.times = new long[capacity];
        this.rows = new float[capacity][];
    }

    /**
     * @param time in milliseconds since the epoch
     * @param row a value for each key; kept
     */
    void add(long time, float... row) {
        newest++;
        int at = (int) (newest % times.length);
        times[at] = time;
        rows[at] = row;
    }

    /** Number of the newest row, 0 before the first. */
    long newest() {
        return newest;
    }

    /** Of the newest row; NaN before the first. */
    float value(String key) {
        return newest == 0 ? Float.NaN : rows[(int) (newest % times.length)][keys.indexOf(key)];
    }

    /** Mean of a key over the newest rows that have it; NaN where none has. */
    double mean(String key, int newestRows) {
        int column = keys.indexOf(key);
        double sum = 0;
        int count = 0;
        for (long row = Math.max(oldest(), newest - newestRows + 1); row <= newest; row++) {
            float value = rows[(int) (row % times.length)][column];
            if (Float.isFinite(value)) {
                sum += value;
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    private long oldest() {
        return Math.max(1, newest - times.length + 1);
    }

    /** Whether all rows after this one are still here. */
    boolean has(long after) {
        return after >= oldest() - 1 && after <= newest;
    }

    /** Writes {@code "times":[...],"series":{"key":[...]}} of the rows after one; keys that have no value are left out. */
    void write(JsonGenerator json, long after) throws IOException {
        long from = Math.max(oldest(), after + 1);
        json.writeArrayFieldStart("times");
        for (long row = from; row <= newest; row++) {
            json.writeNumber(times[(int) (row % times.length)]);
        }
        json.writeEndArray();
        json.writeObjectFieldStart("series");
        for (int column = 0; column < keys.size(); column++) {
            if (hasValue(column, from)) {
                json.writeArrayFieldStart(keys.get(column));
                for (long row = from; row <= newest; row++) {
                    Numbers.write(json, rows[(int) (row % times.length)][column]);
                }
                json.writeEndArray();
            }
        }
        json.writeEndObject();
    }

    private boolean hasValue(int column, long from) {
        for (long row = from; row <= newest; row++) {
            if (Float.isFinite(rows[(int) (row % times.length)][column])) {
                return true;
            }
        }
        return false;
    }
}
