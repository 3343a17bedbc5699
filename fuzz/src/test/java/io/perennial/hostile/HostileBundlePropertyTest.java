// SPDX-License-Identifier: Apache-2.0
package io.perennial.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.store.Bundle;
import io.perennial.store.Safetensors;
import io.perennial.store.SoundBundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is done to a bundle, it is read or refused in words. */
class HostileBundlePropertyTest {

    private static final String YAML = "bundle.yaml";
    private static final Map<String, byte[]> SOUND = SoundBundle.files();

    @Property
    void aDamagedDescriptionIsReadOrRefused(@ForAll("mutations") Mutations damage) {
        readsOrRefuses(with(YAML, damage.apply(SOUND.get(YAML))));
    }

    /** As an enemy does it, who can compute a hash. */
    @Property
    void aDamagedPartWithItsRightHashIsReadOrRefused(
            @ForAll("parts") String part, @ForAll("mutations") Mutations damage) {
        byte[] changed = damage.apply(SOUND.get(part));
        String yaml =
                new String(SOUND.get(YAML), StandardCharsets.UTF_8).replace(sha256(SOUND.get(part)), sha256(changed));
        Map<String, byte[]> files = with(part, changed);
        files.put(YAML, yaml.getBytes(StandardCharsets.UTF_8));
        readsOrRefuses(files);
    }

    @Property
    void aPartThatIsNotTheOneDescribedIsRefused(@ForAll("parts") String part, @ForAll("mutations") Mutations damage) {
        byte[] changed = damage.apply(SOUND.get(part));
        boolean same = Arrays.equals(changed, SOUND.get(part));
        assertThat(readsOrRefuses(with(part, changed))).isEqualTo(same);
    }

    @Property(tries = 200)
    void aDirectoryIsReadOrRefusedAndLeftAsItIs(@ForAll("files") String name, @ForAll("mutations") Mutations damage)
            throws IOException {
        Path parent = Files.createTempDirectory("perennial-hostile");
        Path directory = Files.createDirectory(parent.resolve("bundle"));
        try {
            Map<String, byte[]> files = with(name, damage.apply(SOUND.get(name)));
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Files.write(directory.resolve(file.getKey()), file.getValue());
            }
            try {
                Bundle.read(directory);
            } catch (IOException e) {
                inWords(e, directory.toString());
            }
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                assertThat(directory.resolve(file.getKey())).hasBinaryContent(file.getValue());
            }
            assertThat(list(parent)).containsExactly(directory);
            assertThat(list(directory)).hasSize(files.size());
        } finally {
            for (Path file : list(directory)) {
                Files.delete(file);
            }
            Files.delete(directory);
            Files.delete(parent);
        }
    }

    @Property
    void aDamagedSafetensorsFileIsReadOrRefused(@ForAll("mutations") Mutations damage) {
        byte[] changed = damage.apply(SOUND.get("probe.safetensors"));
        try {
            Safetensors.read(changed, "here");
        } catch (IOException e) {
            assertThat(e)
                    .hasMessageStartingWith("safetensors refused: expected ")
                    .hasMessageContaining("[here]");
        }
    }

    private static boolean readsOrRefuses(Map<String, byte[]> files) {
        try {
            Bundle.of(files, "here");
            return true;
        } catch (IOException e) {
            inWords(e, "[here");
            return false;
        }
    }

    private static void inWords(IOException e, String place) {
        assertThat(e.getMessage())
                .containsPattern("^(bundle|safetensors) refused: expected ")
                .contains(place)
                .hasSizeLessThan(3_000);
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private static Map<String, byte[]> with(String name, byte[] content) {
        Map<String, byte[]> files = new LinkedHashMap<>(SOUND);
        files.put(name, content);
        return files;
    }

    @Provide
    Arbitrary<Mutations> mutations() {
        return Mutations.some();
    }

    @Provide
    Arbitrary<String> parts() {
        return Arbitraries.of("reference.json", "probe.safetensors", "posterior.safetensors", "model.onnx");
    }

    @Provide
    Arbitrary<String> files() {
        return Arbitraries.of(SOUND.keySet());
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
