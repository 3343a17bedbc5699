// SPDX-License-Identifier: Apache-2.0
package io.perennial.fuzz;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * The inputs of a target: its seeds, what has led to new code in campaigns ({@code corpus/NAME.zip}), and what was once a
 * finding ({@code findings/NAME/}).
 */
final class Corpus {

    /** Zip's own beginning of time, so that the same inputs make the same file. */
    private static final FileTime EPOCH = FileTime.from(Instant.parse("1980-01-02T00:00:00Z"));

    private static final Path KEPT = Path.of("corpus");
    private static final Path FINDINGS = Path.of("findings");

    private Corpus() {}

    /** All of them, by a name. */
    static Map<String, byte[]> of(String target) throws Exception {
        Map<String, byte[]> inputs = new TreeMap<>();
        int number = 0;
        for (byte[] seed : Targets.named(target).seeds()) {
            inputs.put("seed-" + number++, seed);
        }
        Path kept = zip(target);
        if (Files.exists(kept)) {
            try (ZipFile zip = new ZipFile(kept.toFile())) {
                for (ZipEntry entry : zip.stream().toList()) {
                    inputs.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
                }
            }
        }
        inputs.putAll(files(FINDINGS.resolve(target)));
        return inputs;
    }

    static int findings(String target) throws IOException {
        return files(FINDINGS.resolve(target)).size();
    }

    /** The files of a directory, by name; none where there is no directory. */
    static Map<String, byte[]> files(Path directory) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> all = Files.list(directory)) {
                all.forEach(file -> files.put(file.getFileName().toString(), bytes(file)));
            }
        }
        return files;
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps inputs for the next campaign, and for the tests of every build. */
    static void keep(String target, Map<String, byte[]> inputs) throws IOException {
        Files.createDirectories(KEPT);
        try (OutputStream file = Files.newOutputStream(zip(target));
                ZipOutputStream out = new ZipOutputStream(file)) {
            for (Map.Entry<String, byte[]> input : new TreeMap<>(inputs).entrySet()) {
                out.putNextEntry(new ZipEntry(input.getKey()).setLastModifiedTime(EPOCH));
                out.write(input.getValue());
                out.closeEntry();
            }
        }
    }

    private static Path zip(String target) {
        return KEPT.resolve(target + ".zip");
    }
}
