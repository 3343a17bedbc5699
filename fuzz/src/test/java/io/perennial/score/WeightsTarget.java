// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import io.perennial.adaptation.method.LearnedState;
import io.perennial.fuzz.Again;
import io.perennial.fuzz.Contract;
import io.perennial.fuzz.Shelf;
import io.perennial.fuzz.Target;
import java.util.List;
import java.util.Map;

/** Learned weights, and what commands have done, as a changelog gives them back. */
public final class WeightsTarget implements Target {

    /** Values are copied twice; an id of one byte is half a dozen objects, twice. */
    @Override
    public Contract contract() {
        return new Contract(IllegalStateException.class, "refused: expected ", 128 << 10, 1_000);
    }

    @Override
    public void read(byte[] input) {
        Shelf<String> shelf = Shelf.of(WeightsStore.NAME, input, Shelf::text);
        WeightsStore store = new WeightsStore(shelf);
        store.held();
        WeightsStore.Steered steered = store.steered();
        WeightsStore.Saved saved = store.load();
        if (saved != null) {
            Shelf<String> other = new Shelf<>(WeightsStore.NAME);
            WeightsStore written = new WeightsStore(other);
            written.save(saved.state(), saved.version(), saved.model() == null ? "" : saved.model());
            WeightsStore.Saved again = written.load();
            Again.same(saved.version(), again.version());
            Again.same(saved.state().arrays().keySet(), again.state().arrays().keySet());
            saved.state()
                    .arrays()
                    .forEach((name, values) ->
                            Again.same(values, again.state().arrays().get(name)));
        }
        if (steered != null) {
            store.steer(steered);
            Again.same(steered, store.steered());
        }
    }

    @Override
    public List<byte[]> seeds() {
        Shelf<String> shelf = new Shelf<>(WeightsStore.NAME);
        WeightsStore store = new WeightsStore(shelf);
        LearnedState state = new LearnedState(
                12, Map.of("student", new float[] {1, 2, 3}, "teacher", new float[] {4}, "no", new float[0]));
        store.save(state, new WeightsVersion(12, "0123456789abcdef"), "ab");
        store.steer(new WeightsStore.Steered(true, List.of("a", "b")));
        store.hold(true);
        return List.of(shelf.bytes(Shelf::bytes));
    }
}
