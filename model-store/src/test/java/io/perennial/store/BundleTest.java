// SPDX-License-Identifier: Apache-2.0
package io.perennial.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundleTest {

    @TempDir
    private Path directory;

    private ToyBundle toy;

    @BeforeEach
    void write() throws IOException {
        toy = ToyBundle.write(directory);
    }

    @Test
    void readsEveryPart() throws IOException {
        Bundle bundle = Bundle.read(directory);
        assertThat(bundle.id()).isEqualTo("toy@1.10");
        assertThat(bundle.model()).containsExactly(ToyBundle.MODEL);
        assertThat(bundle.modelSha256()).isEqualTo(BundleReader.sha256(ToyBundle.MODEL));
        assertThat(bundle.input().name()).isEqualTo("x");
        assertThat(bundle.input().shape()).containsExactly(1, 2);
        assertThat(bundle.input().minimum()).isEqualTo(-4);
        assertThat(bundle.input().maximum()).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(bundle.labels()).containsExactly("a", "b", "7");
        assertThat(bundle.adapt())
                .containsExactly(Map.entry("adapt.method", "petal-fim"), Map.entry("adapt.checkpoint.steps", "100"));
        assertThat(bundle.posterior().orElseThrow().mean()).containsExactly(1, 2, 3);
        assertThat(bundle.posterior().orElseThrow().variance()).containsExactly(0, .5f, 1);
        assertThat(bundle.probe().orElseThrow().size()).isEqualTo(2);
        assertThat(bundle.probe().orElseThrow().logits()).hasSize(6);
        assertThat(bundle.provenance()).containsExactly(Map.entry("made-by", "hand"));
    }

    @Test
    void readsTheSameFromTheClassPath() throws IOException {
        ToyBundle.write(Files.createDirectories(directory.resolve("path/to")));
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, null)) {
            assertThat(Bundle.resource(loader, "path/to").modelSha256())
                    .isEqualTo(Bundle.read(directory).modelSha256());
            assertThatThrownBy(() -> Bundle.resource(loader, "nowhere"))
                    .hasMessage("bundle refused: expected a file bundle.yaml, got none [class path nowhere];"
                            + " name a bundle's directory");
        }
    }

    @Test
    void readsTheBuiltInExample() throws IOException {
        Bundle digits = Bundle.read(Path.of("../examples/digits/bundle"));
        assertThat(digits.input().shape()).containsExactly(1, 8, 8);
        assertThat(digits.labels()).hasSize(10);
        assertThat(digits.posterior().orElseThrow().mean()).hasSize(11_946);
        assertThat(digits.probe().orElseThrow().size()).isEqualTo(16);
        assertThat(digits.adapt()).containsEntry("adapt.statistics", "ema");
    }

    @Test
    void doesWithoutPosteriorAndProbeButNotWithUnlistedOnes() throws IOException {
        toy.describe("    posterior.safetensors: .*\n|    probe.safetensors: .*\n", "");
        refuses("expected a sha256 of posterior.safetensors, got none", "list the file or take it away");
        Files.delete(directory.resolve("posterior.safetensors"));
        Files.delete(directory.resolve("probe.safetensors"));
        Bundle bundle = Bundle.read(directory);
        assertThat(bundle.posterior()).isEmpty();
        assertThat(bundle.probe()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            format: 1           | format: 2             | expected format 1, got 2        | : format]
            format: 1           | form: 1               | expected a value, got none      | : format]
            name: toy           | name: ../toy          | expected up to 128 letters      | got ../toy
            version: 1.10       | version: ''           | expected a text or a number     | : version]
            made-by: hand       | made-by: [hand]       | expected a text or a number     | : provenance.made-by]
            labels:             | colour: red\\nlabels: | only the keys                   | got colour
            minimum: -4         | minimum: -4\\n  unit: mm | only the keys                | : input.unit]
            minimum: -4         | minimum: low          | expected a finite number        | : input.minimum]
            minimum: -4         | minimum: .nan         | expected a finite number        | : input.minimum]
            minimum: -4         | minimum: 1\\n  maximum: 1 | expected more than the minimum | : input.maximum]
            '[1, 2]'            | '[]'                  | expected 1 to 8 extents         | : input.shape]
            '[1, 2]'            | '[0, 2]'              | expected extents of 1 or more   | got [0, 2]
            '[1, 2]'            | '[9999999, 9999999]'  | expected at most 16777216 values | : input.shape]
            '[1, 2]'            | 2                     | expected a list                 | : input.shape]
            '[a, b, 7]'         | '[a, a]'              | two or more different labels    | : labels]
            '[a, b, 7]'         | '[a, b, [c]]'         | expected a text or a number     | : labels]
            'steps: 100'        | 'steps: [1]'          | expected a text or a number     | : adapt.checkpoint.steps]
            'name: toy'         | 'name: toy\\nname: b' | expected YAML, got Duplicate    | line 3
            'name: toy'         | 'name: *a'            | expected plain values, got an alias | line 2
            'name: toy'         | 'name: {'             | expected YAML                   | bundle.yaml, line
            'name: toy'         | '---\\nname: toy'     | expected one document           | line
            """)
    void refusesADescriptionByTheNameOfItsKey(String from, String to, String reason, String place) throws IOException {
        toy.describe(Pattern.quote(from), to.replace("\\n", "\n"));
        refuses(reason, place);
    }

    @Test
    void opensNoFileThatADescriptionNamesFreely() throws IOException {
        String hash = BundleReader.sha256(ToyBundle.MODEL);
        Files.write(directory.resolveSibling("secret"), ToyBundle.MODEL);
        toy.describe("    model.onnx:", "    ../secret: " + hash + "\n    model.onnx:");
        refuses(
                "expected one of the files [model.onnx, posterior.safetensors, probe.safetensors, reference.json]",
                "../secret]");
    }

    @Test
    void refusesAliasesThatWouldGrowToBillions() throws IOException {
        StringBuilder bomb = new StringBuilder("a0: &a0 [lol, lol, lol]\n");
        for (int i = 1; i < 12; i++) {
            String alias = "*a" + (i - 1);
            String many = String.join(", ", alias, alias, alias, alias, alias);
            bomb.append("a" + i + ": &a" + i + " [" + many + "]\n");
        }
        Files.writeString(directory.resolve("bundle.yaml"), bomb);
        refuses("expected plain values, got an alias", "line 2");
    }

    @Test
    void refusesDeepNestingAndLongDescriptions() throws IOException {
        Files.writeString(directory.resolve("bundle.yaml"), "a: " + "[".repeat(10_000));
        refuses("expected at most 16 levels, got more");
        Files.writeString(directory.resolve("bundle.yaml"), "a: " + "b".repeat(300_000));
        refuses("expected at most 262144 bytes, got 300003", "check that this is the file you mean");
        Files.writeString(directory.resolve("bundle.yaml"), "");
        refuses("expected keys and values, got none");
    }

    @Test
    void refusesPartsThatAreNotThoseDescribed() throws IOException {
        Path model = directory.resolve("model.onnx");
        Files.write(model, new byte[] {1, 2, 3});
        refuses("expected sha256 " + BundleReader.sha256(ToyBundle.MODEL), "of 3 bytes", "model.onnx]");
        Files.delete(model);
        refuses("expected the listed file model.onnx, got none");
        Files.createDirectory(model);
        refuses("expected a regular file");
        toy.describe("    model.onnx: .*\n", "");
        refuses("expected a sha256 of model.onnx");
        toy.describe("probe.safetensors: .*", "probe.safetensors: 00");
        refuses("expected a sha256 of 64 hexadecimal digits, got 00");
    }

    @Test
    void refusesAHugePartWithoutReadingIt() throws IOException {
        try (var channel = Files.newByteChannel(directory.resolve("probe.safetensors"), StandardOpenOption.WRITE)) {
            channel.position(80L << 30).write(ByteBuffer.wrap(new byte[1]));
        }
        refuses("expected at most 67108864 bytes, got 85899345921");
    }

    @Test
    void refusesTensorsThatDoNotBelongToTheModel() throws IOException {
        toy.posterior(new float[] {1, 2}, new float[] {1});
        refuses("expected mean and variance of one shape [P], got float32 [2] and float32 [1]");
        toy.posterior(new float[] {1, 2}, new float[] {1, -1});
        refuses("expected variances of 0 or more, got -1.0 at 1");
        toy.posterior(new float[] {1, Float.NaN}, new float[] {1, 1});
        refuses("expected finite values in mean, got NaN at 1");
        toy.part("posterior.safetensors", new byte[] {1});
        refuses("safetensors refused: expected at least 8 bytes", "posterior.safetensors]");
        toy.posterior(new float[] {1}, new float[] {1});
        toy.probe(new Tensor.Floats(new float[4], 2, 2), new Tensor.Floats(new float[6], 2, 3));
        refuses("expected inputs [N, ...] of [1, 2] and logits [N, 3]", "got float32 [2, 2]");
        toy.probe(new Tensor.Floats(new float[2], 1, 1, 2), new Tensor.Floats(new float[6], 2, 3));
        refuses("and float32 [2, 3]");
        toy.probe(new Tensor.Longs(new long[2], 1, 1, 2), new Tensor.Floats(new float[3], 1, 3));
        refuses("expected a float32 tensor inputs");
    }

    private void refuses(String... parts) {
        assertThatThrownBy(() -> Bundle.read(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(parts)
                .message()
                .hasSizeLessThan(1_000);
    }
}
