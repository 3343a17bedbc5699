// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** Whole events of the window at hand, evenly spaced: what bins made for the source cannot tell of values far outside. */
final class Samples {

    /** A distance of a deviation is then seen to a tenth. */
    private static final int MOST = 128;

    private final int every;
    private final float[][] rows;
    private int seen;
    /** First row that has not been saved. */
    private int unsaved;

    /** @param window events of one */
    Samples(int window, int features) {
        every = (window + MOST - 1) / MOST;
        rows = new float[(window + every - 1) / every][features];
    }

    void add(float... row) {
        if (seen % every == 0 && seen / every < rows.length) {
            System.arraycopy(row, 0, rows[seen / every], 0, row.length);
        }
        seen++;
    }

    void clear() {
        seen = 0;
        unsaved = 0;
    }

    int size() {
        return Math.min(rows.length, (seen + every - 1) / every);
    }

    /** The values of a feature, ascending. */
    float[] sorted(int feature) {
        float[] values = new float[size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = rows[i][feature];
        }
        Arrays.sort(values);
        return values;
    }

    int capacity() {
        return rows.length;
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(seen);
    }

    void load(DataInput in) throws IOException {
        seen = Binary.count(in, Integer.MAX_VALUE - every);
        unsaved = size();
    }

    int unsaved() {
        return unsaved;
    }

    void saved() {
        unsaved = size();
    }

    void saveRow(int row, DataOutput out) throws IOException {
        Binary.write(out, rows[row]);
    }

    void loadRow(int row, DataInput in) throws IOException {
        Binary.read(in, rows[row]);
    }
}
