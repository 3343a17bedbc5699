// SPDX-License-Identifier: Apache-2.0
package io.perennial.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/** Three brokers that are controllers too; everything is kept three times, and two have to have it before it counts. */
public final class BrokerCluster implements AutoCloseable {

    private static final int SIZE = 3;

    private final List<BrokerProcess> brokers;

    private BrokerCluster(List<BrokerProcess> brokers) {
        this.brokers = brokers;
    }

    /** @param overrides server properties that replace ours, of each */
    public static BrokerCluster start(Path directory, Map<String, String> overrides) throws IOException {
        List<Ports> ports = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            ports.add(Ports.free());
        }
        Map<String, String> shared = new HashMap<>(overrides);
        shared.put(
                "controller.quorum.voters",
                IntStream.range(0, SIZE)
                        .mapToObj(i -> i + 1 + "@127.0.0.1:" + ports.get(i).controller())
                        .collect(Collectors.joining(",")));
        shared.put("default.replication.factor", Integer.toString(SIZE));
        shared.put("min.insync.replicas", "2");
        for (String topic : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
            shared.put(topic + ".replication.factor", Integer.toString(SIZE));
        }
        shared.put("transaction.state.log.min.isr", "2");
        shared.put("replica.lag.time.max.ms", "3000");
        Uuid id = Uuid.randomUuid();
        var cluster = new BrokerCluster(new ArrayList<>());
        try {
            for (int i = 0; i < SIZE; i++) {
                Map<String, String> own = new HashMap<>(shared);
                own.put("node.id", Integer.toString(i + 1));
                Path home = directory.resolve(Integer.toString(i + 1));
                cluster.brokers.add(
                        BrokerProcess.prepared(home, new BrokerSettings(home.resolve("data"), ports.get(i), own), id));
            }
            // None serves before two are there to elect a controller.
            for (BrokerProcess broker : cluster.brokers) {
                broker.launch();
            }
            cluster.brokers.forEach(BrokerProcess::awaitServing);
            return cluster;
        } catch (IOException | RuntimeException | Error failure) {
            cluster.close();
            throw failure;
        }
    }

    public String bootstrapServers() {
        return brokers.stream().map(BrokerProcess::bootstrapServers).collect(Collectors.joining(","));
    }

    public List<BrokerProcess> brokers() {
        return brokers;
    }

    @Override
    public void close() {
        brokers.forEach(BrokerProcess::close);
    }
}
