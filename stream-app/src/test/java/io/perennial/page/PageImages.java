// SPDX-License-Identifier: Apache-2.0
package io.perennial.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;

/** Of which state of the page the documentation's pictures are. */
public final class PageImages {

    static final String RECORD = "page.sha256";

    private PageImages() {}

    /** SHA-256 over all files of the page. */
    static String sha256() {
        StringBuilder all = new StringBuilder();
        new TreeMap<>(Assets.load()).forEach((path, asset) -> all.append(path)
                .append(' ')
                .append(Assets.sha256(asset.bytes()))
                .append('\n'));
        return Assets.sha256(all.toString().getBytes(UTF_8));
    }

    /** To be called with new pictures. */
    public static void record(Path folder) throws IOException {
        Files.writeString(folder.resolve(RECORD), sha256() + "\n");
    }
}
