// SPDX-License-Identifier: Apache-2.0
package io.perennial.store;

import io.perennial.fuzz.Again;
import io.perennial.fuzz.Contract;
import io.perennial.fuzz.Target;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A checkpoint of a store. */
public final class CheckpointTarget implements Target {

    /** As of a safetensors file, with the metadata in maps of their own. */
    @Override
    public Contract contract() {
        return new Contract(IOException.class, "refused: expected ", 128 << 10, 1_500);
    }

    @Override
    public void read(byte[] input) throws IOException {
        Checkpoint read = Checkpoint.read(input, "here");
        read.version();
        byte[] written = read.write();
        Checkpoint again = Checkpoint.read(written, "there");
        Again.same(read.metadata(), again.metadata());
        Again.same(written, again.write());
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(new Checkpoint(
                        "0123456789abcdef",
                        12,
                        "app",
                        "events",
                        3,
                        -1,
                        "toy@1",
                        "ab",
                        "petal-fim",
                        Map.of("adapt.views", "4"),
                        Map.of("drift", "0.5"),
                        Map.of("teacher", new float[] {1, 2}, "student", new float[] {3}))
                .write());
    }
}
