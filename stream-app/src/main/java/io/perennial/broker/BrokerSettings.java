// SPDX-License-Identifier: Apache-2.0
package io.perennial.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Server properties of one node that is its own controller, sized for a laptop. */
record BrokerSettings(Path directory, Ports ports, Map<String, String> overrides) {

    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    BrokerSettings {
        overrides = Map.copyOf(overrides);
    }

    Map<String, String> properties() {
        var properties = new HashMap<String, String>();
        listeners(properties);
        internalTopics(properties);
        memoryAndThreads(properties);
        properties.put("log.dirs", directory.toString());
        // A misspelt topic must fail, not appear.
        properties.put("auto.create.topics.enable", "false");
        // Compaction never touches the active segment; small ones keep the changelogs of a long demo small.
        properties.put("log.segment.bytes", Integer.toString(64 << 20));
        properties.put("group.initial.rebalance.delay.ms", "0");
        // A transaction's first record waits until the one before is closed; by default the broker looks every 20 ms.
        properties.put("add.partitions.to.txn.retry.backoff.ms", "1");
        properties.putAll(overrides);
        return properties;
    }

    String bootstrapServers() {
        return "127.0.0.1:" + ports.client();
    }

    private void listeners(Map<String, String> properties) {
        String controller = "127.0.0.1:" + ports.controller();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", Integer.toString(NODE_ID));
        properties.put("controller.quorum.voters", NODE_ID + "@" + controller);
        properties.put(
                "listeners", "PLAINTEXT://" + bootstrapServers() + "," + CONTROLLER_LISTENER + "://" + controller);
        properties.put("advertised.listeners", "PLAINTEXT://" + bootstrapServers());
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
        properties.put("controller.listener.names", CONTROLLER_LISTENER);
        properties.put("inter.broker.listener.name", "PLAINTEXT");
        // Heartbeats to the controller in the same process; the default session of 9 s only delays a restart.
        properties.put("broker.session.timeout.ms", "2000");
        properties.put("broker.heartbeat.interval.ms", "300");
    }

    private static void internalTopics(Map<String, String> properties) {
        for (String topic : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
            properties.put(topic + ".replication.factor", "1");
            properties.put(topic + ".num.partitions", "4");
        }
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
    }

    private static void memoryAndThreads(Map<String, String> properties) {
        // The default takes 128 MiB of heap.
        properties.put("log.cleaner.dedupe.buffer.size", Integer.toString(2 << 20));
        properties.put("num.network.threads", "2");
        properties.put("num.io.threads", "2");
        properties.put("num.replica.fetchers", "1");
        properties.put("background.threads", "2");
    }
}
