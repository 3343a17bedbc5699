// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Files that appear whole: written and forced to the disk under another name first.
 *
 * <p>A conditional create is a hard link, which fails where the name is taken. Where the file system has no hard links,
 * it is a look and a rename under an exclusive lock on one file, which the system releases should the process die.
 */
final class FileWriting {

    static final String TEMPORARY = "temporary";

    /** A second lock on one file within a JVM would be refused rather than waited for. */
    private static final Lock WITHIN_THIS_JVM = new ReentrantLock();

    private final Path root;
    private final boolean links;

    FileWriting(Path root, boolean links) {
        this.root = root;
        this.links = links;
    }

    void replace(Path target, byte[] bytes) throws IOException {
        Path written = temporary(bytes);
        try {
            directories(target.getParent());
            Files.move(written, target, StandardCopyOption.ATOMIC_MOVE);
            force(target.getParent());
        } finally {
            Files.deleteIfExists(written);
        }
    }

    /** Whether the file was not there and now is. */
    boolean create(Path target, byte[] bytes) throws IOException {
        Path written = temporary(bytes);
        try {
            directories(target.getParent());
            boolean created = links ? link(target, written) : renameUnderLock(target, written);
            if (created) {
                force(target.getParent());
            }
            return created;
        } finally {
            Files.deleteIfExists(written);
        }
    }

    private boolean link(Path target, Path written) throws IOException {
        try {
            Files.createLink(target, written);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (UnsupportedOperationException | FileSystemException e) {
            // File systems without hard links say so in many ways; whatever else is wrong fails below as well.
            return renameUnderLock(target, written);
        }
    }

    private boolean renameUnderLock(Path target, Path written) throws IOException {
        WITHIN_THIS_JVM.lock();
        try (FileChannel channel = FileChannel.open(
                        root.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS);
                FileLock held = channel.lock()) {
            if (!held.isValid() || Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            Files.move(written, target, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } finally {
            WITHIN_THIS_JVM.unlock();
        }
    }

    private Path temporary(byte[] bytes) throws IOException {
        Path directory = root.resolve(TEMPORARY);
        if (Files.isSymbolicLink(directory)) {
            throw new IOException("object refused: expected no symbolic link below the store's directory, got one ["
                    + directory + "]; replace it by a directory");
        }
        directories(directory);
        Path file = directory.resolve(UUID.randomUUID().toString());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        return file;
    }

    /** A new directory must be on the disk before anything in it counts as being there. */
    private static void directories(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.getParent();
        if (parent != null) {
            directories(parent);
        }
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
        force(parent);
    }

    /** Windows has no way to force a directory and writes it through. */
    private static void force(Path directory) throws IOException {
        if (directory != null && File.separatorChar == '/') {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
