// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is away, silent, or whose answers get lost. */
class S3OutageIT {

    private static final Duration GRACE = Duration.ofHours(1);
    private static final Map<String, byte[]> PARTS = Map.of("p", StoreFixture.bytes("part"));

    private S3Server server;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        server = new S3Server(directory);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private ModelStore open(URI endpoint, Duration limit) {
        return ModelStores.open("s3://" + S3Server.BUCKET + "/x", S3Server.options(endpoint, GRACE, limit));
    }

    @Test
    void survivesAnOutageShorterThanTheLimit() throws Exception {
        ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
        try (ModelStore store = open(server.endpoint(), Duration.ofSeconds(30))) {
            store.publish("digits", "1", PARTS, Map.of());
            server.down();
            Future<?> up = later.schedule(
                    () -> {
                        server.up();
                        return null;
                    },
                    2,
                    TimeUnit.SECONDS);
            StoredVersion version = store.publish("digits", "2", PARTS, Map.of());
            assertThat(up.isDone()).isTrue();
            assertThat(store.read(version, "p")).isEqualTo(PARTS.get("p"));
        } finally {
            later.shutdownNow();
        }
    }

    @Test
    void aLongerOutageFailsWithinTheLimit() throws Exception {
        try (ModelStore store = open(server.endpoint(), Duration.ofSeconds(2))) {
            server.down();
            failsInTime(store, "expected an answer within PT2S, got none but ", "Connection refused");
        }
    }

    @Test
    void aSilentServerFailsWithinTheLimit() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ModelStore store = open(S3Server.endpoint(silent.getLocalPort()), Duration.ofSeconds(2))) {
            failsInTime(store, "expected an answer within PT2S, got none but SocketTimeoutException", "");
        }
    }

    private static void failsInTime(ModelStore store, String... reasons) {
        long start = System.nanoTime();
        assertThatThrownBy(() -> store.publish("digits", "1", PARTS, Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("looking for manifests/digits@/1.json refused: ")
                .hasMessageEndingWith(" [s3://models/x/]; see that the storage can be reached")
                .hasMessageContainingAll(reasons);
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        assertThat(taken).isBetween(Duration.ofMillis(1_900), Duration.ofSeconds(4));
    }

    @Test
    void aLostAnswerToTheManifestIsNoConflict() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(server.port(), "If-None-Match", 1);
                ModelStore store = open(S3Server.endpoint(proxy.port()), Duration.ofSeconds(20))) {
            StoredVersion version = store.publish("digits", "1", PARTS, Map.of());
            assertThat(proxy.cut()).isEqualTo(1);
            assertThat(store.find("digits", "1")).contains(version);
            assertThatThrownBy(() -> store.publish("digits", "1", PARTS, Map.of()))
                    .isInstanceOf(VersionExistsException.class);
        }
    }

    @Test
    void lostAnswersToEverythingElseAreAskedForAgain() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(server.port(), "HTTP/1.1", 3);
                ModelStore store = open(S3Server.endpoint(proxy.port()), Duration.ofSeconds(20))) {
            StoredVersion version = store.publish("digits", "1", PARTS, Map.of());
            assertThat(proxy.cut()).isEqualTo(3);
            assertThat(store.read(version, "p")).isEqualTo(PARTS.get("p"));
        }
    }
}
