// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a stream is compared with.
 *
 * @param events that this was measured on
 * @param classes mean probability of each class, [C]
 * @param confidence mean probability that the source gives the class it predicts
 * @param features as a {@link FeatureReader} reads them
 * @param learned whether it is the beginning of the stream, for want of events of the source
 */
public record SourceReference(
        int events, double[] classes, double confidence, List<FeatureReference> features, boolean learned) {

    public SourceReference {
        features = List.copyOf(features);
    }

    /** Other references have others, as good as always: figures against one do not go on against another. */
    int fingerprint() {
        int fingerprint = 31 * events + Arrays.hashCode(classes);
        for (FeatureReference feature : features) {
            fingerprint = 31 * fingerprint + Arrays.hashCode(feature.quantiles());
        }
        return fingerprint;
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(events);
        Binary.write(out, classes);
        out.writeDouble(confidence);
        out.writeInt(features.size());
        for (FeatureReference feature : features) {
            out.writeUTF(feature.name());
            out.writeDouble(feature.mean());
            out.writeDouble(feature.deviation());
            Binary.write(out, feature.quantiles());
        }
    }

    static SourceReference load(DataInput in) throws IOException {
        int events = in.readInt();
        double[] classes = Binary.doubles(in);
        double confidence = in.readDouble();
        int count = in.readInt();
        List<FeatureReference> features = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = in.readUTF();
            double mean = in.readDouble();
            double deviation = in.readDouble();
            features.add(new FeatureReference(name, Binary.floats(in), mean, deviation));
        }
        return new SourceReference(events, classes, confidence, features, true);
    }
}
