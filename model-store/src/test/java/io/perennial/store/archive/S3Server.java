// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import software.amazon.awssdk.services.s3.S3Client;

/** A real S3 server over a directory, on the loopback address, with one bucket; it checks signatures. */
final class S3Server {

    static final String BUCKET = "models";

    /** Where the usual AWS chain looks first. */
    private static final String KEY = "aws.accessKeyId";

    private static final String SECRET = "aws.secretAccessKey";

    private final Path directory;
    private final int port;
    private S3Proxy proxy;

    S3Server(Path directory) throws Exception {
        this.directory = directory;
        System.setProperty(KEY, "the-key");
        System.setProperty(SECRET, "the-secret");
        Files.createDirectories(directory.resolve(BUCKET));
        proxy = start(0);
        port = proxy.getPort();
    }

    private S3Proxy start(int at) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("jclouds.filesystem.basedir", directory.toString());
        S3Proxy started = S3Proxy.builder()
                .endpoint(URI.create("http://127.0.0.1:" + at))
                .blobStore(BlobStores.create("filesystem-nio2", properties))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, System.getProperty(KEY), System.getProperty(SECRET))
                .build();
        started.start();
        return started;
    }

    int port() {
        return port;
    }

    URI endpoint() {
        return endpoint(port);
    }

    static URI endpoint(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    static StoreOptions options(URI endpoint, Duration grace, Duration limit) {
        return StoreOptions.defaults().limits(grace, limit).endpoint(endpoint).pathStyle(true);
    }

    /** @param prefix of the keys, so that tests do not meet */
    ObjectSpace objects(StoreOptions options, String prefix, int pageSize) {
        StoreOptions here = options.endpoint(endpoint()).pathStyle(true);
        S3Client client = S3Clients.open(here);
        return new S3Store(client, S3Location.of(URI.create("s3://" + BUCKET + "/" + prefix)), here, pageSize);
    }

    void down() throws Exception {
        proxy.stop();
    }

    void up() throws Exception {
        proxy = start(port);
    }

    void close() throws Exception {
        proxy.stop();
        System.clearProperty(KEY);
        System.clearProperty(SECRET);
    }
}
