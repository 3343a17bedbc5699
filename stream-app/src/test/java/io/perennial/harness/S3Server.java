// SPDX-License-Identifier: Apache-2.0
package io.perennial.harness;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;

/** A real S3 server over a directory, on the loopback address, with one bucket, that can go away and come back. */
public final class S3Server implements AutoCloseable {

    /** Its only bucket. */
    public static final String BUCKET = "models";

    /** Where the usual AWS chain looks first. */
    private static final String KEY = "aws.accessKeyId";

    private static final String SECRET = "aws.secretAccessKey";

    private final Path directory;
    private final int port;
    private S3Proxy proxy;

    public S3Server(Path directory) throws Exception {
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

    public String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    public void down() throws Exception {
        proxy.stop();
    }

    public void up() throws Exception {
        proxy = start(port);
    }

    @Override
    public void close() throws Exception {
        proxy.stop();
        System.clearProperty(KEY);
        System.clearProperty(SECRET);
    }
}
