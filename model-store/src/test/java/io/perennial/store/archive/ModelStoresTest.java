// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelStoresTest {

    private static final StoreOptions OPTIONS = StoreOptions.defaults();

    @TempDir
    private Path directory;

    @Test
    void aPathAndItsAddressAreTheSameStore() throws IOException {
        try (ModelStore path = ModelStores.open(directory.toString(), OPTIONS);
                ModelStore text = ModelStores.open(directory.toUri().toString(), OPTIONS);
                ModelStore address = ModelStores.open(directory.toUri(), OPTIONS)) {
            StoredVersion version = path.publish("digits", "1", Map.of("p", new byte[1]), Map.of());
            assertThat(text.find("digits", "1")).contains(version);
            assertThat(address.find("digits", "1")).contains(version);
        }
    }

    @Test
    void opensS3WithoutAskingIt() {
        StoreOptions elsewhere =
                OPTIONS.endpoint(URI.create("http://127.0.0.1:1")).pathStyle(true);
        ModelStores.open("s3://models/some/prefix", elsewhere).close();
        ModelStores.open("s3://models", OPTIONS.region("eu-central-1")).close();
    }

    @ParameterizedTest
    @CsvSource({
        "gs://bucket/x, the scheme gs",
        "https://user:word@host/x, the scheme https",
        "'', nothing",
        "file:x, a file: address of another form",
        "file://host/x, a file: address of another form",
        "s3:// , something else",
    })
    void refusesAnythingElseAndNamesTheTwo(String address, String got) {
        assertThatThrownBy(() -> ModelStores.open(address, OPTIONS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("model store refused: expected file:///directory or a plain path, or s3://bucket/prefix,"
                        + " got " + got + "; name one of the two");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3:bucket",
                "s3://B",
                "s3://ab",
                "s3://Bucket/x",
                "s3://bucket//x",
                "s3://bucket/a//b",
                "s3://bucket/a@b",
                "s3://key:hidden@bucket/x",
                "s3://bucket/x?y",
                "s3://bucket/x#y",
                "s3://bucket:80/x"
            })
    void refusesWhatIsNoBucketAndPrefix(String address) {
        assertThatThrownBy(() -> ModelStores.open(address, OPTIONS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("model store refused: expected s3://bucket/prefix")
                .hasMessageNotContaining("hidden");
    }

    @Test
    void aPrefixEndsWithOneSlashOrIsEmpty() {
        assertThat(S3Location.of(URI.create("s3://models/a/b//"))).isEqualTo(new S3Location("models", "a/b/"));
        assertThat(S3Location.of(URI.create("s3://models/"))).isEqualTo(new S3Location("models", ""));
        assertThat(S3Location.of(URI.create("s3://models")).toString()).isEqualTo("s3://models/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:9000", "//host", "ftp://host", "http://user:hidden@host", "http:///path"})
    void refusesAnEndpointThatIsNoneOrHoldsAPassword(String endpoint) {
        assertThatThrownBy(() -> OPTIONS.endpoint(URI.create(endpoint)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("endpoint refused: expected http:// or https:// and a host without user")
                .hasMessageNotContaining("hidden");
    }

    @Test
    void refusesLimitsThatDoNotFitEachOther() {
        assertThatThrownBy(() -> OPTIONS.limits(Duration.ofSeconds(79), Duration.ofSeconds(10)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("grace refused: expected at least 8 time limits of PT10S, got PT1M19S");
        assertThatThrownBy(() -> OPTIONS.limits(Duration.ofSeconds(1), Duration.ZERO))
                .hasMessageContaining("time limit refused: expected a millisecond or more, got PT0S");
    }
}
