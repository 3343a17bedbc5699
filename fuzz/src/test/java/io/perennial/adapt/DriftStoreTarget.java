// SPDX-License-Identifier: Apache-2.0
package io.perennial.adapt;

import io.perennial.fuzz.Again;
import io.perennial.fuzz.Contract;
import io.perennial.fuzz.Shelf;
import io.perennial.fuzz.Target;
import java.util.List;

/** Up to where refused events were counted, as a changelog gives it back. */
public final class DriftStoreTarget implements Target {

    /** A few counts. */
    @Override
    public Contract contract() {
        return new Contract(IllegalStateException.class, "refused: expected ", 64 << 10, 100);
    }

    @Override
    public void read(byte[] input) {
        DriftStore store = new DriftStore(Shelf.of(DriftStore.NAME, input, Shelf::text));
        long[] seen = store.seen(3);
        store.saw(seen);
        Again.same(seen, store.seen(3));
        store.put("a", store.get("now"));
    }

    @Override
    public List<byte[]> seeds() {
        Shelf<String> shelf = new Shelf<>(DriftStore.NAME);
        DriftStore store = new DriftStore(shelf);
        store.saw(1, 2, 3);
        store.put("now", new byte[] {1});
        return List.of(shelf.bytes(Shelf::bytes));
    }
}
