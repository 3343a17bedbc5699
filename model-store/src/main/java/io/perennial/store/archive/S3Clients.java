// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** The client of Amazon's kit, set up so that everything about time and retries is decided in {@link RemoteCalls}. */
final class S3Clients {

    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(15);

    private S3Clients() {}

    static S3Client open(StoreOptions options) {
        S3ClientBuilder builder = S3Client.builder()
                .credentialsProvider(DefaultCredentialsProvider.builder().build())
                .httpClientBuilder(Apache5HttpClient.builder()
                        .connectionTimeout(part(options.timeLimit(), LONGEST_CONNECT))
                        .socketTimeout(part(options.timeLimit(), LONGEST_SILENCE)))
                .overrideConfiguration(kit -> kit.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                // We send the SHA-256 and check it on reading; more than that many servers do not understand.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .forcePathStyle(options.pathStyle());
        options.endpoint()
                .ifPresent(endpoint -> builder.endpointOverride(endpoint).region(Region.US_EAST_1));
        options.region().ifPresent(region -> builder.region(Region.of(region)));
        try {
            return builder.build();
        } catch (SdkClientException e) {
            throw new IllegalArgumentException(
                    "model store refused: expected an S3 region, got none [options and AWS configuration]; set the"
                            + " region, or AWS_REGION",
                    e);
        }
    }

    /** A quarter of the limit at most, so that a server that went silent is asked again in time. */
    private static Duration part(Duration limit, Duration most) {
        Duration quarter = limit.dividedBy(4);
        return quarter.compareTo(most) < 0 ? quarter : most;
    }
}
