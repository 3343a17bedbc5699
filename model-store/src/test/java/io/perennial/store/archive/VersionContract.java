// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Publishing, finding, listing. */
abstract class VersionContract extends StoreFixture {

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
