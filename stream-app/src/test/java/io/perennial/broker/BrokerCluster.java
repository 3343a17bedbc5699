// SPDX-License-Identifier: Apache-2.0
package io.perennial.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.common.Uuid;

/** Three brokers that are controllers too; everything is kept three times, and two have to have it before it counts. */
public final class BrokerCluster implements AutoCloseable {

    private static final int SIZE = 3;
    private static final Duration IN_SYNC = Duration.ofSeconds(60);

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

    /**
     * Waits until every broker has all of every partition: one more may be lost then.
     *
     * @throws AssertionError where that takes more than a minute
     */
    public void awaitInSync() throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            long end = System.nanoTime() + IN_SYNC.toNanos();
            while (!inSync(admin)) {
                if (System.nanoTime() - end > 0) {
                    throw new AssertionError("replicas are not in sync: expected it within " + IN_SYNC);
                }
            }
        }
    }

    private static boolean inSync(Admin admin) throws ExecutionException, InterruptedException {
        Set<String> topics = admin.listTopics(new ListTopicsOptions().listInternal(true))
                .names()
                .get();
        return admin.describeTopics(topics).allTopicNames().get().values().stream()
                .flatMap(topic -> topic.partitions().stream())
                .allMatch(partition -> partition.isr().size() == SIZE);
    }

    @Override
    public void close() {
        brokers.forEach(BrokerProcess::close);
    }
}
