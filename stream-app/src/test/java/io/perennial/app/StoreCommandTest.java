// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perennial.adaptation.graph.Graph;
import io.perennial.store.Bundle;
import io.perennial.store.BundleDirectory;
import io.perennial.store.Checkpoint;
import io.perennial.store.archive.ModelStore;
import io.perennial.store.archive.ModelStores;
import io.perennial.store.archive.StoreOptions;
import io.perennial.weights.DigitCheckpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole command line on a store in a directory. */
class StoreCommandTest {

    private static final String NAME = Checkpoint.name(DigitCheckpoints.APPLICATION, 0);

    private static Checkpoint first;
    private static Checkpoint second;

    @TempDir
    private Path directory;

    private String out;
    private String err;

    @BeforeAll
    static void learn() {
        first = DigitCheckpoints.learned("perennial", true, 4);
        second = DigitCheckpoints.learned("perennial", true, 8);
    }

    @BeforeEach
    void publish() throws IOException {
        try (ModelStore store = ModelStores.open(directory.resolve("store").toString(), StoreOptions.defaults())) {
            for (Checkpoint checkpoint : List.of(first, second)) {
                store.publish(
                        NAME, checkpoint.version(), Map.of(Checkpoint.PART, checkpoint.write()), checkpoint.metadata());
            }
        }
    }

    /** Under {@code store}, with the store of this test. */
    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("store"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--store", directory.resolve("store").toString()));
        return bare(all.toArray(String[]::new));
    }

    private int bare(String... arguments) {
        CommandRun run = CommandRun.of(arguments);
        out = run.out();
        err = run.err();
        return run.status();
    }

    private void refuses(String message, String... arguments) {
        assertThat(run(arguments)).as(err).isEqualTo(2);
        assertThat(err).contains(message);
        assertThat(out).isEmpty();
    }

    private Path file(String name, Checkpoint checkpoint) throws IOException {
        return Files.write(directory.resolve(name + ".safetensors"), checkpoint.write());
    }

    @Test
    void listsNamesThenVersionsNewestFirst() throws IOException {
        assertThat(run("ls")).as(err).isZero();
        assertThat(out.lines()).containsExactly(NAME);
        assertThat(run("ls", "checkpoints")).isZero();
        assertThat(out.lines()).containsExactly(NAME);
        assertThat(run("ls", NAME)).isZero();
        assertThat(out.lines().toList()).hasSize(3);
        assertThat(out).contains("version", "step", "lineage", "digits@1");
        assertThat(out.indexOf(second.version())).isLessThan(out.indexOf(first.version()));
        assertThat(run("ls", NAME, "--json")).isZero();
        JsonNode versions = new ObjectMapper().readTree(out).get("versions");
        assertThat(versions.get(0).get("version").asText()).isEqualTo(second.version());
        assertThat(versions.get(1).get("metadata").get("step").asText()).isEqualTo("4");
        assertThat(run("ls", "--json")).isZero();
        assertThat(new ObjectMapper().readTree(out).get("names").get(0).asText())
                .isEqualTo(NAME);
        refuses("name refused: expected one that is in the store, got nobody", "ls", "nobody");
    }

    @Test
    void showsMetadataPartsAndTensors() throws IOException {
        assertThat(run("show", NAME, first.version())).as(err).isZero();
        assertThat(out).contains("method", "perennial", "statistics-1", "float32", Checkpoint.PART);
        assertThat(run("show", NAME + "@" + first.version(), "--json")).isZero();
        JsonNode shown = new ObjectMapper().readTree(out);
        assertThat(shown.get("parts").get(Checkpoint.PART).get("sha256").asText())
                .hasSize(64);
        assertThat(shown.get("tensors").get("teacher").get(0).asInt())
                .isEqualTo(first.arrays().get("teacher").length);
        refuses("version refused: expected one that is in the store", "show", NAME, "none");
        refuses("version refused: expected NAME VERSION or NAME@VERSION", "show", NAME);
    }

    @Test
    void comparesLayerByLayerWhereTheBundleIsKnown() throws IOException {
        String a = NAME + "@" + first.version();
        String b = NAME + "@" + second.version();
        assertThat(run("diff", a, b)).as(err).isZero();
        assertThat(out).contains("array", "teacher", "statistics-1");
        Path svg = directory.resolve("diff.svg");
        assertThat(run("diff", "source", b, "--bundle", Bundles.BUILTIN, "--svg", svg.toString()))
                .isZero();
        assertThat(out)
                .contains("layer", "mean", "variance", "relative distance")
                .doesNotContain("NaN");
        assertThat(svg)
                .content()
                .startsWith("<svg")
                .contains("perennial step 8")
                .doesNotContain("NaN", "href");
        assertThat(run("put", Bundles.BUILTIN)).as(err).isZero();
        assertThat(run("diff", a, file("b", second).toString())).isZero();
        assertThat(out).startsWith("layer").doesNotContain("teacher");
        assertThat(run("diff", a, a)).isZero();
        assertThat(out.lines().skip(1)).allMatch(line -> line.contains("0.000%"));
    }

    @Test
    void theSourceNeedsABundle() {
        refuses(
                "--bundle refused: expected the bundle digits@1 of the checkpoint, got none",
                "diff",
                "source",
                NAME + "@" + second.version());
        refuses("--bundle refused: expected a bundle, got none", "diff", "source", "source");
        refuses(
                "checkpoint refused: expected a file, found none",
                "diff",
                directory.resolve("none.safetensors").toString(),
                "source");
    }

    @Test
    void exportsAModelThatOnnxRuntimeAgreesOn() throws IOException {
        Path onnx = directory.resolve("out.onnx");
        refuses("--bundle refused", "export", NAME, second.version(), "--onnx", onnx.toString());
        assertThat(onnx).doesNotExist();
        assertThat(run("put", Bundles.BUILTIN)).as(err).isZero();
        assertThat(run("export", NAME, second.version(), "--onnx", onnx.toString()))
                .as(err)
                .isZero();
        assertThat(out).contains("perennial step 8 (teacher, statistics-1)", "ONNX Runtime agrees");
        assertThat(Graph.read(Files.readAllBytes(onnx)).statistics())
                .containsExactly(second.arrays().get("statistics-1"));
        assertThat(run("export", file("c", second).toString(), "--statistics", "2", "--onnx", onnx.toString()))
                .isZero();
        assertThat(Graph.read(Files.readAllBytes(onnx)).statistics())
                .containsExactly(second.arrays().get("statistics-2"));
        refuses("--statistics refused", "export", NAME, second.version(), "--statistics", "9", "--onnx", "never.onnx");
        refuses(
                "parameters refused",
                "export",
                NAME,
                second.version(),
                "--parameters",
                "^nothing",
                "--onnx",
                "never.onnx");
    }

    @Test
    void aFileNeedsNoStore() throws IOException {
        Path onnx = directory.resolve("out.onnx");
        Path file = file("c", second);
        assertThat(bare("store", "export", file.toString(), "--bundle", Bundles.BUILTIN, "--onnx", onnx.toString()))
                .as(err)
                .isZero();
        assertThat(onnx).exists();
        Files.write(file, new byte[100]);
        assertThat(bare("store", "export", file.toString(), "--bundle", Bundles.BUILTIN, "--onnx", onnx.toString()))
                .isEqualTo(1);
        assertThat(err).contains("c.safetensors");
    }

    @Test
    void aBundleGoesInOnceAndComesBackAsItWas() throws IOException {
        Path bundle = directory.resolve("bundle");
        new BundleDirectory(bundle).write(DigitCheckpoints.bundle());
        Path description = bundle.resolve(Bundle.DESCRIPTION);
        Files.writeString(description, Files.readString(description) + "# a comment\n");
        assertThat(run("put", bundle.toString())).as(err).isZero();
        assertThat(out).contains("published bundles/digits@1, 5 parts");
        refuses("version refused: expected a version that is not there yet", "put", bundle.toString());
        assertThat(run("put", bundle.toString(), "--name", "other/digits")).isZero();
        Path copy = directory.resolve("copy");
        assertThat(run("get", "bundles/digits@1", copy.toString())).as(err).isZero();
        assertThat(Bundle.read(copy).id()).isEqualTo("digits@1");
        assertThat(copy.resolve(Bundle.DESCRIPTION)).content().endsWith("# a comment\n");
        refuses("DIR refused: expected a new or empty directory", "get", "bundles/digits", "1", copy.toString());
        refuses(
                "version refused",
                "get",
                "bundles/digits",
                "2",
                directory.resolve("new").toString());
        assertThat(directory.resolve("new")).doesNotExist();
        refuses("bundle refused", "put", directory.resolve("nowhere").toString());
        refuses(
                "checkpoint refused: expected a version with checkpoint.safetensors",
                "export",
                "bundles/digits@1",
                "--onnx",
                "never.onnx");
    }

    @Test
    void whatIsRemovedIsGone() {
        assertThat(run("rm", NAME, first.version())).as(err).isZero();
        assertThat(out).contains("removed " + NAME + "@" + first.version());
        refuses("version refused: expected one that is in the store", "rm", NAME, first.version());
        assertThat(run("gc")).as(err).isZero();
        assertThat(out).contains("deleted 0 parts, 0 bytes"); // younger than a day
        refuses("--older-than refused: expected a duration with its unit", "gc", "--older-than", "3");
        refuses("grace refused", "gc", "--older-than", "1h");
    }

    @Test
    void aStoreHasToBeNamed() {
        assertThat(bare("store", "ls", "--store", "ftp://host/x")).isEqualTo(2);
        assertThat(err).contains("model store refused");
        assertThat(bare("store", "ls", "--store", "")).isEqualTo(2);
        assertThat(err).contains("--store refused: expected the address of a store, got none");
        assertThat(bare("store")).isEqualTo(2);
        assertThat(bare("store", "ls", "--store", "s3://bucket/x", "--endpoint", "ftp://host"))
                .isEqualTo(2);
        assertThat(err).contains("endpoint refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ls", "show", "diff", "export", "put", "get", "rm", "gc"})
    void everyCommandHasHelp(String command) {
        assertThat(bare("store", command, "--help")).isZero();
        assertThat(out).contains("--store=URI", "--path-style", "Exit status", "perennial store " + command);
    }
}
