// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a model store promises, on every storage. */
abstract class ModelStoreContract {

    static final Duration GRACE = Duration.ofHours(1);
    static final StoreOptions OPTIONS = StoreOptions.defaults().limits(GRACE, Duration.ofSeconds(20));

    WatchedObjects objects;
    ModelStore store;

    /** Objects in a place of their own, empty before each test. */
    abstract ObjectSpace objects(StoreOptions options) throws IOException;

    @BeforeEach
    void open() throws IOException {
        objects = new WatchedObjects(objects(OPTIONS));
        store = store(OPTIONS);
    }

    @AfterEach
    void close() {
        store.close();
    }

    final ModelStore store(StoreOptions options) {
        return new ObjectModelStore(objects, options, UUID::randomUUID);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String blob(String text) {
        return StoreNames.blob(Sha256.hex(bytes(text)));
    }

    final StoredVersion publish(String name, String version, String... texts) throws IOException {
        Map<String, byte[]> parts = new HashMap<>();
        for (int i = 0; i < texts.length; i++) {
            parts.put("part-" + i, bytes(texts[i]));
        }
        return store.publish(name, version, parts, Map.of());
    }

    @Test
    void findsAndReadsWhatWasPublished() throws IOException {
        Instant now = Instant.parse("2026-01-02T03:04:05.678901Z");
        StoredVersion published = store(OPTIONS.clock(Clock.fixed(now, ZoneOffset.UTC)))
                .publish(
                        "checkpoints/app/3",
                        "12",
                        Map.of("weights.safetensors", bytes("weights"), "empty", new byte[0]),
                        Map.of("lineage", "digits@1\n\"é\"", "", ""));
        StoredVersion found = store.find("checkpoints/app/3", "12").orElseThrow();
        assertThat(found).isEqualTo(published);
        assertThat(found.id()).isEqualTo("checkpoints/app/3@12");
        assertThat(found.created()).isEqualTo(now);
        assertThat(found.metadata()).containsEntry("lineage", "digits@1\n\"é\"").containsEntry("", "");
        assertThat(found.parts().get("weights.safetensors")).isEqualTo(new StoredPart(Sha256.hex(bytes("weights")), 7));
        assertThat(store.read(found, "weights.safetensors")).isEqualTo(bytes("weights"));
        assertThat(store.read(found, "empty")).isEmpty();
        assertThatThrownBy(() -> store.read(found, "../secret"))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(
                        "part ../secret of checkpoints/app/3@12 refused", "one of [empty, weights.safetensors]");
    }

    @Test
    void findsNothingWhereNothingIs() throws IOException {
        assertThat(store.find("digits", "1")).isEmpty();
        assertThat(store.list("digits")).isEmpty();
        assertThat(store.names()).isEmpty();
        assertThat(store.names("digits")).isEmpty();
        assertThat(store.remove("digits", "1")).isFalse();
        assertThat(store.collect(GRACE)).isEqualTo(new Collected(0, 0));
    }

    @Test
    void listsTheVersionsOfOneNameNewestFirst() throws IOException {
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        for (int second : new int[] {2, 9, 10, 1}) {
            store(OPTIONS.clock(Clock.fixed(start.plusSeconds(second), ZoneOffset.UTC)))
                    .publish("app", second + "", Map.of("p", bytes("p")), Map.of());
        }
        publish("app/below", "99", "p");
        publish("app2", "99", "p");
        assertThat(store.list("app")).extracting(StoredVersion::version).containsExactly("10", "9", "2", "1");
    }

    @Test
    void listsMoreVersionsThanOneAnswerHolds() throws IOException {
        for (int i = 0; i < 25; i++) {
            publish("app", i + "", "same");
        }
        assertThat(store.list("app")).hasSize(25);
        assertThat(store.names()).containsExactly("app");
    }

    @Test
    void namesWhatHasAVersion() throws IOException {
        for (String name : new String[] {"digits", "checkpoints/app/0", "checkpoints/app/1", "checkpoints/apple"}) {
            publish(name, "1", name);
            publish(name, "2", name);
        }
        publish("gone", "1", "gone");
        assertThat(store.remove("gone", "1")).isTrue();
        assertThat(store.names())
                .containsExactly("checkpoints/app/0", "checkpoints/app/1", "checkpoints/apple", "digits");
        assertThat(store.names("checkpoints/app")).containsExactly("checkpoints/app/0", "checkpoints/app/1");
        assertThat(store.names("digits")).containsExactly("digits");
        assertThat(store.names("digit")).isEmpty();
    }

    @Test
    void aNameMayLookLikeAVersionsFileOrLieBelowAnother() throws IOException {
        publish("a", "b", "1");
        publish("a/b", "c", "2");
        publish("a/b.json", "c", "3");
        publish("a/b/c.json", "c", "4");
        assertThat(store.names()).containsExactly("a", "a/b", "a/b.json", "a/b/c.json");
        assertThat(store.list("a")).extracting(StoredVersion::version).containsExactly("b");
        assertThat(store.read(store.find("a/b", "c").orElseThrow(), "part-0")).isEqualTo(bytes("2"));
    }

    @Test
    void aVersionNeverChanges() throws IOException {
        StoredVersion first = publish("digits", "1", "first");
        assertThatThrownBy(() -> publish("digits", "1", "second"))
                .isInstanceOf(VersionExistsException.class)
                .hasMessage("version refused: expected a version that is not there yet, got digits@1 ["
                        + objects.place() + "]; versions never change: choose another one");
        assertThat(store.find("digits", "1")).contains(first);
    }

    @Test
    void theSlowerOfTwoWritersLoses() throws IOException {
        objects.before("create", "manifests/digits@/1", () -> publish("digits", "1", "faster"));
        assertThatThrownBy(() -> publish("digits", "1", "slower")).isInstanceOf(VersionExistsException.class);
        assertThat(store.read(store.find("digits", "1").orElseThrow(), "part-0"))
                .isEqualTo(bytes("faster"));
    }

    @Test
    void nobodySeesAVersionBeforeItsLastPart() throws IOException {
        objects.before("create", "manifests/digits@/1", () -> {
            assertThat(store.find("digits", "1")).isEmpty();
            assertThat(store.list("digits")).isEmpty();
            assertThat(objects.find(blob("part"))).isPresent();
        });
        publish("digits", "1", "part");
        assertThat(store.find("digits", "1")).isPresent();
    }

    @Test
    void equalPartsAreStoredOnce() throws IOException {
        publish("digits", "1", "model", "one", "one");
        objects.before("write", blob("model"), () -> {
            throw new IOException("written twice");
        });
        publish("digits", "2", "model", "two");
        publish("other", "1", "model");
        assertThat(objects.list("blobs/"))
                .extracting(ObjectSpace.Found::key)
                .containsExactlyInAnyOrder(blob("model"), blob("one"), blob("two"));
    }

    @Test
    void aTamperedPartIsRefused() throws IOException {
        StoredVersion version = publish("digits", "1", "model");
        objects.write(blob("model"), bytes("mOdel"));
        assertThatThrownBy(() -> store.read(version, "part-0"))
                .isInstanceOf(IOException.class)
                .hasMessage("part part-0 of digits@1 refused: expected sha256 " + Sha256.hex(bytes("model")) + ", got "
                        + Sha256.hex(bytes("mOdel")) + " [" + objects.place() + "]; publish the same bytes again");
    }

    @Test
    void aPartOfAnotherLengthIsRefusedUnread() throws IOException {
        StoredVersion version = publish("digits", "1", "model");
        objects.write(blob("model"), new byte[1 << 20]);
        assertThat(objects.read(blob("model"), 5).orElseThrow().bytes()).hasSize(5);
        assertThatThrownBy(() -> store.read(version, "part-0"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("part part-0 of digits@1 refused: expected 5 bytes, got 1048576 [");
        objects.write(blob("model"), bytes("mod"));
        assertThatThrownBy(() -> store.read(version, "part-0")).hasMessageContaining("expected 5 bytes, got 3 [");
        objects.delete(blob("model"));
        assertThatThrownBy(() -> store.read(version, "part-0"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected 5 bytes, got none [");
    }

    @Test
    void publishingTheSameBytesMendsATruncatedPart() throws IOException {
        StoredVersion version = publish("digits", "1", "model");
        objects.write(blob("model"), bytes("mod"));
        publish("digits", "2", "model");
        assertThat(store.read(version, "part-0")).isEqualTo(bytes("model"));
    }

    @Test
    void aTruncatedManifestIsRefusedAndCanBeRemoved() throws IOException {
        publish("digits", "1", "model");
        String key = "manifests/digits@/1.json";
        byte[] whole = objects.read(key, Manifest.LONGEST).orElseThrow().bytes();
        objects.write(key, Arrays.copyOf(whole, whole.length / 2));
        String refusal = "manifest refused: expected a whole JSON object";
        assertThatThrownBy(() -> store.find("digits", "1"))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(refusal, key);
        assertThatThrownBy(() -> store.list("digits")).hasMessageContaining(refusal);
        assertThatThrownBy(() -> publish("digits", "1", "model")).isInstanceOf(VersionExistsException.class);
        objects.age(GRACE.multipliedBy(2));
        assertThatThrownBy(() -> store.collect(GRACE)).hasMessageContaining(refusal);
        assertThat(objects.find(blob("model"))).isPresent();
        assertThat(store.remove("digits", "1")).isTrue();
        assertThat(store.collect(GRACE)).isEqualTo(new Collected(1, 5));
    }

    @Test
    void aManifestInTheWrongPlaceOrTooLongIsRefused() throws IOException {
        publish("digits", "1", "model");
        byte[] whole = objects.read("manifests/digits@/1.json", Manifest.LONGEST)
                .orElseThrow()
                .bytes();
        objects.write("manifests/digits@/2.json", whole);
        assertThatThrownBy(() -> store.find("digits", "2"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("manifest refused: expected that of manifests/digits@/2.json, got digits@1 [");
        objects.write("manifests/digits@/2.json", new byte[Manifest.LONGEST + 1]);
        assertThatThrownBy(() -> store.find("digits", "2"))
                .hasMessageContaining("manifest refused: expected at most 1048576 bytes, got 1048577 [");
        assertThatThrownBy(() -> store.publish(
                        "digits", "3", Map.of("p", bytes("new")), Map.of("k", "v".repeat(Manifest.LONGEST))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("manifest refused: expected at most 1048576 bytes, got ");
        assertThat(objects.find(blob("new"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", ".", "..", "../x", "a/../b", "/a", "a/", "a//b", "-a", ".a", "a/.b", "a b", "a@b", "a\\b", "a\n",
                "a\0", "a:b", "%2e%2e", "ä"
            })
    void hostileNamesAreRefused(String name) throws IOException {
        String refusal = " refused: expected ";
        assertThatThrownBy(() -> publish(name, "1", "p"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("name", refusal);
        assertThatThrownBy(() -> store.find("a", name)).hasMessageContainingAll("version", refusal);
        assertThatThrownBy(() -> store.list(name)).hasMessageContaining(refusal);
        assertThatThrownBy(() -> store.names(name)).hasMessageContaining(refusal);
        assertThatThrownBy(() -> store.remove(name, "1")).hasMessageContaining(refusal);
        assertThatThrownBy(() -> publish("a", name, "p")).hasMessageContainingAll("version", refusal);
        assertThatThrownBy(() -> store.publish("a", "1", Map.of(name, bytes("p")), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("part", refusal);
        assertThat(objects.list("manifests/")).isEmpty();
        assertThat(objects.list("blobs/")).isEmpty();
    }

    @Test
    void theLongestNamesFit() throws IOException {
        String segment = "x".repeat(128);
        String name = String.join("/", segment, segment, segment, "x".repeat(125));
        StoredVersion version = publish(name, segment, "p");
        assertThat(store.list(name)).containsExactly(version);
        assertThat(store.names(segment)).containsExactly(name);
        assertThatThrownBy(() -> publish(name + "x", "1", "p")).hasMessageContaining("at most 512 characters");
        assertThatThrownBy(() -> publish("a", segment + "x", "p")).hasMessageContaining("up to 128 letters");
        assertThatThrownBy(() -> publish("a", "1")).hasMessageContaining("expected one part or more, got none [a@1]");
    }

    @Test
    void aLostAnswerIsNoConflict() throws IOException {
        ModelStore unlucky = new ObjectModelStore(new LostAnswers(objects), OPTIONS, UUID::randomUUID);
        StoredVersion version = unlucky.publish("digits", "1", Map.of("p", bytes("p")), Map.of());
        assertThat(store.find("digits", "1")).contains(version);
        assertThatThrownBy(() -> unlucky.publish("digits", "1", Map.of("p", bytes("p")), Map.of()))
                .isInstanceOf(VersionExistsException.class);
        objects.age(GRACE.multipliedBy(2));
        assertThat(unlucky.collect(GRACE)).isEqualTo(new Collected(0, 0));
    }
}
