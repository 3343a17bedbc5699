// SPDX-License-Identifier: Apache-2.0
package io.perennial.broker;

import io.perennial.harness.Certificates;
import io.perennial.harness.TokenServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AclBinding;

/**
 * A broker in this JVM that lets nobody do anything without an ACL. Beside its doors with locks it has one without, for the
 * test itself, who may do everything there.
 */
public final class SecureKafka implements AutoCloseable {

    /** How clients get in. */
    public enum Door {
        /** TLS, and SASL SCRAM-SHA-512. */
        SCRAM,
        /** TLS, and a certificate; the user is its common name. */
        MTLS,
        /** TLS, and SASL OAUTHBEARER. */
        OAUTH
    }

    private final Node node;
    private final FaultGuard guard;
    private final Map<Door, Integer> ports;

    private SecureKafka(Node node, FaultGuard guard, Map<Door, Integer> ports) {
        this.node = node;
        this.guard = guard;
        this.ports = ports;
    }

    /**
     * @param directory for its files
     * @param certificates who signs the broker's certificate, and the clients'
     * @param tokens null where nobody comes with one
     */
    public static SecureKafka start(Path directory, Certificates certificates, TokenServer tokens) throws Exception {
        Map<String, String> settings = new TreeMap<>();
        authorisation(settings);
        certificates(settings, certificates);
        settings.put("listener.name.mtls.ssl.client.auth", "required");
        settings.put("listener.name.mtls.ssl.principal.mapping.rules", "RULE:^CN=([^,]+).*$/$1/");
        settings.put("listener.name.scram.sasl.enabled.mechanisms", "SCRAM-SHA-512");
        settings.put(
                "listener.name.scram.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        if (tokens != null) {
            tokens(settings, tokens);
        }
        for (int choice = 1; ; choice++) {
            try {
                return open(directory.resolve("choice-" + choice), settings, tokens != null);
            } catch (IllegalStateException e) { // another process may have taken a port
                if (choice == 3) {
                    throw e;
                }
            }
        }
    }

    private static SecureKafka open(Path directory, Map<String, String> settings, boolean tokens) throws IOException {
        Ports own = Ports.free();
        Ports one = Ports.free();
        Map<Door, Integer> ports = new TreeMap<>(Map.of(Door.SCRAM, one.client(), Door.MTLS, one.controller()));
        if (tokens) {
            ports.put(Door.OAUTH, Ports.free().client());
        }
        Map<String, String> all = new TreeMap<>(settings);
        listeners(all, own, ports);
        FaultGuard guard = FaultGuard.open();
        try {
            return new SecureKafka(Node.start(new BrokerSettings(directory, own, all)), guard, ports);
        } catch (RuntimeException e) {
            guard.close();
            throw e;
        }
    }

    private static void listeners(Map<String, String> settings, Ports own, Map<Door, Integer> ports) {
        StringBuilder doors = new StringBuilder();
        StringBuilder protocols = new StringBuilder("PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        ports.forEach((door, port) -> {
            doors.append(',').append(door).append("://127.0.0.1:").append(port);
            protocols.append(',').append(door).append(door == Door.MTLS ? ":SSL" : ":SASL_SSL");
        });
        String plain = "PLAINTEXT://127.0.0.1:" + own.client();
        settings.put("listeners", plain + ",CONTROLLER://127.0.0.1:" + own.controller() + doors);
        settings.put("advertised.listeners", plain + doors);
        settings.put("listener.security.protocol.map", protocols.toString());
    }

    private static void authorisation(Map<String, String> settings) {
        settings.put("authorizer.class.name", RecordingAuthorizer.class.getName());
        settings.put("allow.everyone.if.no.acl.found", "false");
        settings.put("super.users", "User:ANONYMOUS");
    }

    private static void certificates(Map<String, String> settings, Certificates certificates) throws Exception {
        Certificates.Identity broker = certificates.sign("CN=broker");
        settings.put("ssl.keystore.type", "PEM");
        settings.put("ssl.keystore.certificate.chain", broker.chain());
        settings.put("ssl.keystore.key", broker.key());
        settings.put("ssl.truststore.type", "PEM");
        settings.put("ssl.truststore.certificates", certificates.authority());
    }

    private static void tokens(Map<String, String> settings, TokenServer tokens) {
        String door = "listener.name.oauth.";
        settings.put(door + "sasl.enabled.mechanisms", "OAUTHBEARER");
        settings.put(
                door + "oauthbearer.sasl.jaas.config",
                "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;");
        settings.put(
                door + "oauthbearer.sasl.server.callback.handler.class",
                "org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler");
        settings.put(door + "sasl.oauthbearer.jwks.endpoint.url", tokens.keysEndpoint());
        settings.put(door + "sasl.oauthbearer.expected.audience", TokenServer.AUDIENCE);
        settings.put(door + "sasl.oauthbearer.expected.issuer", TokenServer.ISSUER);
    }

    /** The door without a lock. */
    public String bootstrapServers() {
        return node.bootstrapServers();
    }

    /** A door with one. */
    public String bootstrapServers(Door door) {
        return "127.0.0.1:" + ports.get(door);
    }

    /** Gives somebody a password. */
    public void user(String name, String password) throws Exception {
        ScramCredentialInfo how = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096);
        List<UserScramCredentialAlteration> users = List.of(new UserScramCredentialUpsertion(name, how, password));
        try (Admin admin = admin()) {
            admin.alterUserScramCredentials(users).all().get();
        }
    }

    /** Allows these, and nothing else. */
    public void allow(Collection<AclBinding> bindings) throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            admin.createAcls(bindings).all().get();
        }
    }

    /** Takes these back. */
    public void forbid(Collection<AclBinding> bindings) throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            admin.deleteAcls(bindings.stream().map(AclBinding::toFilter).toList())
                    .all()
                    .get();
        }
    }

    /** A client that may do everything, to be closed. */
    public Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()));
    }

    @Override
    public void close() {
        node.stop();
        guard.close();
    }
}
