// SPDX-License-Identifier: Apache-2.0
package io.perennial.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of the page, by the path that they are asked for. There are these and no others: no path leads to another file. */
public final class Assets {

    private static final String FOLDER = "web/";

    private static final List<String> FILES = List.of(
            "index.html",
            "page.css",
            "icon.svg",
            "page.js",
            "stream.js",
            "charts.js",
            "heatmap.js",
            "lists.js",
            "tables.js",
            "rollback.js",
            "theme.js",
            "format.js",
            "vendor/uPlot.esm.js",
            "vendor/uPlot.min.css");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    private Assets() {}

    /** Reads them all: {@code /} and {@code /page.css}, for example. */
    public static Map<String, Asset> load() {
        Map<String, Asset> assets = new LinkedHashMap<>();
        for (String file : FILES) {
            String path = file.equals("index.html") ? "/" : "/" + file;
            byte[] bytes = read(file);
            String type = TYPES.get(file.substring(file.lastIndexOf('.') + 1));
            assets.put(path, new Asset(path, type, '"' + sha256(bytes).substring(0, 32) + '"', bytes));
        }
        return assets;
    }

    private static byte[] read(String file) {
        try (InputStream in = Assets.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalStateException("the page has no " + file + "; build with ./mvnw package");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
