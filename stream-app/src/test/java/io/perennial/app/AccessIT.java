// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.perennial.broker.RecordingAuthorizer;
import io.perennial.broker.RecordingAuthorizer.Decision;
import io.perennial.broker.SecureKafka;
import io.perennial.broker.SecureKafka.Door;
import io.perennial.harness.Certificates;
import io.perennial.harness.Topics;
import io.perennial.topology.Access.Role;
import io.perennial.topology.AccessNeeded;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A life on a cluster that allows what {@code perennial acls} lists, over TLS with passwords: all of it is used, and is enough. */
class AccessIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int EVENTS = 300;
    private static final Map<String, Role> PEOPLE = Map.of(
            "service", Role.RUN,
            "creator", Role.TOPICS,
            "operator", Role.CONTROL,
            "analyst", Role.EVALUATE,
            "prober", Role.PROBE,
            "verifier", Role.VERIFY);

    @TempDir
    private Path directory;

    private final List<Ledger.Sent> sent = new ArrayList<>();

    @Test
    void whatIsListedIsEnoughAndAllOfItIsUsed() throws Exception {
        Certificates certificates = Certificates.create(directory);
        try (SecureKafka kafka = SecureKafka.start(directory.resolve("broker"), certificates, null)) {
            for (String name : PEOPLE.keySet()) {
                kafka.user(name, Tenant.password(name));
                kafka.allow(needed(kafka, certificates, name).stream()
                        .map(one -> one.binding("User:" + name, "*"))
                        .toList());
            }
            topicsAreCreated(tenant(kafka, certificates, "creator"));
            live(kafka, certificates);
            assertThat(evaluate(kafka, certificates).status()).isZero();
            probe(tenant(kafka, certificates, "service"), tenant(kafka, certificates, "prober"));
            CommandRun verified = tenant(kafka, certificates, "verifier").run("verify", "--within", "1s");
            // The event of the probe that nobody was there to answer.
            assertThat(verified.out()).as(verified.err()).endsWith("\n1 event waits for an outcome\n");
            assertThat(verified.status()).isEqualTo(1);
            for (String name : PEOPLE.keySet()) {
                List<AccessNeeded> listed = needed(kafka, certificates, name);
                assertThat(used(listed, RecordingAuthorizer.decisions("User:" + name)))
                        .containsExactlyInAnyOrderElementsOf(listed);
            }
        }
    }

    private static void topicsAreCreated(Tenant creator) {
        CommandRun dry = creator.run("topics", "create", "--partitions", "2", "--dry-run");
        assertThat(dry.out()).contains("missing, would be created");
        assertThat(creator.run("topics", "check").status()).isEqualTo(1);
        CommandRun first = creator.run("topics", "create", "--partitions", "2");
        assertThat(first.status()).as(first.out() + first.err()).isZero();
        assertThat(first.out()).contains("perennial-weights-changelog", "created");
        CommandRun second = creator.run("topics", "create", "--partitions", "2");
        assertThat(second.status()).as(second.out() + second.err()).isZero();
        assertThat(second.out()).contains("there").doesNotContain("created", "note", "wrong");
        assertThat(creator.run("topics", "check").status()).isZero();
    }

    /** Events, labels, commands, and a restart in the middle. */
    private void live(SecureKafka kafka, Certificates certificates) throws Exception {
        Topics open = new Topics(kafka.bootstrapServers());
        Tenant service = tenant(kafka, certificates, "service");
        io.perennial.topology.Topics topics = Options.topics(service.settings());
        try (PerennialApp app = service.open()) {
            send(open, 0, EVENTS);
            open.awaitCommitted(topics.predictions(), good(EVENTS), SOON);
            open.awaitCommitted(topics.quality(), 1, SOON);
            Tenant operator = tenant(kafka, certificates, "operator");
            for (String command : List.of("pause", "resume")) {
                CommandRun asked = operator.run("control", command);
                assertThat(asked.status()).as(asked.out() + asked.err()).isZero();
            }
            await().atMost(SOON).until(() -> Scrape.get(app.port(), "/metrics")
                    .body()
                    .matches("(?s).*perennial_record_lag\\S* 0\\.0\\n.*"));
        }
        try (PerennialApp app = service.open()) {
            send(open, EVENTS, 2 * EVENTS);
            open.awaitCommitted(topics.predictions(), good(2 * EVENTS), SOON);
            assertThat(app.state().isRunningOrRebalancing()).isTrue();
        }
        Ledger.close(open, topics, sent).assertComplete();
    }

    /** Last, since its event is one of the stream: answered while the service runs, and told why not when it does not. */
    private static void probe(Tenant service, Tenant prober) throws Exception {
        try (PerennialApp app = service.open()) {
            CommandRun answered = prober.run("probe");
            assertThat(answered.status()).as(answered.out() + answered.err()).isZero();
            assertThat(app.state().isRunningOrRebalancing()).isTrue();
        }
        assertThat(prober.run("probe", "--timeout", "500ms").status()).isEqualTo(1);
    }

    private static int good(int events) {
        return events - events / DigitRecords.BAD_ONE_IN;
    }

    private void send(Topics kafka, int from, int to) throws Exception {
        DigitRecords digits = DigitRecords.fromNow("perennial.events");
        List<ProducerRecord<byte[], byte[]>> events = new ArrayList<>();
        List<ProducerRecord<byte[], byte[]>> labels = new ArrayList<>();
        for (int i = from; i < to; i++) {
            events.add(digits.record(i));
        }
        var places = kafka.send(events);
        for (int i = 0; i < events.size(); i++) {
            sent.add(new Ledger.Sent(events.get(i), places.get(i)));
            String label = "{\"id\":\"" + DigitRecords.id(from + i) + "\",\"label\":" + digits.label(from + i) + "}";
            labels.add(new ProducerRecord<>("labels", places.get(i).partition(), null, label.getBytes(UTF_8)));
        }
        kafka.send(labels);
    }

    private CommandRun evaluate(SecureKafka kafka, Certificates certificates) throws Exception {
        Path client = tenant(kafka, certificates, "analyst").clientProperties();
        return CommandRun.of(
                "evaluate",
                "--bundle",
                Bundles.BUILTIN,
                "--method",
                "frozen",
                "--topic",
                "perennial.events",
                "--labels-topic",
                "labels",
                "--consumer-config",
                client.toString());
    }

    private Tenant tenant(SecureKafka kafka, Certificates certificates, String user) throws Exception {
        Service service = Service.on(kafka.bootstrapServers(), directory.resolve("state-of-" + user))
                .with("publish.labels-topic", "labels", "record.control-topic", "commands")
                .with("publish.quality-window", "100");
        return Tenant.scram(
                directory.resolve(user), service, kafka.bootstrapServers(Door.SCRAM), certificates.authority(), user);
    }

    private List<AccessNeeded> needed(SecureKafka kafka, Certificates certificates, String user) throws Exception {
        return Options.access(tenant(kafka, certificates, user).settings(), false)
                .of(PEOPLE.get(user));
    }

    /** Of what is listed, what was used; nothing was denied, and nothing allowed that is not listed. */
    static Set<AccessNeeded> used(List<AccessNeeded> listed, Set<Decision> decisions) {
        Set<AccessNeeded> used = new HashSet<>();
        for (Decision decision : decisions) {
            assertThat(decision.allowed()).as(decision.toString()).isTrue();
            List<AccessNeeded> those =
                    listed.stream().filter(one -> covers(one, decision)).toList();
            assertThat(those).as(decision.toString()).isNotEmpty();
            those.stream()
                    .filter(one -> one.operation() == decision.operation())
                    .forEach(used::add);
        }
        return used;
    }

    private static boolean covers(AccessNeeded one, Decision decision) {
        boolean named = one.pattern() == PatternType.PREFIXED
                ? decision.name().startsWith(one.name())
                : decision.name().equals(one.name());
        boolean allowed = one.operation() == decision.operation()
                || decision.operation() == AclOperation.DESCRIBE
                        && Set.of(AclOperation.READ, AclOperation.WRITE).contains(one.operation());
        return one.type() == decision.type() && named && allowed;
    }
}
