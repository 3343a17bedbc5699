// SPDX-License-Identifier: Apache-2.0
package io.perennial.store;

import io.perennial.fuzz.Again;
import io.perennial.fuzz.Contract;
import io.perennial.fuzz.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The description of a bundle whose parts are sound. */
public final class DescriptionTarget implements Target {

    private static final Map<String, byte[]> SOUND = SoundBundle.files();

    /** SnakeYAML's reader takes some 100 kB; its tokens and marks go with the text, and the parts are read beside it. */
    @Override
    public Contract contract() {
        return new Contract(IOException.class, " refused: expected ", 2 << 20, 4_000);
    }

    @Override
    public void read(byte[] input) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>(SOUND);
        files.put(Bundle.DESCRIPTION, input);
        Map<String, byte[]> written = Bundle.of(files, "here").files();
        Map<String, byte[]> again = Bundle.of(written, "there").files();
        Again.same(written.keySet(), again.keySet());
        written.forEach((name, bytes) -> Again.same(bytes, again.get(name)));
    }

    @Override
    public List<byte[]> seeds() {
        byte[] whole = SOUND.get(Bundle.DESCRIPTION);
        String text = new String(whole, StandardCharsets.UTF_8);
        return List.of(whole, text.replace("0.5", "1e2").getBytes(StandardCharsets.UTF_8));
    }
}
