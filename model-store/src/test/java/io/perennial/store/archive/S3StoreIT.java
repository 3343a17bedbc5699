// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3StoreIT extends ModelStoreContract {

    private static S3Server server;

    private int place;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        server = new S3Server(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    /** Pages of 7 keys, so that every listing of the tests has several. */
    @Override
    ObjectSpace objects(StoreOptions options) {
        return server.objects(options, "some/" + UUID.randomUUID() + "/" + place++, 7);
    }

    private static ModelStore open(String address, Duration limit) {
        return ModelStores.open(address, S3Server.options(server.endpoint(), GRACE, limit));
    }

    @Test
    void opensABucketWithoutAPrefix() throws IOException {
        try (ModelStore whole = open("s3://" + S3Server.BUCKET, Duration.ofSeconds(20))) {
            StoredVersion version = whole.publish("whole", "1", Map.of("p", bytes("p")), Map.of());
            assertThat(whole.names()).contains("whole");
            assertThat(whole.read(version, "p")).isEqualTo(bytes("p"));
        }
    }

    @Test
    void saysAtOnceThatThereIsNoBucket() {
        try (ModelStore nowhere = open("s3://no-such-bucket/x", Duration.ofSeconds(20))) {
            long start = System.nanoTime();
            assertThatThrownBy(nowhere::names)
                    .isInstanceOf(IOException.class)
                    .hasMessage("listing manifests/ refused: expected success, got status 404 NoSuchBucket"
                            + " [s3://no-such-bucket/x/]; see that it is there and that access is granted");
            assertThatThrownBy(() -> nowhere.publish("digits", "1", Map.of("p", bytes("p")), Map.of()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("got status 404");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void saysAtOnceThatAccessIsDeniedAndNoSecret() {
        System.setProperty("aws.secretAccessKey", "another-secret");
        try (ModelStore denied = open("s3://" + S3Server.BUCKET + "/x", Duration.ofSeconds(20))) {
            assertThatThrownBy(denied::names)
                    .isInstanceOf(IOException.class)
                    .hasMessage("listing manifests/ refused: expected success, got status 403 SignatureDoesNotMatch"
                            + " [s3://models/x/]; see that it is there and that access is granted")
                    .hasStackTraceContaining("403")
                    .satisfies(failure -> {
                        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                            assertThat(cause.toString()).doesNotContain("another-secret", "the-secret");
                        }
                    });
        } finally {
            System.setProperty("aws.secretAccessKey", "the-secret");
        }
    }
}
