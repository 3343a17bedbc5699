// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** The features of some events, as counts and sums in the bins of their references. Panes add up. */
final class Pane {

    private final List<FeatureReference> features;
    private final int[] starts;
    private final int[] counts;
    private final double[] sums;
    private int events;

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
        for (int f = 0; f < row.length; f++) {
            FeatureReference feature = features.get(f);
            float value = row[f];
            int bin = starts[f] + feature.bin(value);
            counts[bin]++;
            sums[bin] += feature.near(value);
        }
        events++;
    }

    void add(Pane other) {
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
    }

    void copy(Pane other) {
        clear();
        add(other);
    }

    int events() {
        return events;
    }

    int count(int feature, int bin) {
        return counts[starts[feature] + bin];
    }

    double share(int feature, int bin) {
        return (double) counts[starts[feature] + bin] / events;
    }

    /** Of the values in a bin, over the number of all events. */
    double sum(int feature, int bin) {
        return sums[starts[feature] + bin] / events;
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(events);
        Binary.write(out, counts);
        Binary.write(out, sums);
    }

    void load(DataInput in) throws IOException {
        events = in.readInt();
        Binary.read(in, counts);
        Binary.read(in, sums);
    }
}
