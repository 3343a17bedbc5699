// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest extends ModelStoreContract {

    @TempDir
    private Path directory;

    @Override
    ObjectSpace objects(StoreOptions options) {
        return new FileStore(directory.resolve("store"), options.clock());
    }

    private Path root() {
        return directory.resolve("store");
    }

    @Test
    void laysFilesOutAsDocumented() throws IOException {
        publish("checkpoints/app/3", "12", "model");
        try (Stream<Path> files = Files.walk(root())) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> root().relativize(file).toString()))
                    .containsExactlyInAnyOrder("manifests/checkpoints/app/3@/12.json", blob("model"));
        }
    }

    @Test
    void readingMakesNoDirectory() throws IOException {
        assertThat(store.names()).isEmpty();
        assertThat(root()).doesNotExist();
    }

    @Test
    void followsNoSymbolicLinkOutOfItsDirectory() throws IOException {
        StoredVersion version = publish("digits", "1", "model");
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "model");
        Files.delete(root().resolve(blob("model")));
        Files.createSymbolicLink(root().resolve(blob("model")), outside.resolve("secret"));
        refuses(() -> store.read(version, "part-0"));
        refuses(() -> publish("digits", "2", "model"));
        Files.createSymbolicLink(root().resolve("manifests/linked@"), outside);
        refuses(() -> publish("linked", "1", "other"));
        refuses(() -> store.list("linked"));
        assertThat(store.names()).containsExactly("digits");
        Files.delete(root().resolve("temporary"));
        Files.createSymbolicLink(root().resolve("temporary"), outside);
        refuses(() -> publish("digits", "3", "third"));
        try (Stream<Path> files = Files.list(outside)) {
            assertThat(files).containsExactly(outside.resolve("secret"));
        }
    }

    private static void refuses(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("object refused: expected no symbolic link below the store's directory");
    }

    @Test
    void theDirectoryItselfMayBeALink() throws IOException {
        Path real = Files.createDirectory(directory.resolve("real"));
        Files.createSymbolicLink(root(), real);
        publish("digits", "1", "model");
        assertThat(real.resolve(blob("model"))).hasContent("model");
    }

    @Test
    void refusesAPipeOrDirectoryInPlaceOfAPart() throws IOException {
        StoredVersion version = publish("digits", "1", "model");
        Files.delete(root().resolve(blob("model")));
        Files.createDirectory(root().resolve(blob("model")));
        assertThatThrownBy(() -> store.read(version, "part-0")).hasMessageContaining("expected a regular file");
    }

    @Test
    void collectsOldLeftoversOfInterruptedWriters() throws IOException {
        publish("digits", "1", "model");
        Path old = Files.writeString(root().resolve("temporary/old"), "half of a mod");
        Path young = Files.writeString(root().resolve("temporary/young"), "half of a mod");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(GRACE).minusSeconds(60)));
        store.collect(GRACE);
        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    void leavesWhatItDidNotWriteAlone() throws IOException {
        publish("digits", "1", "model");
        List<Path> foreign = List.of(
                root().resolve("blobs/README"),
                root().resolve("manifests/digits@/1.json.swp"),
                root().resolve("manifests/digits@/.json"));
        for (Path file : foreign) {
            Files.writeString(file, "not ours");
        }
        objects.age(GRACE.multipliedBy(2));
        assertThat(store.collect(GRACE)).isEqualTo(new Collected(0, 0));
        assertThat(store.list("digits")).hasSize(1);
        assertThat(foreign).allMatch(Files::exists);
    }

    @Test
    void refusesAFileInPlaceOfTheDirectory() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "x");
        assertThatThrownBy(() -> new FileStore(file, OPTIONS.clock()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("model store refused: expected a directory, got something else [" + file
                        + "]; name a directory");
    }
}
