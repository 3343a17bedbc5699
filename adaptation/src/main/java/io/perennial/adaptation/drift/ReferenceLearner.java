// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

import io.perennial.adaptation.uncertainty.Probabilities;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Takes the beginning of a stream for what is usual, where nothing is known of the source's own events. */
final class ReferenceLearner {

    /** Of all events together, 16 MB. */
    private static final int MOST_VALUES = 1 << 22;

    /** As in bundles. */
    private static final int QUANTILES = 201;

    private final FeatureReader reader;
    private final float[][] rows;
    private final ClassPane predictions;
    private int size;
    private int saved;

    ReferenceLearner(FeatureReader reader, int events, int classes) {
        this.reader = reader;
        int most = Math.max(QUANTILES, MOST_VALUES / Math.max(1, reader.count()));
        rows = new float[Math.min(events, most)][];
        predictions = new ClassPane(classes);
    }

    void add(float[] row, Probabilities published, int event) {
        rows[size++] = row.clone();
        predictions.add(published, null, event);
    }

    boolean complete() {
        return size == rows.length;
    }

    int events() {
        return rows.length;
    }

    SourceReference reference() {
        List<FeatureReference> features = new ArrayList<>();
        for (int f = 0; f < reader.count(); f++) {
            float[] values = new float[size];
            double mean = 0;
            for (int i = 0; i < size; i++) {
                values[i] = rows[i][f];
                mean += values[i] / (double) size;
            }
            double variance = 0;
            for (float value : values) {
                variance += (value - mean) * (value - mean) / size;
            }
            Arrays.sort(values);
            float[] quantiles = new float[Math.min(QUANTILES, Math.max(2, size))];
            for (int q = 0; q < quantiles.length; q++) {
                quantiles[q] = values[(int) Math.round((size - 1.0) * q / (quantiles.length - 1))];
            }
            features.add(new FeatureReference(reader.name(f), quantiles, mean, Math.sqrt(variance)));
        }
        return new SourceReference(size, predictions.shares(), predictions.confidence(), features, true);
    }

    /** First row that has not been saved. */
    int unsaved() {
        return saved;
    }

    int size() {
        return size;
    }

    void saved() {
        saved = size;
    }

    void saveRow(int row, DataOutput out) throws IOException {
        Binary.write(out, rows[row]);
    }

    void loadRow(int row, DataInput in) throws IOException {
        rows[row] = new float[reader.count()];
        Binary.read(in, rows[row]);
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(size);
        predictions.save(out);
    }

    void load(DataInput in) throws IOException {
        size = in.readInt();
        if (size < 0 || size >= rows.length) {
            throw new IOException("drift state refused: expected 0 to " + rows.length + " events, got " + size);
        }
        saved = size;
        predictions.load(in);
    }
}
