// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.perennial.harness.Certificates;
import io.perennial.store.archive.ModelStore;
import io.perennial.store.archive.ModelStores;
import io.perennial.store.archive.StoreOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The model store is asked by TLS where its address says so, and only where its certificate is trusted. */
class StoreTlsTest {

    private static final char[] PASSWORD = "of-this-moment".toCharArray();

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private HttpsServer server;

    @BeforeEach
    void serve(@TempDir Path directory) throws Exception {
        System.setProperty("aws.accessKeyId", "the-key");
        System.setProperty("aws.secretAccessKey", "the-secret");
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(
                new HttpsConfigurator(context(Certificates.create(directory).sign("CN=localhost"))) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        connections.incrementAndGet();
                        super.configure(parameters);
                    }
                });
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    private static SSLContext context(Certificates.Identity identity) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        byte[] key = Base64.getMimeDecoder().decode(identity.key().replaceAll("-----[A-Z ]+-----", ""));
        store.setKeyEntry(
                "one",
                KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)),
                PASSWORD,
                chain(identity.chain()));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static Certificate[] chain(String pem) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(US_ASCII)))
                .toArray(new Certificate[0]);
    }

    /** It tries again, as with every failure of the network, and each time goes no further than the certificate. */
    @Test
    void aStoreWhoseCertificateNobodyTrustsIsToldNothing() throws Exception {
        StoreOptions options = StoreOptions.defaults()
                .endpoint(URI.create("https://localhost:" + server.getAddress().getPort()))
                .pathStyle(true)
                .limits(Duration.ofDays(1), Duration.ofMinutes(2));
        CompletableFuture<?> listed;
        try (ModelStore store = ModelStores.open("s3://models/here", options)) {
            listed = CompletableFuture.runAsync(() -> {
                try {
                    store.list("digits");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            await().atMost(Duration.ofMinutes(1)).until(() -> connections.get() >= 2 || listed.isDone());
        }
        assertThat(connections).hasValueGreaterThanOrEqualTo(2);
        assertThat(asked).hasValue(0);
        assertThat(listed).failsWithin(Duration.ofMinutes(1));
    }
}
