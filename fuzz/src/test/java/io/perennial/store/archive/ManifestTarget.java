// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import io.perennial.fuzz.Again;
import io.perennial.fuzz.Contract;
import io.perennial.fuzz.Target;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The manifest of a version in a store. */
public final class ManifestTarget implements Target {

    /** Jackson's table of names, as of an event, and its nodes, twice, and the text that is written between. */
    @Override
    public Contract contract() {
        return new Contract(IOException.class, "manifest refused: expected ", 512 << 10, 1_000);
    }

    @Override
    public void read(byte[] input) throws IOException {
        Manifest read = Manifest.read(input, "here");
        byte[] written;
        try {
            written = read.write();
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        Again.same(read, Manifest.read(written, "there"));
    }

    @Override
    public List<byte[]> seeds() {
        StoredVersion version = new StoredVersion(
                "checkpoints/app/0",
                "000000000012-ab",
                Instant.ofEpochSecond(1_700_000_000, 5_000_000),
                Map.of("step", "12", "é", "\"x\"\n"),
                Map.of("checkpoint.safetensors", new StoredPart("0".repeat(64), 17)));
        return List.of(new Manifest(new UUID(1, 2), version).write());
    }
}
