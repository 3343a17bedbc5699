// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Objects in a bucket of S3 or of a service that honours {@code If-None-Match: *}, which is tried once. */
final class S3Store implements ObjectSpace {

    private final S3Client client;
    private final S3Location location;
    private final Clock clock;
    private final RemoteCalls calls;
    private final int pageSize;
    private final AtomicBoolean conditionsHonoured = new AtomicBoolean();

    /** @param pageSize keys per answer of a listing, at most 1,000 */
    S3Store(S3Client client, S3Location location, StoreOptions options, int pageSize) {
        this.client = client;
        this.location = location;
        this.clock = options.clock();
        this.pageSize = pageSize;
        calls = new RemoteCalls(place(), options.timeLimit(), S3Failures::passing, S3Failures::described);
    }

    @Override
    public String place() {
        return location.toString();
    }

    @Override
    public Optional<Content> read(String key, int most) throws IOException {
        return calls.call("reading " + key, () -> {
            try (ResponseInputStream<GetObjectResponse> stream =
                    client.getObject(get -> get.bucket(location.bucket()).key(full(key)))) {
                long size = stream.response().contentLength();
                byte[] bytes = stream.readNBytes((int) Math.min(most, size));
                if (size > most) {
                    // Closing would read the rest.
                    stream.abort();
                }
                return Optional.of(new Content(bytes, size));
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public Optional<Found> find(String key) throws IOException {
        return calls.call("looking for " + key, () -> {
            try {
                HeadObjectResponse head =
                        client.headObject(ask -> ask.bucket(location.bucket()).key(full(key)));
                Duration age = Duration.between(head.lastModified(), now(head.sdkHttpResponse()));
                return Optional.of(new Found(key, head.contentLength(), age));
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public List<Found> list(String prefix) throws IOException {
        List<Found> found = new ArrayList<>();
        String token = null;
        do {
            String from = token;
            ListObjectsV2Response page = calls.call(
                    "listing " + prefix,
                    () -> client.listObjectsV2(list -> list.bucket(location.bucket())
                            .prefix(full(prefix))
                            .maxKeys(pageSize)
                            .continuationToken(from)));
            Instant now = now(page.sdkHttpResponse());
            page.contents()
                    .forEach(object -> found.add(new Found(
                            object.key().substring(location.prefix().length()),
                            object.size(),
                            Duration.between(object.lastModified(), now))));
            token = page.nextContinuationToken();
        } while (token != null);
        return found;
    }

    @Override
    public void write(String key, byte[] bytes) throws IOException {
        PutObjectRequest request = put(key, bytes).build();
        calls.call("writing " + key, () -> client.putObject(request, body(bytes)));
    }

    @Override
    public boolean create(String key, byte[] bytes) throws IOException {
        PutObjectRequest request = put(key, bytes).ifNoneMatch("*").build();
        Callable<Boolean> creation = () -> {
            try {
                client.putObject(request, body(bytes));
                return true;
            } catch (S3Exception e) {
                if (e.statusCode() == S3Failures.CONDITION_FAILED) {
                    return false;
                }
                throw e;
            }
        };
        boolean created = calls.call("creating " + key, creation);
        if (created && !conditionsHonoured.get()) {
            // A service that ignores the condition would let two writers win. The bytes are the same, so this is
            // harmless.
            if (calls.call("creating again " + key, creation)) {
                throw new IOException("storage refused: expected that it honours If-None-Match: *, got an object"
                        + " written twice [" + place() + key + "]; use a service with conditional writes");
            }
            conditionsHonoured.set(true);
        }
        return created;
    }

    @Override
    public void delete(String key) throws IOException {
        calls.call(
                "deleting " + key,
                () -> client.deleteObject(
                        delete -> delete.bucket(location.bucket()).key(full(key))));
    }

    @Override
    public void sweep(Duration grace) {
        // An object is sent in one request: an interrupted one leaves nothing.
    }

    @Override
    public void close() {
        calls.close();
        client.close();
    }

    private PutObjectRequest.Builder put(String key, byte[] bytes) {
        return PutObjectRequest.builder()
                .bucket(location.bucket())
                .key(full(key))
                .contentLength((long) bytes.length)
                .checksumSHA256(Base64.getEncoder().encodeToString(Sha256.of(bytes)));
    }

    /** Does not copy the bytes, unlike the kit's own. */
    private static RequestBody body(byte[] bytes) {
        return RequestBody.fromContentProvider(
                () -> new ByteArrayInputStream(bytes), bytes.length, "application/octet-stream");
    }

    private String full(String key) {
        return location.prefix() + key;
    }

    /** By the server's clock, which also set the time of the last change. */
    private Instant now(SdkHttpResponse response) {
        try {
            return response.firstMatchingHeader("Date")
                    .map(date -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from))
                    .orElseGet(clock::instant);
        } catch (DateTimeException e) {
            return clock.instant();
        }
    }
}
