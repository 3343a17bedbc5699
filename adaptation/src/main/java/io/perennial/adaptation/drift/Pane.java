// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * The features of some events, as counts and sums in the bins of their references. Panes add up. Events wait until there are
 * some, since the bins of one feature are in the cache then for all of them.
 */
final class Pane {

    private static final int WAITING = 64;

    private final List<FeatureReference> features;
    private final int[] starts;
    private final int[] counts;
    private final double[] sums;
    private int events;

    /** [features, WAITING]; made with the first event, since most panes are full or only add others up. */
    private float[] waiting;

    private int rows;

    Pane(List<FeatureReference> features) {
        this.features = features;
        starts = new int[features.size() + 1];
        for (int f = 0; f < features.size(); f++) {
            starts[f + 1] = starts[f] + features.get(f).bins();
        }
        counts = new int[starts[features.size()]];
        sums = new double[counts.length];
    }

    /** @param row a value for each feature, all finite */
    void add(float... row) {
        if (waiting == null) {
            waiting = new float[row.length * WAITING];
        }
        for (int f = 0; f < row.length; f++) {
            waiting[f * WAITING + rows] = row[f];
        }
        rows++;
        if (rows == WAITING) {
            count();
        }
        events++;
    }

    /** Takes those that wait into the bins. */
    private void count() {
        for (int f = 0; rows > 0 && f < features.size(); f++) {
            FeatureReference feature = features.get(f);
            int start = starts[f];
            for (int i = f * WAITING; i < f * WAITING + rows; i++) {
                int bin = start + feature.bin(waiting[i]);
                counts[bin]++;
                sums[bin] += feature.near(waiting[i]);
            }
        }
        rows = 0;
    }

    /** Events come here from now on, and no more to the one before. */
    void follow(Pane before) {
        before.count();
        waiting = before.waiting;
        before.waiting = null;
    }

    void add(Pane other) {
        count();
        other.count();
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
            sums[i] += other.sums[i];
        }
        events += other.events;
    }

    void clear() {
        Arrays.fill(counts, 0);
        Arrays.fill(sums, 0);
        events = 0;
        rows = 0;
    }

    void copy(Pane other) {
        clear();
        add(other);
    }

    int events() {
        return events;
    }

    int count(int feature, int bin) {
        count();
        return counts[starts[feature] + bin];
    }

    double share(int feature, int bin) {
        return (double) count(feature, bin) / events;
    }

    /** Of the values in a bin, over the number of all events. */
    double sum(int feature, int bin) {
        count();
        return sums[starts[feature] + bin] / events;
    }

    void save(DataOutput out) throws IOException {
        count();
        out.writeInt(events);
        Binary.write(out, counts);
        Binary.write(out, sums);
    }

    void load(DataInput in) throws IOException {
        rows = 0;
        events = in.readInt();
        Binary.read(in, counts);
        Binary.read(in, sums);
    }
}
