// SPDX-License-Identifier: Apache-2.0
package io.perennial.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleDirectoryTest {

    private static final Bundle.Posterior POSTERIOR = new Bundle.Posterior(new float[] {1}, new float[] {2});

    @TempDir
    private Path parent;

    private Path place() {
        return parent.resolve("toy");
    }

    @Test
    void writesWhereThereWasNothing() throws IOException {
        new BundleDirectory(parent.resolve("new/er/toy")).write(bundle("1", Optional.of(POSTERIOR)));
        assertThat(Bundle.read(parent.resolve("new/er/toy")).id()).isEqualTo("toy@1");
        assertThat(names(parent.resolve("new/er"))).containsExactly("toy");
    }

    @Test
    void theBundleThatLiesThereGoesWithAllItsParts() throws IOException {
        new BundleDirectory(place()).write(bundle("1", Optional.of(POSTERIOR)));
        new BundleDirectory(place()).write(bundle("2", Optional.empty()));
        assertThat(Bundle.read(place()).id()).isEqualTo("toy@2");
        assertThat(names(place())).containsExactly("bundle.yaml", "model.onnx");
        assertThat(names(parent)).as("nothing is left beside it").containsExactly("toy");
    }

    @Test
    void anEmptyDirectoryIsAPlace() throws IOException {
        Files.createDirectory(place());
        new BundleDirectory(place()).write(bundle("1", Optional.empty()));
        assertThat(Bundle.read(place()).id()).isEqualTo("toy@1");
    }

    @Test
    void refusesToReplaceWhatIsNoBundle() throws IOException {
        Files.createDirectory(place());
        Files.writeString(place().resolve("thesis.tex"), "years");
        refuses("expected an empty directory or a bundle, got \"thesis.tex\" in it");
        Files.writeString(place().resolve("bundle.yaml"), "format: 1");
        refuses("got \"thesis.tex\" in it");
        Files.move(place().resolve("thesis.tex"), place().resolve("model.onnx"));
        Files.delete(place().resolve("bundle.yaml"));
        refuses("got files without bundle.yaml");
        assertThat(place().resolve("model.onnx")).hasContent("years");
    }

    @Test
    void refusesADirectoryThatIsCalledLikeAPart() throws IOException {
        Files.createDirectories(place().resolve("model.onnx"));
        Files.writeString(place().resolve("model.onnx/thesis.tex"), "years");
        Files.writeString(place().resolve("bundle.yaml"), "format: 1");
        refuses("\"model.onnx\"");
        assertThat(place().resolve("model.onnx/thesis.tex")).hasContent("years");
    }

    @Test
    void refusesAFile() throws IOException {
        Files.writeString(place(), "years");
        refuses("expected a directory, got something else");
        assertThat(place()).hasContent("years");
    }

    @Test
    void writesThroughNoLink() throws IOException {
        Path elsewhere = Files.createDirectory(parent.resolve("elsewhere"));
        link(place(), elsewhere);
        refuses("expected a directory, got something else");
        Files.delete(place());
        link(place(), parent.resolve("nowhere"));
        refuses("expected a directory, got something else");
        assertThat(names(elsewhere)).isEmpty();
        assertThat(parent.resolve("nowhere")).doesNotExist();
    }

    @Test
    void linksInTheOldBundleGoAndWhatTheyPointToStays() throws IOException {
        Path secret = Files.writeString(parent.resolve("secret"), "kept");
        new BundleDirectory(place()).write(bundle("1", Optional.empty()));
        Files.delete(place().resolve("model.onnx"));
        link(place().resolve("model.onnx"), secret);
        link(place().resolve("probe.safetensors"), secret);
        new BundleDirectory(place()).write(bundle("2", Optional.empty()));
        assertThat(secret).hasContent("kept");
        assertThat(Files.isRegularFile(place().resolve("model.onnx"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
        assertThat(names(place())).containsExactly("bundle.yaml", "model.onnx");
    }

    @Test
    void aBundleThatCannotBeWrittenLeavesTheOldOne() throws IOException {
        new BundleDirectory(place()).write(bundle("1", Optional.empty()));
        Bundle torn = bundle("2", Optional.of(new Bundle.Posterior(new float[2], new float[1])));
        assertThatThrownBy(() -> new BundleDirectory(place()).write(torn)).hasMessageContaining("tensor refused");
        assertThat(Bundle.read(place()).id()).isEqualTo("toy@1");
        assertThat(names(parent)).containsExactly("toy");
    }

    @Test
    void aBundleThatCouldNotBeReadIsNotWritten() throws IOException {
        new BundleDirectory(place()).write(bundle("1", Optional.empty()));
        Bundle spaced = bundle("version 2", Optional.empty());
        assertThatThrownBy(() -> new BundleDirectory(place()).write(spaced))
                .hasMessageContaining("letters, digits, dots")
                .hasMessageContaining("version 2");
        assertThat(Bundle.read(place()).id()).isEqualTo("toy@1");
        assertThat(names(parent)).containsExactly("toy");
    }

    private void refuses(String reason) {
        Stream.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
                        () -> new BundleDirectory(place()).check(),
                        () -> new BundleDirectory(place()).write(bundle("1", Optional.empty())))
                .forEach(call -> assertThatThrownBy(call)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith("--out refused: ")
                        .hasMessageContaining(reason)
                        .hasMessageEndingWith("[" + place() + "]; name another place"));
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static Bundle bundle(String version, Optional<Bundle.Posterior> posterior) {
        return new Bundle(
                "toy",
                version,
                new byte[] {1, 2, 3},
                "",
                new InputContract("x", new int[] {2}, 0, 1),
                List.of("a", "b"),
                Map.of(),
                posterior,
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    /** Some systems let nobody, or not everybody, make one. */
    private static void link(Path place, Path target) throws IOException {
        try {
            Files.createSymbolicLink(place, target);
        } catch (UnsupportedOperationException | FileSystemException e) {
            abort("expected a system with symbolic links, got: " + e);
        }
    }
}
