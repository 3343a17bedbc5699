// SPDX-License-Identifier: Apache-2.0
package io.perennial.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes a bundle to a directory. It is written beside its place first, so that whoever looks there sees the old bundle, none
 * for a moment, or the whole new one.
 *
 * @param directory need not exist; what is no bundle is never replaced
 */
public record BundleDirectory(Path directory) {

    private static final Set<String> KNOWN = Set.of(
            Bundle.DESCRIPTION,
            BundleDescription.MODEL,
            BundleDescription.POSTERIOR,
            BundleDescription.PROBE,
            BundleDescription.REFERENCE);

    /**
     * Whether a bundle can be written here, before anything is computed for it.
     *
     * @throws IllegalArgumentException if something else lies there
     */
    public void check() throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw refused("a directory", "something else");
        }
        List<String> names;
        try (Stream<Path> files = Files.list(directory)) {
            names = files.map(file -> file.getFileName().toString()).sorted().toList();
        }
        for (String name : names) {
            if (!KNOWN.contains(name)) {
                throw refused("an empty directory or a bundle", "\"" + name + "\" in it");
            }
        }
        if (!names.isEmpty() && !names.contains(Bundle.DESCRIPTION)) {
            throw refused("an empty directory or a bundle", "files without " + Bundle.DESCRIPTION);
        }
    }

    /** Writes all files of a bundle, and nothing else is left. */
    public void write(Bundle bundle) throws IOException {
        check();
        Path parent = directory.toAbsolutePath().normalize().getParent();
        Files.createDirectories(parent);
        Path written = Files.createTempDirectory(parent, ".bundle-");
        try {
            Path fresh = Files.createDirectory(written.resolve("new"));
            for (Map.Entry<String, byte[]> file : bundle.files().entrySet()) {
                Files.write(fresh.resolve(file.getKey()), file.getValue());
            }
            if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
                Files.move(directory, written.resolve("old"), StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(fresh, directory, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            delete(written.resolve("old"));
            delete(written.resolve("new"));
            Files.deleteIfExists(written);
        }
    }

    private static void delete(Path bundle) throws IOException {
        for (String name : KNOWN) {
            Files.deleteIfExists(bundle.resolve(name));
        }
        try {
            Files.delete(bundle);
        } catch (NoSuchFileException e) {
            // It has been moved to its place, or never was.
        }
    }

    private IllegalArgumentException refused(String expected, String got) {
        return new IllegalArgumentException(
                "--out refused: expected " + expected + ", got " + got + " [" + directory + "]; name another place");
    }
}
