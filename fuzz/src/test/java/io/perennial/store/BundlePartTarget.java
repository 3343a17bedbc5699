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
import java.util.Set;

/**
 * A part of a bundle, with its right hash as an enemy makes it: the first byte says which part. There is no other part beside
 * it, whose sound bytes would pass through the same code and so hide what leads further.
 */
public final class BundlePartTarget implements Target {

    private static final List<String> PARTS = List.of(BundleDescription.POSTERIOR, BundleDescription.PROBE);
    private static final List<Map<String, byte[]>> SOUND =
            PARTS.stream().map(part -> SoundBundle.files(Set.of(part))).toList();

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
        int which = Byte.toUnsignedInt(input[0]) % PARTS.size();
        String part = PARTS.get(which);
        Map<String, byte[]> sound = SOUND.get(which);
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        Map<String, byte[]> files = new LinkedHashMap<>(sound);
        files.put(part, bytes);
        String description = new String(sound.get(Bundle.DESCRIPTION), StandardCharsets.UTF_8)
                .replace(BundleReader.sha256(sound.get(part)), BundleReader.sha256(bytes));
        files.put(Bundle.DESCRIPTION, description.getBytes(StandardCharsets.UTF_8));
        Map<String, byte[]> written = Bundle.of(files, "here").files();
        Map<String, byte[]> again = Bundle.of(written, "there").files();
        written.forEach((name, content) -> Again.same(content, again.get(name)));
    }

    @Override
    public List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (int i = 0; i < PARTS.size(); i++) {
            byte[] part = SOUND.get(i).get(PARTS.get(i));
            byte[] seed = new byte[1 + part.length];
            seed[0] = (byte) i;
            System.arraycopy(part, 0, seed, 1, part.length);
            seeds.add(seed);
        }
        return seeds;
    }
}
