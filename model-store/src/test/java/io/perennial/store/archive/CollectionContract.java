// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a collection deletes and what not, beside publishers at the worst moments. */
abstract class CollectionContract extends DamageContract {

    static final Duration LONG = GRACE.multipliedBy(2);

    @Test
    void deletesOnlyWhatIsOldAndUnreferenced() throws IOException {
        publish("digits", "1", "model", "one");
        publish("digits", "2", "model", "three");
        store.remove("digits", "1");
        assertThat(store.collect(GRACE)).isEqualTo(new Collected(0, 0));
        objects.age(LONG);
        assertThat(store.collect(GRACE.multipliedBy(3))).isEqualTo(new Collected(0, 0));
        assertThat(store.collect(GRACE)).isEqualTo(new Collected(1, 3));
        assertThat(objects.find(blob("one"))).isEmpty();
        StoredVersion kept = store.find("digits", "2").orElseThrow();
        assertThat(store.read(kept, "part-0")).isEqualTo(bytes("model"));
        assertThat(store.read(kept, "part-1")).isEqualTo(bytes("three"));
        assertThat(objects.find(StoreNames.COLLECTING)).isEmpty();
    }

    @Test
    void refusesAGraceThatPublishersDoNotCountOn() {
        assertThatThrownBy(() -> store.collect(GRACE.minusSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("grace refused: expected at least PT1H, which publishers count on, got PT59M59S");
    }

    @Test
    void aPartOlderThanHalfOfTheGraceIsWrittenAgain() throws IOException {
        publish("digits", "1", "model");
        store.remove("digits", "1");
        objects.age(GRACE.dividedBy(2).plusSeconds(60));
        publish("digits", "2", "model");
        assertThat(objects.find(blob("model")).orElseThrow().age()).isLessThan(GRACE.dividedBy(2));
    }

    @Test
    void keepsWhatIsPublishedAfterThePartsWereListed() throws IOException {
        objects.write(blob("model"), bytes("model"));
        objects.age(LONG);
        objects.before("list", "manifests/", () -> publish("digits", "1", "model"));
        keeps();
    }

    @Test
    void keepsWhatIsPublishedAfterTheManifestsWereRead() throws IOException {
        objects.write(blob("model"), bytes("model"));
        objects.age(LONG);
        objects.before("write", StoreNames.COLLECTING, () -> publish("digits", "1", "model"));
        keeps();
    }

    private void keeps() throws IOException {
        assertThat(store.collect(GRACE)).isEqualTo(new Collected(0, 0));
        assertThat(store.read(store.find("digits", "1").orElseThrow(), "part-0"))
                .isEqualTo(bytes("model"));
    }

    @Test
    void aPublisherWaitsForADeletionUnderWayAndWritesThePartAgain() throws Exception {
        publishesAcrossADeletion(waits -> {});
    }

    @Test
    void aPublisherSeesADeletionThatEndedBeforeItCouldReadOfIt() throws Exception {
        publishesAcrossADeletion(CompletableFuture::join);
    }

    /** @param meanwhile what the publisher does, once its part is written, until it asks for the announcement */
    private void publishesAcrossADeletion(Consumer<CompletableFuture<Void>> meanwhile) throws Exception {
        objects.write(blob("model"), bytes("model"));
        objects.age(LONG);
        CompletableFuture<Void> asks = new CompletableFuture<>();
        CompletableFuture<Void> collected = new CompletableFuture<>();
        AtomicReference<CompletableFuture<StoredVersion>> publisher = new AtomicReference<>();
        objects.before("delete", blob("model"), () -> {
            objects.before("read", StoreNames.COLLECTING, () -> {
                asks.complete(null);
                meanwhile.accept(collected);
            });
            publisher.set(CompletableFuture.supplyAsync(() -> {
                try {
                    return publish("digits", "1", "model");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
            asks.join();
        });
        assertThat(store.collect(GRACE)).isEqualTo(new Collected(1, 5));
        collected.complete(null);
        StoredVersion version = publisher.get().get(20, TimeUnit.SECONDS);
        assertThat(store.read(version, "part-0")).isEqualTo(bytes("model"));
    }

    @Test
    void aDeadCollectionStandsInTheWayOnlyForATime() throws IOException {
        objects.write(blob("model"), bytes("model"));
        objects.age(LONG);
        objects.before("delete", blob("model"), () -> {
            throw new IOException("the collector's machine died");
        });
        assertThatThrownBy(() -> store.collect(GRACE)).hasMessage("the collector's machine died");
        assertThatThrownBy(() -> store.collect(GRACE))
                .hasMessage("collection refused: expected no other collection, got one under way [" + objects.place()
                        + "]; wait until it is done, or, if its process died, for PT30M");
        publish("digits", "1", "another");
        ModelStore impatient = store(OPTIONS.limits(GRACE, Duration.ofMillis(200)));
        assertThatThrownBy(() -> impatient.publish("digits", "2", Map.of("p", bytes("model")), Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("publication refused: expected no collection that deletes the same parts within"
                        + " PT0.2S, got one [digits@2");
        objects.ageAnnouncement(GRACE);
        StoredVersion version = impatient.publish("digits", "2", Map.of("p", bytes("model")), Map.of());
        objects.age(LONG);
        assertThat(store.collect(GRACE)).isEqualTo(new Collected(0, 0));
        assertThat(store.read(version, "p")).isEqualTo(bytes("model"));
    }

    @Test
    void aPublicationThatTookTooLongIsRefused() throws IOException {
        Clock real = OPTIONS.clock();
        AtomicReference<Clock> clock = new AtomicReference<>(real);
        ModelStore slow = store(OPTIONS.clock(new Clock() {
            @Override
            public ZoneId getZone() {
                return real.getZone();
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return clock.get().instant();
            }
        }));
        objects.before("write", blob("model"), () -> clock.set(Clock.offset(real, GRACE.dividedBy(3))));
        assertThatThrownBy(() -> slow.publish("digits", "1", Map.of("p", bytes("model")), Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("publication refused: expected parts written within PT15M, got PT20M");
        assertThat(store.find("digits", "1")).isEmpty();
    }

    @Test
    void deletesMoreThanOneAnnouncementHolds() throws IOException {
        int many = Announcement.MOST + 5;
        for (int i = 0; i < many; i++) {
            objects.write(blob(i + ""), bytes(i + ""));
        }
        objects.age(LONG);
        assertThat(store.collect(GRACE).parts()).isEqualTo(many);
        assertThat(objects.list("blobs/")).isEmpty();
    }
}
