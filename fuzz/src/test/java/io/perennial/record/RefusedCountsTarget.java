// SPDX-License-Identifier: Apache-2.0
package io.perennial.record;

import io.perennial.fuzz.Again;
import io.perennial.fuzz.Contract;
import io.perennial.fuzz.Shelf;
import io.perennial.fuzz.Target;
import java.util.List;

/** How many events were refused, as a changelog gives it back. */
public final class RefusedCountsTarget implements Target {

    /** A few counts. */
    @Override
    public Contract contract() {
        return new Contract(IllegalStateException.class, "refused: expected ", 64 << 10, 100);
    }

    @Override
    public void read(byte[] input) {
        Shelf<String> shelf = Shelf.of(RefusedCounts.STORE, input, Shelf::text);
        RefusedCounts counts = new RefusedCounts(shelf);
        long before = counts.known().sum();
        counts.add(Refusal.EMPTY, 5);
        Again.same(before + 1, counts.known().sum());
        Again.same(5L, new RefusedCounts(shelf).known().last());
    }

    @Override
    public List<byte[]> seeds() {
        Shelf<String> shelf = new Shelf<>(RefusedCounts.STORE);
        new RefusedCounts(shelf).add(Refusal.BAD_ID, 1_000);
        return List.of(shelf.bytes(Shelf::bytes));
    }
}
