// SPDX-License-Identifier: Apache-2.0
package io.perennial.store;

import io.perennial.fuzz.Again;
import io.perennial.fuzz.Contract;
import io.perennial.fuzz.Target;
import java.io.IOException;
import java.util.List;

/** What a bundle says of its source's events. */
public final class ReferenceTarget implements Target {

    /** Jackson's table of names, as of an event, and a box for each number, twice. */
    @Override
    public Contract contract() {
        return new Contract(IOException.class, "bundle refused: expected ", 512 << 10, 800);
    }

    @Override
    public void read(byte[] input) throws IOException {
        Reference read = ReferenceJson.read(input, 2, "here");
        byte[] written = ReferenceJson.write(read);
        Reference again = ReferenceJson.read(written, 2, "there");
        Again.same(read, again);
        Again.same(written, ReferenceJson.write(again));
    }

    @Override
    public List<byte[]> seeds() throws IOException {
        return List.of(ReferenceJson.write(SoundBundle.reference()));
    }
}
