// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.broker.BrokerProcess;
import io.perennial.harness.ChildProcess;
import io.perennial.harness.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The service is killed with SIGKILL under load, five times, and nothing is lost, nothing comes twice, and it goes on
 * learning where it was.
 *
 * <p>{@code -Dperennial.test.crash.repetitions=20} repeats it, each time with other moments of death.
 */
class CrashIT {

    private static final int KILLS = 5;
    private static final int PARTITIONS = 2;
    private static final double EVENTS_PER_SECOND = 400;

    /** What a broker does not allow by default: to notice within seconds that a client is gone. */
    private static final Map<String, String> BROKER = Map.of(
            "group.min.session.timeout.ms", "1000",
            // How often it looks for transactions whose producer has not ended them in time; 10 s by default.
            "transaction.abort.timed.out.transaction.cleanup.interval.ms", "200");

    /**
     * What makes recovery quick. Weights are in memory, so a process that starts again has a new transactional id and
     * cannot end the transaction that its predecessor left open: it has to wait until the broker does.
     */
    private static final String[] RECOVERY = {
        "kafka.transaction.timeout.ms", "3000",
        // A static member takes its own place back at once instead of waiting until its former self has timed out.
        "kafka.group.instance.id", "one",
        "kafka.session.timeout.ms", "6000"
    };

    static IntStream runs() {
        return IntStream.rangeClosed(1, Integer.getInteger("perennial.test.crash.repetitions", 1));
    }

    @ParameterizedTest(name = "run {0}")
    @MethodSource("runs")
    void nothingIsLostAndNothingComesTwiceWhenTheServiceIsKilled(
            int run, @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws Exception {
        SplittableRandom random = new SplittableRandom(run);
        try (BrokerProcess broker = BrokerProcess.start(directory.resolve("broker"), BROKER)) {
            Topics kafka = new Topics(broker.bootstrapServers());
            kafka.create(PARTITIONS, Service.TOPICS.names().toArray(String[]::new));
            Service service = Service.on(broker.bootstrapServers(), directory.resolve("state"))
                    .with(RECOVERY);
            Ledger ledger = killed(service, broker.bootstrapServers(), random, kafka, directory);
            ledger.assertComplete();
            Replay.assertSamePredictions(ledger);
        }
    }

    /** Each event is answered on arrival, and once; what its batch taught is neither lost nor learned from again. */
    @Test
    void nothingComesTwiceWhereEventsAreAnsweredOnArrival(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory)
            throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(directory.resolve("broker"), BROKER)) {
            Topics kafka = new Topics(broker.bootstrapServers());
            kafka.create(PARTITIONS, Service.TOPICS.names().toArray(String[]::new));
            Service service = Service.on(broker.bootstrapServers(), directory.resolve("state"))
                    .with(RECOVERY)
                    .with("score.mode", "immediate", "score.backlog", "1000");
            Ledger ledger = killed(service, broker.bootstrapServers(), new SplittableRandom(1), kafka, directory);
            ledger.assertNothingLostOrDoubled();
            ledger.assertStepsGoBackByAtMost(0);
        }
    }

    private static Ledger killed(
            Service service, String bootstrapServers, SplittableRandom random, Topics kafka, Path directory)
            throws Exception {
        ChildProcess process = service.start(directory);
        try (Load load =
                        Load.start(bootstrapServers, DigitRecords.fromNow(Service.TOPICS.events()), EVENTS_PER_SECOND);
                Follower follower = new Follower(bootstrapServers, Service.TOPICS)) {
            for (int kill = 1; kill <= KILLS; kill++) {
                // Outcomes since the last death say that the service works again and is behind: there is load.
                follower.await(follower.count() + 200 + random.nextInt(400));
                process.kill();
                process = service.start(directory);
            }
            follower.await(follower.count() + 200);
            List<Ledger.Sent> sent = load.stop();
            follower.await(sent.size());
            process.terminate();
            process.awaitExit(Duration.ofSeconds(30));
            assertThat(process.output()).contains("continuing at step");
            return Ledger.close(kafka, Service.TOPICS, sent);
        } finally {
            process.close();
        }
    }
}
