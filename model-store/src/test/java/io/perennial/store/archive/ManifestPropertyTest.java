// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class ManifestPropertyTest {

    @Property(tries = 500)
    void whatIsWrittenIsReadAndWrittenAgainTheSame(@ForAll("manifests") Manifest manifest) throws IOException {
        byte[] written = manifest.write();
        Manifest read = Manifest.read(written, "written");
        assertThat(read).isEqualTo(manifest);
        assertThat(read.write()).containsExactly(written);
    }

    @Property(tries = 500)
    void aTruncatedManifestIsRefused(@ForAll("manifests") Manifest manifest, @ForAll @IntRange(min = 2) int less) {
        byte[] written = manifest.write();
        // Without its last byte, a line's end, it is still whole.
        int kept = Math.floorMod(-less, written.length - 1);
        assertThat(readsOrRefuses(Arrays.copyOf(written, kept))).isFalse();
    }

    @Property(tries = 2_000)
    void aChangedByteIsReadOrRefusedButNeverBreaksTheReader(
            @ForAll("manifests") Manifest manifest, @ForAll @IntRange(max = 100_000) int place, @ForAll byte value) {
        byte[] changed = manifest.write();
        changed[place % changed.length] = value;
        readsOrRefuses(changed);
    }

    @Property(tries = 500)
    void arbitraryBytesAreRefused(@ForAll byte[] bytes) {
        assertThat(readsOrRefuses(bytes)).isFalse();
    }

    @Property(tries = 500)
    void arbitraryTextIsRefused(@ForAll String text) {
        assertThat(readsOrRefuses(text.getBytes(StandardCharsets.UTF_8))).isFalse();
        assertThat(readsOrRefuses(("{" + text + "}").getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }

    private static boolean readsOrRefuses(byte[] file) {
        try {
            assertThat(Manifest.read(file, "changed").version().parts()).isNotEmpty();
            return true;
        } catch (IOException e) {
            assertThat(e).hasMessageStartingWith("manifest refused: ").message().hasSizeLessThan(1_000);
            return false;
        }
    }

    @Provide
    Arbitrary<Manifest> manifests() {
        Arbitrary<String> first =
                Arbitraries.strings().withCharRange('a', 'z').numeric().ofLength(1);
        Arbitrary<String> more =
                Arbitraries.strings().alpha().numeric().withChars('.', '_', '-').ofMaxLength(127);
        Arbitrary<String> segments = Combinators.combine(first, more).as(String::concat);
        Arbitrary<String> names = segments.list().ofMinSize(1).ofMaxSize(3).map(list -> String.join("/", list));
        // Any text that is Unicode: half of a surrogate pair is refused on writing.
        Arbitrary<String> texts = Arbitraries.strings()
                .ofMaxLength(30)
                .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text));
        Arbitrary<Instant> times = Combinators.combine(
                        Arbitraries.longs().between(-10_000_000_000L, 100_000_000_000L),
                        Arbitraries.integers().between(0, 999_999_999))
                .as(Instant::ofEpochSecond);
        Arbitrary<StoredPart> parts = Combinators.combine(
                        Arbitraries.strings().withChars("0123456789abcdef").ofLength(64),
                        Arbitraries.longs().greaterOrEqual(0))
                .as(StoredPart::new);
        Arbitrary<Map<String, StoredPart>> byName =
                Arbitraries.maps(segments, parts).ofMinSize(1).ofMaxSize(5);
        Arbitrary<Map<String, String>> metadata = Arbitraries.maps(texts, texts).ofMaxSize(5);
        Arbitrary<UUID> writers =
                Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(UUID::new);
        return Combinators.combine(writers, names, segments, times, metadata, byName)
                .as((writer, name, version, created, texted, described) ->
                        new Manifest(writer, new StoredVersion(name, version, created, texted, described)));
    }
}
