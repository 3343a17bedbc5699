// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Objects as files of a directory, which may be a mounted one: the clocks of the machines that share it must agree
 * within a quarter of the grace. Below the directory no symbolic link is followed.
 */
final class FileStore implements ObjectSpace {

    private final Path root;
    private final Clock clock;
    private final FileWriting writing;

    /** @param root need not exist before something is written */
    FileStore(Path root, Clock clock) {
        this(root, clock, true);
    }

    /** @param links whether to try hard links, which some file systems lack */
    FileStore(Path root, Clock clock, boolean links) {
        this.root = root.toAbsolutePath();
        this.clock = clock;
        writing = new FileWriting(this.root, links);
        if (Files.exists(root) && !Files.isDirectory(root)) {
            throw new IllegalArgumentException(
                    "model store refused: expected a directory, got something else [" + root + "]; name a directory");
        }
    }

    @Override
    public String place() {
        return root.toString();
    }

    @Override
    public Optional<Content> read(String key, int most) throws IOException {
        Path file = path(key);
        Optional<BasicFileAttributes> attributes = attributes(file);
        if (attributes.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream stream = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = stream.readNBytes(most);
            return Optional.of(new Content(bytes, attributes.get().size()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Found> find(String key) throws IOException {
        return attributes(path(key)).map(attributes -> found(key, attributes));
    }

    @Override
    public List<Found> list(String prefix) throws IOException {
        List<Found> found = new ArrayList<>();
        Path folder = path(prefix.substring(0, prefix.lastIndexOf('/')));
        if (!Files.isDirectory(folder)) {
            return found;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                String inside = key(directory) + "/";
                return inside.startsWith(prefix) || prefix.startsWith(inside)
                        ? FileVisitResult.CONTINUE
                        : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                // A link is not a regular file here, since the walk does not follow it.
                if (attributes.isRegularFile() && key(file).startsWith(prefix)) {
                    found.add(found(key(file), attributes));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
        return found;
    }

    @Override
    public void write(String key, byte[] bytes) throws IOException {
        writing.replace(path(key), bytes);
    }

    @Override
    public boolean create(String key, byte[] bytes) throws IOException {
        return writing.create(path(key), bytes);
    }

    @Override
    public void delete(String key) throws IOException {
        Files.deleteIfExists(path(key));
    }

    @Override
    public void sweep(Duration grace) throws IOException {
        for (Found left : list(FileWriting.TEMPORARY + "/")) {
            if (left.age().compareTo(grace) > 0) {
                delete(left.key());
            }
        }
    }

    @Override
    public void close() {
        // Every call closes what it opens.
    }

    private String key(Path path) {
        return root.relativize(path).toString().replace('\\', '/');
    }

    private Found found(String key, BasicFileAttributes attributes) {
        Duration age = Duration.between(attributes.lastModifiedTime().toInstant(), clock.instant());
        return new Found(key, attributes.size(), age);
    }

    /** Empty where there is no file; a pipe would wait for ever, a device never end. */
    private static Optional<BasicFileAttributes> attributes(Path file) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isRegularFile()) {
                throw notFollowed("a regular file", file);
            }
            return Optional.of(attributes);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private Path path(String key) throws IOException {
        Path path = root;
        for (String segment : key.split("/")) {
            path = path.resolve(segment);
            if (Files.isSymbolicLink(path)) {
                throw notFollowed("no symbolic link below the store's directory", path);
            }
        }
        return path;
    }

    private static IOException notFollowed(String expected, Path path) {
        return new IOException("object refused: expected " + expected + ", got something else [" + path
                + "]; replace it by the file or directory itself");
    }
}
