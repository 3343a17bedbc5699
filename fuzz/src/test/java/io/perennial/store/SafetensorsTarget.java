// SPDX-License-Identifier: Apache-2.0
package io.perennial.store;

import io.perennial.fuzz.Again;
import io.perennial.fuzz.Contract;
import io.perennial.fuzz.Target;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A safetensors file. */
public final class SafetensorsTarget implements Target {

    /** The header as text with its names, three times: read, written, read again; the values as often. */
    @Override
    public Contract contract() {
        return new Contract(IOException.class, "safetensors refused: expected ", 128 << 10, 1_000);
    }

    @Override
    public void read(byte[] input) throws IOException {
        Safetensors read = Safetensors.read(input, "here");
        byte[] written = read.write();
        Safetensors again = Safetensors.read(written, "there");
        Again.same(read.tensors(), again.tensors());
        Again.same(read.metadata(), again.metadata());
        Again.same(written, again.write());
    }

    @Override
    public List<byte[]> seeds() {
        Map<String, Tensor> tensors = Map.of(
                "a", new Tensor.Floats(new float[] {1, 2, 3, 4, 5, 6}, 2, 3),
                "b", new Tensor.Longs(new long[] {7}),
                "é", new Tensor.Floats(new float[0], 0, 4));
        return List.of(new Safetensors(tensors, Map.of("k", "v")).write(), new Safetensors(Map.of(), Map.of()).write());
    }
}
