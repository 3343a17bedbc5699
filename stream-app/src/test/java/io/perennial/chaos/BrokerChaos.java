// SPDX-License-Identifier: Apache-2.0
package io.perennial.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.broker.BrokerCluster;
import io.perennial.broker.BrokerProcess;
import io.perennial.harness.ChildProcess;
import io.perennial.harness.FaultProxy;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The brokers fail the service, or the network between them does. It is never started again: it waits, and goes on. */
class BrokerChaos {

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @Test
    void theOnlyBrokerIsKilledAndComesBack() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(directory.resolve("broker"), Recovery.BROKER);
                Trial trial = Trial.begin(
                        "the only broker killed and started again", "outage", broker.bootstrapServers(), directory)) {
            ChildProcess service = trial.start("one");
            for (int time = 0; time < 3; time++) {
                trial.settle(300);
                trial.strike(() -> {
                    broker.kill();
                    broker.start();
                });
            }
            assertThat(service.isAlive()).isTrue();
            trial.finish("", "--every-step", "--steps-back", "0");
        }
    }

    @Test
    void oneOfThreeBrokersIsLost() throws Exception {
        try (BrokerCluster cluster = BrokerCluster.start(directory.resolve("brokers"), Recovery.BROKER);
                Trial trial =
                        Trial.begin("one of three brokers lost", "cluster", cluster.bootstrapServers(), directory)) {
            ChildProcess service = trial.start("one");
            for (BrokerProcess broker : cluster.brokers()) { // so the leader of everything is among them
                trial.settle(400);
                trial.strike(broker::kill);
                trial.settle(400);
                broker.start();
                cluster.awaitInSync();
            }
            assertThat(service.isAlive()).isTrue();
            trial.finish("each in turn", "--every-step", "--steps-back", "0");
        }
    }

    @Test
    void theNetworkIsSlow() throws Exception {
        onAWire("every answer 100 ms late, for 10 s", "slow", 2, (trial, wire) -> {
            wire.slow(Duration.ofMillis(50));
            trial.watch(Duration.ofSeconds(10));
            wire.slow(Duration.ZERO);
        });
    }

    /** Longer than the session and the transaction: the broker has given up on it when it is back. */
    @Test
    void theNetworkIsCut() throws Exception {
        onAWire("network cut for 8 s", "cut", 2, (trial, wire) -> {
            wire.cut(true);
            trial.watch(Duration.ofSeconds(8));
            wire.cut(false);
        });
    }

    @Test
    void connectionsAreReset() throws Exception {
        onAWire("all connections reset", "reset", 10, (trial, wire) -> wire.tear());
    }

    /** What is done to the wire between service and broker. */
    private interface Fault {
        void strike(Trial trial, FaultProxy wire);
    }

    private void onAWire(String name, String application, int times, Fault fault) throws Exception {
        try (FaultProxy wire = new FaultProxy();
                BrokerProcess broker = BrokerProcess.behind(wire, directory.resolve("broker"), Recovery.BROKER);
                Trial trial = Trial.begin(Plan.of(name, application, broker.bootstrapServers(), directory)
                        .through("127.0.0.1:" + wire.port()))) {
            ChildProcess service = trial.start("one");
            for (int time = 0; time < times; time++) {
                trial.settle(200);
                trial.strike(() -> fault.strike(trial, wire));
            }
            assertThat(service.isAlive()).isTrue();
            trial.finish("", "--every-step", "--steps-back", "0");
        }
    }
}
