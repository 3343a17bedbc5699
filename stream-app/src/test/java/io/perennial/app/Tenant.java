// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.perennial.config.SecretFiles;
import io.perennial.config.Settings;
import io.perennial.harness.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Somebody who uses a secured cluster: a configuration file and a directory of secrets that it refers to, as they are
 * deployed.
 */
final class Tenant {

    /** What the secrets are called. */
    static final String PASSWORD = "KAFKA_PASSWORD";

    private final Path directory;
    private final Map<String, String> keys;

    private Tenant(Path directory, Map<String, String> keys, Map<String, String> secrets) throws IOException {
        this.directory = directory;
        this.keys = keys;
        Files.createDirectories(directory.resolve("secrets"));
        for (Map.Entry<String, String> secret : secrets.entrySet()) {
            Files.writeString(directory.resolve("secrets").resolve(secret.getKey()), secret.getValue() + "\n");
        }
        String yaml = keys.entrySet().stream()
                .map(key -> key.getKey() + ": '" + key.getValue().replace("'", "''") + "'\n")
                .collect(Collectors.joining());
        Files.write(directory.resolve("perennial.yaml"), yaml.getBytes(UTF_8));
    }

    /** With a password. */
    static Tenant scram(Path directory, Service service, String bootstrapServers, String authority, String user)
            throws IOException {
        Map<String, String> keys = tls(service, bootstrapServers, "SASL_SSL");
        keys.put("kafka.sasl.mechanism", "SCRAM-SHA-512");
        keys.put(
                "kafka.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user
                        + "\" password=\"${KAFKA_PASSWORD}\";");
        return new Tenant(directory, keys, Map.of("ca.crt", authority, PASSWORD, password(user)));
    }

    /** With a certificate. */
    static Tenant mtls(
            Path directory, Service service, String bootstrapServers, String authority, String chain, String key)
            throws IOException {
        Map<String, String> keys = tls(service, bootstrapServers, "SSL");
        keys.put("kafka.ssl.keystore.type", "PEM");
        keys.put("kafka.ssl.keystore.certificate.chain", "${tls.crt}");
        keys.put("kafka.ssl.keystore.key", "${tls.key}");
        return new Tenant(directory, keys, Map.of("ca.crt", authority, "tls.crt", chain, "tls.key", key));
    }

    /** With tokens. */
    static Tenant oauth(
            Path directory, Service service, String bootstrapServers, String authority, String tokens, String user)
            throws IOException {
        Map<String, String> keys = tls(service, bootstrapServers, "SASL_SSL");
        keys.put("kafka.sasl.mechanism", "OAUTHBEARER");
        keys.put("kafka.sasl.oauthbearer.token.endpoint.url", tokens);
        keys.put(
                "kafka.sasl.login.callback.handler.class",
                "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler");
        keys.put(
                "kafka.sasl.jaas.config",
                "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required clientId=\"" + user
                        + "\" clientSecret=\"${KAFKA_PASSWORD}\";");
        return new Tenant(directory, keys, Map.of("ca.crt", authority, PASSWORD, password(user)));
    }

    private static Map<String, String> tls(Service service, String bootstrapServers, String protocol) {
        Map<String, String> keys = new TreeMap<>(service.keys());
        keys.put("kafka.bootstrap.servers", bootstrapServers);
        keys.put("kafka.security.protocol", protocol);
        keys.put("kafka.ssl.truststore.type", "PEM");
        keys.put("kafka.ssl.truststore.certificates", "${ca.crt}");
        return keys;
    }

    /** The password that a user has unless something else is put into the file; hard to keep, like good ones. */
    static String password(String user) {
        return "p$${" + user + "}";
    }

    /** Puts something else into a secret. */
    Tenant with(String secret, String value) throws IOException {
        Files.writeString(directory.resolve("secrets").resolve(secret), value);
        return this;
    }

    Path secrets() {
        return directory.resolve("secrets");
    }

    Settings settings() {
        return configured().settings();
    }

    private Bundles.Configured configured() {
        return Bundles.configure(directory.resolve("perennial.yaml"), SecretFiles.read(secrets()));
    }

    /** Starts the service in this JVM. */
    PerennialApp open() {
        Bundles.Configured configured = configured();
        return PerennialApp.start(configured.settings(), configured.bundle());
    }

    /** Starts the service as a process of its own. */
    ChildProcess start() throws IOException {
        return ChildProcess.java(
                directory.resolve("service.log"),
                Service.JVM,
                Main.class.getName(),
                arguments("run").toArray(String[]::new));
    }

    /** A command that reads the configuration. */
    CommandRun run(String... command) {
        return CommandRun.of(arguments(command));
    }

    private List<String> arguments(String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(
                "--config",
                directory.resolve("perennial.yaml").toString(),
                "--secrets",
                secrets().toString()));
        return all;
    }

    /** The properties of its clients, for what takes a file of them. */
    Path clientProperties() throws IOException {
        java.util.Properties properties = new java.util.Properties();
        properties.putAll(settings().kafka());
        Path file = directory.resolve("client.properties");
        try (var out = Files.newOutputStream(file)) {
            properties.store(out, null);
        }
        return file;
    }
}
