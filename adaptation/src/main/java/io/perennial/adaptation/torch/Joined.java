// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import java.util.ArrayList;
import java.util.List;

/** Several batches as one, and what a network says of it as what it says of each. */
final class Joined {

    /** Values of a batch from which on its arithmetic costs far more than the calls of the operators. */
    private static final int LARGE = 1 << 15;

    private Joined() {}

    /** Whether calls and waiting cost as much as arithmetic. */
    static boolean isSmall(Batch batch) {
        return batch.values().length < LARGE;
    }

    /** The first event of each, then the second of each, and so on. */
    static Batch of(List<Batch> batches) {
        Batch first = batches.get(0);
        int length = first.eventLength();
        float[] values = new float[first.values().length * batches.size()];
        int to = 0;
        for (int event = 0; event < first.size(); event++) {
            for (Batch batch : batches) {
                System.arraycopy(batch.values(), event * length, values, to, length);
                to += length;
            }
        }
        int[] shape = first.shape().clone();
        shape[0] *= batches.size();
        return new Batch(values, shape);
    }

    /** What is said of each of them. */
    static List<Logits> split(Logits joined, int batches) {
        int classes = joined.classes();
        int events = joined.size() / batches;
        List<Logits> each = new ArrayList<>(batches);
        for (int batch = 0; batch < batches; batch++) {
            Logits said = Logits.zeros(events, classes);
            for (int event = 0; event < events; event++) {
                int from = (event * batches + batch) * classes;
                System.arraycopy(joined.values(), from, said.values(), event * classes, classes);
            }
            each.add(said);
        }
        return each;
    }
}
