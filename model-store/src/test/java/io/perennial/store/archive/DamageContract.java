// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is damaged or hostile is refused. */
abstract class DamageContract extends VersionContract {

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
}
