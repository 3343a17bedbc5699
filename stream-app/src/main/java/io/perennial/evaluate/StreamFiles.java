// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * A recorded stream on disk. What a file holds is told by its first bytes: NPY, idx, either of them gzipped, or else CSV.
 *
 * @param stream the events
 * @param labels NPY or idx; null for the CSV's own column, or none
 * @param segments domain of each event, NPY or idx; names stand one a line in {@code NAME.txt} or {@code segments.txt}
 *     beside it; null for the CSV's own column, or none
 * @param columns which columns of a CSV are what
 */
public record StreamFiles(Path stream, Path labels, Path segments, CsvColumns columns) {

    /** As long as a Java array can be. */
    private static final int MOST_BYTES = Integer.MAX_VALUE - 16;

    /**
     * Reads everything.
     *
     * @throws IllegalArgumentException if a file is not as expected; the message names it
     */
    public Recording read() throws IOException {
        byte[] bytes = bytes(stream);
        try {
            CsvTable table = ArrayFile.isArray(bytes) ? null : CsvTable.read(bytes, columns);
            Rows rows = table == null ? ArrayFile.read(bytes).rows() : table.rows();
            int[] given = labels == null ? (table == null ? null : table.labels()) : ints(labels);
            Segments domains =
                    segments == null ? (table == null ? null : table.segments()) : Segments.of(ints(segments), names());
            return Recording.of(rows, given, domains);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + " [" + stream + "]", e);
        }
    }

    private static int[] ints(Path file) throws IOException {
        byte[] bytes = bytes(file);
        try {
            if (!ArrayFile.isArray(bytes)) {
                throw new IllegalArgumentException("file refused: expected NPY or idx, got other bytes");
            }
            return ArrayFile.read(bytes).ints();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + " [" + file + "]", e);
        }
    }

    private List<String> names() throws IOException {
        Path file = segments.toAbsolutePath();
        String own = file.getFileName().toString().replaceFirst("\\.[^.]*$", "") + ".txt";
        for (String name : List.of(own, "segments.txt")) {
            Path beside = file.resolveSibling(name);
            if (Files.isRegularFile(beside)) {
                return Files.readAllLines(beside);
            }
        }
        return List.of();
    }

    private static byte[] bytes(Path file) throws IOException {
        try {
            long size = Files.size(file);
            if (size > MOST_BYTES) {
                throw new IllegalArgumentException(
                        "file refused: expected at most " + MOST_BYTES + " bytes, got " + size + "; split it");
            }
            return Gzip.unpacked(Files.readAllBytes(file), mostUnpacked());
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("file refused: expected one to read, found none [" + file + "]", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + " [" + file + "]", e);
        }
    }

    /** Unpacking holds the contents twice for a moment. */
    private static int mostUnpacked() {
        return (int) Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / 3);
    }
}
