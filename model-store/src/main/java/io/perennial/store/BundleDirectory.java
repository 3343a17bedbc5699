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
            if (!KNOWN.contains(name) || Files.isDirectory(directory.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
                throw refused("an empty directory or a bundle", "\"" + name + "\" in it");
            }
        }
        if (!names.isEmpty() && !names.contains(Bundle.DESCRIPTION)) {
            throw refused("an empty directory or a bundle", "files without " + Bundle.DESCRIPTION);
        }
    }

    /**
     * Writes all files of a bundle, and nothing else is left.
     *
     * @throws IOException if the bundle could not be read back, or a file not be written; what lay there then still does
     */
    public void write(Bundle bundle) throws IOException {
        check();
        Map<String, byte[]> files = bundle.files();
        Bundle.of(files, directory.toString());
        Path place = directory.toAbsolutePath().normalize();
        Path parent = place.getParent();
        Files.createDirectories(parent);
        Path written = Files.createTempDirectory(parent, ".bundle-");
        Path fresh = written.resolve("new");
        Path old = written.resolve("old");
        try {
            Files.createDirectory(fresh);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Files.write(fresh.resolve(file.getKey()), file.getValue());
            }
            replace(place, fresh, old);
        } finally {
            delete(old);
            delete(fresh);
            Files.deleteIfExists(written);
        }
    }

    private static void replace(Path place, Path fresh, Path old) throws IOException {
        boolean replaced = Files.exists(place, LinkOption.NOFOLLOW_LINKS);
        if (replaced) {
            Files.move(place, old, StandardCopyOption.ATOMIC_MOVE);
        }
        try {
            Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (replaced) {
                Files.move(old, place, StandardCopyOption.ATOMIC_MOVE);
            }
            throw e;
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
