// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import io.perennial.adaptation.uncertainty.Probabilities;
import io.perennial.record.StoredBytes;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Probabilities [1, C] in bytes. All of up to 32 classes; of more, the 32 most probable ones, and the rest of the sum in equal
 * parts for the others: a prediction over a thousand classes would otherwise wait for its label with 8 kB.
 */
final class KeptProbabilities {

    private static final int MOST = 32;
    /** More than a bundle's description can name. */
    private static final int MOST_CLASSES = 1 << 17;

    private static final int ENTRY = Integer.BYTES + Float.BYTES;

    private KeptProbabilities() {}

    /** What {@link #read} gives of what {@link #write} wrote, so that what is judged later is what is published now. */
    static Probabilities rounded(Probabilities p) {
        if (p.classes() <= MOST) {
            return p;
        }
        ByteBuffer bytes = ByteBuffer.allocate(bytes(p));
        write(p, bytes);
        return read(new StoredBytes(LabelJoin.STORE, bytes.array()));
    }

    static int bytes(Probabilities p) {
        int classes = p.classes();
        return Integer.BYTES + (classes <= MOST ? Float.BYTES * classes : ENTRY * MOST);
    }

    static void write(Probabilities p, ByteBuffer out) {
        out.putInt(p.classes());
        if (p.classes() <= MOST) {
            for (int c = 0; c < p.classes(); c++) {
                out.putFloat(p.at(0, c));
            }
            return;
        }
        float[] left = p.row(0);
        for (int i = 0; i < MOST; i++) {
            int best = 0;
            for (int c = 1; c < left.length; c++) {
                best = left[c] > left[best] || Float.isNaN(left[best]) ? c : best;
            }
            out.putInt(best).putFloat(p.at(0, best));
            left[best] = Float.NEGATIVE_INFINITY;
        }
    }

    static Probabilities read(StoredBytes in) {
        int classes = in.int32();
        if (classes < 1 || classes > MOST_CLASSES) {
            throw StoredBytes.damaged(LabelJoin.STORE, "1 to " + MOST_CLASSES + " classes", Integer.toString(classes));
        }
        float[] p = new float[classes];
        if (classes <= MOST) {
            for (int c = 0; c < classes; c++) {
                p[c] = in.float32();
            }
            return new Probabilities(p, classes);
        }
        int[] places = new int[MOST];
        float[] kept = new float[MOST];
        double sum = 0;
        for (int i = 0; i < MOST; i++) {
            places[i] = in.int32();
            kept[i] = in.float32();
            sum += kept[i];
            if (places[i] < 0 || places[i] >= classes) {
                throw StoredBytes.damaged(
                        LabelJoin.STORE, "a class from 0 to " + (classes - 1), Integer.toString(places[i]));
            }
        }
        Arrays.fill(p, (float) (Math.max(0, 1 - sum) / (classes - MOST)));
        for (int i = 0; i < MOST; i++) {
            p[places[i]] = kept[i];
        }
        return new Probabilities(p, classes);
    }
}
