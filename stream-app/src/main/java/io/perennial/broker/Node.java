// SPDX-License-Identifier: Apache-2.0
package io.perennial.broker;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/** Kafka's own server, formatted and started. */
final class Node {

    private final String bootstrapServers;
    private final KafkaRaftServer server;

    private Node(String bootstrapServers, KafkaRaftServer server) {
        this.bootstrapServers = bootstrapServers;
        this.server = server;
    }

    /**
     * @throws IllegalStateException if storage cannot be formatted or the server does not come up
     */
    static Node start(BrokerSettings settings) {
        format(settings);
        var server = new KafkaRaftServer(new KafkaConfig(settings.properties()), Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException failure) {
            stop(server);
            throw new IllegalStateException(
                    "embedded broker did not start: expected it to listen at " + settings.bootstrapServers() + ", got "
                            + failure.getMessage(),
                    failure);
        }
        return new Node(settings.bootstrapServers(), server);
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    void stop() {
        stop(server);
    }

    private static void stop(KafkaRaftServer server) {
        server.shutdown();
        server.awaitShutdown();
    }

    /** Writes what a server needs to find in its directory, for a cluster of its own. */
    static void format(BrokerSettings settings) {
        format(settings, Uuid.randomUuid().toString());
    }

    /** The same for a cluster that others are of, too. */
    static void format(BrokerSettings settings, String cluster) {
        String directory = settings.directory().toString();
        var silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        var formatter = new Formatter()
                .setClusterId(cluster)
                .setNodeId(Integer.parseInt(settings.properties().get("node.id")))
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                .setMetadataLogDirectory(directory)
                .addDirectory(directory)
                .setReleaseVersion(MetadataVersion.latestProduction())
                // The quorum's voters are named in the configuration.
                .setHasDynamicQuorum(false)
                .setPrintStream(silent);
        try {
            formatter.run();
        } catch (Exception failure) {
            throw new IllegalStateException(
                    "embedded broker's directory could not be formatted: " + directory, failure);
        }
    }
}
