// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import io.perennial.adaptation.quality.Judged;
import io.perennial.adaptation.uncertainty.Probabilities;
import io.perennial.fuzz.Contract;
import io.perennial.fuzz.Shelf;
import io.perennial.fuzz.Target;
import java.time.Duration;
import java.util.List;

/** Predictions and labels that wait for each other, as a changelog gives them back. */
public final class OutcomesTarget implements Target {

    private static final List<String> IDS = List.of("a", "b", "c");

    /** As many probabilities as a record claims to have, at most, and a copy of the store. */
    @Override
    public Contract contract() {
        return new Contract(IllegalStateException.class, "refused: expected ", 8 << 20, 1_000);
    }

    @Override
    public void read(byte[] input) {
        join(Shelf.of("outcomes", input, Shelf::text));
    }

    private static void join(Shelf<String> shelf) {
        LabelJoin join = new LabelJoin(shelf, Duration.ofSeconds(1), outcome -> {});
        for (String id : IDS) {
            Judged joined = join.labelled(id, 1, 2_000);
            if (joined != null && joined.published().classes() > 1) {
                joined.nonconformity();
            }
        }
        for (String id : IDS) {
            join.predicted(id, prediction(3), 2_000);
        }
        join.expire(4_000);
    }

    private static Judged prediction(int classes) {
        float[] p = new float[classes];
        p[0] = 1;
        Probabilities published = new Probabilities(p, classes);
        return new Judged(published, 0, published, 0.5f, 0.4f, false, 1_500, 7, -1, 0);
    }

    @Override
    public List<byte[]> seeds() {
        Shelf<String> shelf = new Shelf<>("outcomes");
        LabelJoin join = new LabelJoin(shelf, Duration.ofSeconds(1), outcome -> {});
        join.predicted("a", prediction(3), 1_900);
        join.predicted("b", prediction(40), 1_900);
        join.labelled("c", 2, 1_900);
        Shelf<String> older = new Shelf<>("outcomes");
        older.put("a", new byte[20]);
        return List.of(shelf.bytes(Shelf::bytes), older.bytes(Shelf::bytes));
    }
}
