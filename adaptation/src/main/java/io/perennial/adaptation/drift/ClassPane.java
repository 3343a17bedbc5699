// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

import io.perennial.adaptation.uncertainty.Probabilities;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** The predictions of some events, summed. Panes add up. */
final class ClassPane {

    private final double[] published;
    private final double[] source;
    private int events;
    private int asked;
    private double entropy;
    private double confidence;

    ClassPane(int classes) {
        published = new double[classes];
        source = new double[classes];
    }

    /** Gives the entropy of this prediction. One that is not finite counts as knowing nothing. */
    double add(Probabilities p, Probabilities q, int event) {
        float nats = p.entropy(event);
        boolean known = Float.isFinite(nats);
        double even = 1.0 / published.length;
        for (int c = 0; c < published.length; c++) {
            published[c] += known ? p.at(event, c) : even;
        }
        if (q != null && Float.isFinite(q.confidence(event))) {
            for (int c = 0; c < source.length; c++) {
                source[c] += q.at(event, c);
            }
            asked++;
        }
        events++;
        double said = known ? nats : Math.log(published.length);
        entropy += said;
        confidence += known ? p.confidence(event) : even;
        return said;
    }

    void add(ClassPane other) {
        for (int c = 0; c < published.length; c++) {
            published[c] += other.published[c];
            source[c] += other.source[c];
        }
        events += other.events;
        asked += other.asked;
        entropy += other.entropy;
        confidence += other.confidence;
    }

    void clear() {
        Arrays.fill(published, 0);
        Arrays.fill(source, 0);
        events = 0;
        asked = 0;
        entropy = 0;
        confidence = 0;
    }

    void copy(ClassPane other) {
        clear();
        add(other);
    }

    int events() {
        return events;
    }

    double entropy() {
        return entropy / events;
    }

    double confidence() {
        return confidence / events;
    }

    /** Mean probability of each class. */
    double[] shares() {
        return over(published, events);
    }

    /** The same of the source; not a number where it was never asked. */
    double[] sourceShares() {
        return over(source, asked);
    }

    private static double[] over(double[] sums, double count) {
        return Arrays.stream(sums).map(sum -> sum / count).toArray();
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(events);
        out.writeInt(asked);
        out.writeDouble(entropy);
        out.writeDouble(confidence);
        Binary.write(out, published);
        Binary.write(out, source);
    }

    void load(DataInput in) throws IOException {
        events = in.readInt();
        asked = in.readInt();
        entropy = in.readDouble();
        confidence = in.readDouble();
        Binary.read(in, published);
        Binary.read(in, source);
    }
}
