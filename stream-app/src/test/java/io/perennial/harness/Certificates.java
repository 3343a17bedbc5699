// SPDX-License-Identifier: Apache-2.0
package io.perennial.harness;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A certificate authority of the moment and what it signs, made by the JDK's keytool, as PEM. */
public final class Certificates {

    private static final String PASSWORD = "of-this-moment";
    private static final String AUTHORITY = "authority";

    private final Path file;

    private Certificates(Path file) {
        this.file = file;
    }

    /**
     * A certificate with its key.
     *
     * @param chain PEM, its own first
     * @param key PEM, PKCS #8
     */
    public record Identity(String chain, String key) {}

    /** A new authority, which nobody else trusts. */
    public static Certificates create(Path directory) throws IOException, InterruptedException {
        Certificates certificates = new Certificates(directory.resolve("certificates.p12"));
        certificates.keytool(AUTHORITY, "CN=authority", "-ext", "bc:c");
        return certificates;
    }

    /** Signs a certificate for a name and for this machine's own address. */
    public Identity sign(String distinguishedName) throws IOException, InterruptedException, GeneralSecurityException {
        String alias = "a" + Integer.toHexString(distinguishedName.hashCode());
        keytool(alias, distinguishedName, "-signer", AUTHORITY, "-ext", "san=ip:127.0.0.1,dns:localhost");
        KeyStore store = store();
        StringBuilder chain = new StringBuilder();
        for (Certificate certificate : store.getCertificateChain(alias)) {
            chain.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        Key key = store.getKey(alias, PASSWORD.toCharArray());
        return new Identity(chain.toString(), pem("PRIVATE KEY", key.getEncoded()));
    }

    /** The authority's own certificate, PEM. */
    public String authority() throws IOException, GeneralSecurityException {
        return pem("CERTIFICATE", store().getCertificate(AUTHORITY).getEncoded());
    }

    private KeyStore store() throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    }

    private static String pem(String what, byte[] bytes) {
        String text = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(bytes);
        return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
    }

    private void keytool(String alias, String name, String... more) throws IOException, InterruptedException {
        Path log = Files.createTempFile(file.getParent(), "keytool", ".log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-J-XX:+UseSerialGC",
                "-genkeypair",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD,
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "2",
                "-dname",
                name));
        command.addAll(List.of(more));
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            keytool.destroyForcibly();
            throw new IllegalStateException("keytool made no certificate for " + name + ": " + Files.readString(log));
        }
    }
}
