// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestTest {

    private static final byte[] MODEL = "model".getBytes(StandardCharsets.UTF_8);

    private static final Manifest MANIFEST = new Manifest(
            UUID.fromString("7f0f5c0e-6d0b-4c52-9d5c-1f2a3b4c5d6e"),
            new StoredVersion(
                    "checkpoints/app/3",
                    "12",
                    Instant.parse("2026-01-02T03:04:05.678901Z"),
                    Map.of("lineage", "digits@1", "steps", "1200"),
                    Map.of("weights.safetensors", new StoredPart(Sha256.hex(MODEL), MODEL.length))));

    private static String text() {
        return new String(MANIFEST.write(), StandardCharsets.UTF_8);
    }

    @Test
    void theDocumentedExampleIsWhatIsWritten() throws IOException {
        assertThat(Files.readString(Path.of("../docs/reference/store.md"))).contains("```json\n" + text() + "```\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            '"format" : 1'      | '"format" : 2'           | expected format 1, got 2
            '"format" : 1'      | '"format" : 1.0'         | expected format 1, got 1.0
            '"format" : 1'      | '"format" : "1"'         | expected format 1, got "1"
            '"format" : 1,'     | ''                       | expected the keys [created, format,
            '"format" : 1'      | '"format" : 1, "x" : 1'  | parts, version, writer, x]
            '"format" : 1'      | '"format" : 1, "name" : "a"' | got Duplicate field 'name'
            checkpoints/app/3   | ../../etc                | got name refused
            checkpoints/app/3   | a@b                      | got name refused
            '"12"'              | '"../12"'                | got version refused
            '"12"'              | 12                       | expected a text at version, got NUMBER
            '"12"'              | null                     | expected a text at version, got NULL
            2026-01-02          | 2026-13-02               | expected names, hashes and times
            7f0f5c0e-           | ''                       | expected names, hashes and times
            weights.safetensors | ../weights               | got part refused
            '"digits@1"'        | '["digits@1"]'           | expected a text at lineage, got ARRAY
            '"digits@1"'        | '[[["digits@1"]]]'       | expected a whole JSON object
            '"size" : 5'        | '"size" : -5'            | expected a size of 0 bytes or more
            '"size" : 5'        | '"size" : 5.5'           | expected a size in bytes at weights.safetensors, got 5.5
            '"size" : 5'        | '"size" : 5e0'           | expected a size in bytes at weights.safetensors
            '"size" : 5'        | '"size" : 99999999999999999999' | expected a size in bytes at weights.safetensors
            '"size" : 5'        | '"size" : 999999999999999999999' | expected a whole JSON object
            '"sha256" : "'      | '"sha256" : "AB'         | expected a sha256 of 64 lower-case
            '"steps" : "1200"'  | '"steps" : "1200'        | expected a whole JSON object
            """)
    void refusesWhatIsNotExactlyAManifest(String from, String to, String reason) {
        refuses(text().replaceFirst(Pattern.quote(from), to), reason);
    }

    @Test
    void refusesWhatIsNotOneObject() {
        refuses("", "expected an object at the manifest, got MISSING");
        refuses("[]", "expected an object at the manifest, got ARRAY");
        refuses(text() + "{}", "expected a whole JSON object");
        refuses(text().replaceAll("(?s)\"parts\".*", "\"parts\" : {}}"), "expected one part or more, got none");
        refuses("x".repeat(Manifest.LONGEST + 1), "expected at most 1048576 bytes, got 1048577");
    }

    private static void refuses(String text, String reason) {
        assertThatThrownBy(() -> Manifest.read(text.getBytes(StandardCharsets.UTF_8), "s3://models/x"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("manifest refused: expected ")
                .hasMessageContaining(reason)
                .hasMessageEndingWith(" [s3://models/x]; remove the version and publish it again");
    }

    @Test
    void refusesMetadataThatIsNoText() {
        StoredVersion version = MANIFEST.version();
        Manifest half = new Manifest(
                MANIFEST.writer(),
                new StoredVersion("a", "1", version.created(), Map.of("k", "\ud800"), version.parts()));
        assertThatThrownBy(half::write)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected Unicode text in the metadata, got half of a surrogate pair [a@1]");
    }
}
