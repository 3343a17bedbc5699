// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Several batches as one, and what a network says of it as what it says of each. */
final class Joined {

    /** Values of a batch from which on its arithmetic costs far more than the calls of the operators. */
    private static final int LARGE = 1 << 15;

    private Joined() {}

    /** Whether calls and waiting cost as much as arithmetic. */
    static boolean isSmall(Batch batch) {
        return batch.values().length < LARGE;
    }

    /** All events in the processor's memory, as the groups say. */
    static Tensor of(List<Batch> batches, Groups groups) {
        Batch first = batches.get(0);
        int length = first.eventLength();
        long[] shape = Host.longs(first.shape());
        shape[0] *= batches.size();
        Tensor joined = Host.empty(shape);
        FloatBuffer values =
                Host.span(joined, first.values().length * batches.size()).floats();
        for (int event = 0; event < first.size(); event++) {
            for (int batch = 0; batch < batches.size(); batch++) {
                int to = groups.place(batch, event, first.size()) * length;
                values.put(to, batches.get(batch).values(), event * length, length);
            }
        }
        return joined;
    }

    /** What is said of each of them. */
    static List<Logits> split(Logits joined, Groups groups) {
        int classes = joined.classes();
        int events = joined.size() / groups.count();
        List<Logits> each = new ArrayList<>(groups.count());
        for (int group = 0; group < groups.count(); group++) {
            Logits said = Logits.zeros(events, classes);
            for (int event = 0; event < events; event++) {
                int from = groups.place(group, event, events) * classes;
                System.arraycopy(joined.values(), from, said.values(), event * classes, classes);
            }
            each.add(said);
        }
        return each;
    }
}
