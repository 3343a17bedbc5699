// SPDX-License-Identifier: Apache-2.0
package io.perennial.fuzz;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The inputs of a target: its seeds, what has led to new code in campaigns ({@code corpus/NAME.gz}: one after the other, each
 * behind its length in 4 bytes), and what was once a finding ({@code findings/NAME/}).
 */
final class Corpus {

    private static final Path KEPT = Path.of("corpus");
    private static final Path FINDINGS = Path.of("findings");

    private Corpus() {}

    /** All of them, by a name. */
    static Map<String, byte[]> of(String target) throws Exception {
        Map<String, byte[]> inputs = new TreeMap<>();
        List<byte[]> seeds = Targets.named(target).seeds();
        for (int i = 0; i < seeds.size(); i++) {
            inputs.put("seed-" + i, seeds.get(i));
        }
        List<byte[]> kept = kept(target);
        for (int i = 0; i < kept.size(); i++) {
            inputs.put("kept-" + i, kept.get(i));
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

    private static List<byte[]> kept(String target) throws IOException {
        List<byte[]> kept = new ArrayList<>();
        Path file = file(target);
        if (Files.exists(file)) {
            byte[] packed = Files.readAllBytes(file);
            try (DataInputStream in = new DataInputStream(new GZIPInputStream(new ByteArrayInputStream(packed)))) {
                for (int length = in.readInt(); length >= 0; length = in.readInt()) {
                    kept.add(in.readNBytes(length));
                }
            } catch (EOFException e) {
                throw new IOException(
                        "corpus refused: expected inputs up to a length of -1, got fewer [" + file + "]", e);
            }
        }
        return kept;
    }

    /** Keeps inputs for the next campaign, and for the tests of every build. */
    static void keep(String target, Collection<byte[]> inputs) throws IOException {
        Files.createDirectories(KEPT);
        List<byte[]> ordered = new ArrayList<>(inputs);
        // The same inputs make the same file, whatever they were called; and those that are alike lie together.
        ordered.sort(Comparator.comparingInt((byte[] input) -> input.length).thenComparing(Arrays::compare));
        try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(file(target))))) {
            for (byte[] input : ordered) {
                out.writeInt(input.length);
                out.write(input);
            }
            out.writeInt(-1);
        }
    }

    private static Path file(String target) {
        return KEPT.resolve(target + ".gz");
    }
}
