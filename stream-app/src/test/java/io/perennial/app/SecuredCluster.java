// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.broker.SecureKafka;
import io.perennial.broker.SecureKafka.Door;
import io.perennial.harness.Certificates;
import io.perennial.harness.TokenServer;
import io.perennial.harness.Topics;
import io.perennial.topology.Access.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclBinding;

/** A cluster with locks, where each application is a user of its own name that may do what is listed for it. */
final class SecuredCluster implements AutoCloseable {

    private static final String ALLOWED_URLS = "org.apache.kafka.sasl.oauthbearer.allowed.urls";

    private final Path directory;
    private final Certificates certificates;
    private final TokenServer tokens;
    private final SecureKafka kafka;

    private SecuredCluster(Path directory, Certificates certificates, TokenServer tokens, SecureKafka kafka) {
        this.directory = directory;
        this.certificates = certificates;
        this.tokens = tokens;
        this.kafka = kafka;
    }

    /** @param tokenUser the application that comes with tokens */
    static SecuredCluster start(Path directory, String tokenUser) throws Exception {
        Certificates certificates = Certificates.create(directory);
        TokenServer tokens = TokenServer.start(tokenUser, Tenant.password(tokenUser));
        // The broker's own business; what clients need the service allows itself.
        System.setProperty(ALLOWED_URLS, tokens.keysEndpoint());
        return new SecuredCluster(
                directory, certificates, tokens, SecureKafka.start(directory.resolve("broker"), certificates, tokens));
    }

    SecureKafka kafka() {
        return kafka;
    }

    /** Reads and writes as the test itself, who may do everything. */
    Topics topics() {
        return new Topics(kafka.bootstrapServers());
    }

    Certificates certificates() {
        return certificates;
    }

    /** An application with a password; everything is there but its rights. */
    Tenant scram(String application) throws Exception {
        kafka.user(application, Tenant.password(application));
        return Tenant.scram(
                directory.resolve(application),
                service(application),
                kafka.bootstrapServers(Door.SCRAM),
                certificates.authority(),
                application);
    }

    /**
     * An application with a certificate.
     *
     * @param by who signed it
     * @param trusts whom it trusts to have signed the broker's
     */
    Tenant mtls(String application, Certificates by, Certificates trusts) throws Exception {
        Certificates.Identity identity = by.sign("CN=" + application + ",O=Perennial");
        return Tenant.mtls(
                directory.resolve(application),
                service(application),
                kafka.bootstrapServers(Door.MTLS),
                trusts.authority(),
                identity.chain(),
                identity.key());
    }

    /** An application with tokens. */
    Tenant oauth(String application) throws Exception {
        return Tenant.oauth(
                directory.resolve(application),
                service(application),
                kafka.bootstrapServers(Door.OAUTH),
                certificates.authority(),
                tokens.tokenEndpoint(),
                application);
    }

    private Service service(String application) {
        return Service.on(
                        kafka.bootstrapServers(), directory.resolve(application).resolve("state"))
                .with("application.id", application);
    }

    /** Creates the application's topics, without its changelogs. */
    void create(Tenant tenant) throws Exception {
        topics().create(1, Options.topics(tenant.settings()).names().toArray(String[]::new));
    }

    /** What is listed for the service, as rights of the user of its name. */
    List<AclBinding> rights(Tenant tenant, Predicate<AclBinding> which) {
        String user = "User:" + tenant.settings().application().id();
        return Options.access(tenant.settings(), true).of(Role.RUN).stream()
                .map(one -> one.binding(user, "*"))
                .filter(which)
                .toList();
    }

    /** Sends good and bad events to the application. */
    List<Ledger.Sent> send(Tenant tenant, int from, int to) throws Exception {
        DigitRecords digits =
                DigitRecords.fromNow(Options.topics(tenant.settings()).events());
        List<ProducerRecord<byte[], byte[]>> events = new ArrayList<>();
        for (int i = from; i < to; i++) {
            events.add(digits.record(i));
        }
        var places = topics().send(events);
        List<Ledger.Sent> sent = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            sent.add(new Ledger.Sent(events.get(i), places.get(i)));
        }
        return sent;
    }

    @Override
    public void close() {
        kafka.close();
        tokens.close();
        System.clearProperty(ALLOWED_URLS);
    }
}
