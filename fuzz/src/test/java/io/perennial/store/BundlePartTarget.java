// SPDX-License-Identifier: Apache-2.0
package io.perennial.store;

import io.perennial.fuzz.Again;
import io.perennial.fuzz.Contract;
import io.perennial.fuzz.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A part of a bundle, with its right hash as an enemy makes it: the first byte says which part. */
public final class BundlePartTarget implements Target {

    private static final Map<String, byte[]> SOUND = BundleSeed.files();
    private static final List<String> PARTS = List.of("posterior.safetensors", "probe.safetensors", "model.onnx");

    /** As of a safetensors file, read three times, and of a description. */
    @Override
    public Contract contract() {
        return new Contract(IOException.class, " refused: expected ", 2 << 20, 3_000);
    }

    @Override
    public void read(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        String part = PARTS.get(Byte.toUnsignedInt(input[0]) % PARTS.size());
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        Map<String, byte[]> files = new LinkedHashMap<>(SOUND);
        files.put(part, bytes);
        String description = new String(SOUND.get(Bundle.DESCRIPTION), StandardCharsets.UTF_8)
                .replace(BundleReader.sha256(SOUND.get(part)), BundleReader.sha256(bytes));
        files.put(Bundle.DESCRIPTION, description.getBytes(StandardCharsets.UTF_8));
        Map<String, byte[]> written = Bundle.of(files, "here").files();
        Map<String, byte[]> again = Bundle.of(written, "there").files();
        written.forEach((name, content) -> Again.same(content, again.get(name)));
    }

    @Override
    public List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (int i = 0; i < PARTS.size(); i++) {
            byte[] part = SOUND.get(PARTS.get(i));
            byte[] seed = new byte[1 + part.length];
            seed[0] = (byte) i;
            System.arraycopy(part, 0, seed, 1, part.length);
            seeds.add(seed);
        }
        return seeds;
    }
}
