// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import io.perennial.adaptation.uncertainty.Probabilities;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Probabilities [1, C] in bytes. All of up to 32 classes; of more, the 32 most probable ones, and the rest of the sum in equal
 * parts for the others: a prediction over a thousand classes would otherwise wait for its label with 8 kB.
 */
final class KeptProbabilities {

    private static final int MOST = 32;
    private static final int ENTRY = Integer.BYTES + Float.BYTES;

    private KeptProbabilities() {}

    /** What {@link #read} gives of what {@link #write} wrote, so that what is judged later is what is published now. */
    static Probabilities rounded(Probabilities p) {
        if (p.classes() <= MOST) {
            return p;
        }
        ByteBuffer bytes = ByteBuffer.allocate(bytes(p));
        write(p, bytes);
        return read(bytes.flip());
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

    static Probabilities read(ByteBuffer in) {
        float[] p = new float[in.getInt()];
        if (p.length <= MOST) {
            for (int c = 0; c < p.length; c++) {
                p[c] = in.getFloat();
            }
            return new Probabilities(p, p.length);
        }
        int from = in.position();
        double kept = 0;
        for (int i = 0; i < MOST; i++) {
            kept += in.getFloat(from + i * ENTRY + Integer.BYTES);
        }
        Arrays.fill(p, (float) (Math.max(0, 1 - kept) / (p.length - MOST)));
        for (int i = 0; i < MOST; i++) {
            p[in.getInt()] = in.getFloat();
        }
        return new Probabilities(p, p.length);
    }
}
