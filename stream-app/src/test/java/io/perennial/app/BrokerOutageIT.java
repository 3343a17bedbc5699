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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The broker is killed with SIGKILL under load and comes back; the service waits for it and goes on by itself. */
class BrokerOutageIT {

    private static final double EVENTS_PER_SECOND = 200;

    @Test
    void theServiceOutlivesItsBroker(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(directory.resolve("broker"), Map.of())) {
            Topics kafka = new Topics(broker.bootstrapServers());
            kafka.create(1, Service.TOPICS.names().toArray(String[]::new));
            Service service = Service.on(broker.bootstrapServers(), directory.resolve("state"));
            try (ChildProcess process = service.start(directory);
                    Load load = Load.start(
                            broker.bootstrapServers(),
                            DigitRecords.fromNow(Service.TOPICS.events()),
                            EVENTS_PER_SECOND);
                    Follower follower = new Follower(broker.bootstrapServers(), Service.TOPICS)) {
                follower.await(300);
                broker.kill();
                broker.start();
                follower.await(follower.count() + 300);
                List<Ledger.Sent> sent = load.stop();
                follower.await(sent.size());
                assertThat(process.isAlive()).isTrue();
                process.terminate();
                process.awaitExit(Duration.ofSeconds(30));
                Ledger.close(kafka, Service.TOPICS, sent).assertComplete();
            }
        }
    }
}
