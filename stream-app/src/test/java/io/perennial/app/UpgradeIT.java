// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.perennial.harness.ChildProcess;
import io.perennial.harness.Topics;
import io.perennial.harness.WithKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Two processes with a standby replica of everything: one goes after the other and comes back, or one dies. */
@WithKafka
class UpgradeIT {

    private static final Logger log = LoggerFactory.getLogger(UpgradeIT.class);
    private static final int PARTITIONS = 4;
    private static final int SIGTERM = 128 + 15;
    private static final double EVENTS_PER_SECOND = 200;
    private static final Duration STOP = Duration.ofSeconds(30);
    private static final Duration START = Duration.ofSeconds(60);
    private static final List<String> INSTANCES = List.of("one", "two");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    private String application;
    private String brokers;
    private boolean named;
    private String sessionTimeout;

    /** @param staticMembers whether instances have names ({@code group.instance.id}), as pods of a StatefulSet do */
    @ParameterizedTest(name = "static members: {0}")
    @ValueSource(booleans = {true, false})
    void instancesRestartOneAfterTheOtherAndWarmWeightsStay(boolean staticMembers, Topics kafka) throws Exception {
        use(kafka, staticMembers ? "static" : "dynamic", staticMembers, "60000");
        ChildProcess[] running = {start("one", 1), start("two", 1)};
        try (Follower follower = new Follower(brokers, Service.topics(application));
                Load load = Load.start(
                        brokers,
                        DigitRecords.fromNow(Service.topics(application).events()),
                        EVENTS_PER_SECOND)) {
            follower.await(500);
            for (int i = 0; i < running.length; i++) {
                try (Pauses pauses =
                        new Pauses(brokers, Service.topics(application).predictions())) {
                    running[i].terminate();
                    assertThat(running[i].awaitExit(STOP)).isEqualTo(SIGTERM);
                    running[i] = start(INSTANCES.get(i), 2);
                    running[i].awaitOutput("RUNNING, was REBALANCING", START);
                    follower.await(follower.count() + 600);
                    log.info("{}: {} restarted, longest pauses {}", application, INSTANCES.get(i), pauses.longest());
                    // Who waits for the session to time out waits for longer.
                    assertThat(pauses.longest().values())
                            .allSatisfy(pause -> assertThat(pause).isLessThan(Duration.ofSeconds(55)));
                }
            }
            assertComplete(kafka, follower, load, running);
        } finally {
            close(running);
        }
    }

    @Test
    void theOtherGoesOnWithThePartitionsOfOneThatDies(Topics kafka) throws Exception {
        use(kafka, "killed", false, "6000");
        ChildProcess[] running = {start("one", 1), start("two", 1)};
        try (Follower follower = new Follower(brokers, Service.topics(application));
                Load load = Load.start(
                        brokers,
                        DigitRecords.fromNow(Service.topics(application).events()),
                        EVENTS_PER_SECOND)) {
            running[0].awaitOutput("RUNNING, was REBALANCING", START);
            running[1].awaitOutput("RUNNING, was REBALANCING", START);
            follower.await(follower.count() + 600);
            running[1].kill();
            try (Pauses pauses = new Pauses(brokers, Service.topics(application).predictions())) {
                // The session times out after 6 s, and the broker ends the transaction of the dead some seconds later.
                await().atMost(40, SECONDS).until(pauses::allSpoke);
                log.info("{}: two was killed, longest pauses {}", application, pauses.longest());
            }
            assertComplete(kafka, follower, load, running[0]);
        } finally {
            close(running);
        }
    }

    private void use(Topics kafka, String id, boolean names, String timeout) throws Exception {
        application = id;
        brokers = kafka.bootstrapServers();
        named = names;
        sessionTimeout = timeout;
        kafka.create(PARTITIONS, Service.topics(application).names().toArray(String[]::new));
    }

    private ChildProcess start(String instance, int time) throws IOException {
        Service service = Service.on(brokers, directory.resolve("state-" + instance))
                .with("application.id", application, "kafka.client.id", instance)
                .with("kafka.num.standby.replicas", "1", "kafka.session.timeout.ms", sessionTimeout);
        if (named) {
            service = service.with("kafka.group.instance.id", instance);
        }
        return service.start(Files.createDirectories(directory.resolve(application + "-" + instance + "-" + time)));
    }

    private void assertComplete(Topics kafka, Follower follower, Load load, ChildProcess... running) throws Exception {
        List<Ledger.Sent> sent = load.stop();
        follower.await(sent.size());
        for (ChildProcess process : running) {
            process.terminate();
        }
        for (ChildProcess process : running) {
            process.awaitExit(STOP);
        }
        Ledger ledger = Ledger.close(kafka, Service.topics(application), sent);
        ledger.assertComplete();
        assertThat(ledger.assertStepsGoBackByAtMost(0)).isZero();
        assertThat(Map.copyOf(ledger.predictionsByPartition())).hasSize(PARTITIONS);
    }

    private static void close(ChildProcess... processes) {
        for (ChildProcess process : processes) {
            process.close();
        }
    }
}
