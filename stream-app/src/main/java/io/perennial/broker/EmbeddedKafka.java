// SPDX-License-Identifier: Apache-2.0
package io.perennial.broker;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker (one KRaft node, its own controller) in this JVM, reachable from this machine only.
 *
 * <p>Its files are in a temporary directory of its own, deleted by {@link #close()} and also when the JVM is ended by
 * SIGINT or SIGTERM. Up in about two seconds, down in half a second; some 50 MiB of heap.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);
    private static final int PORT_CHOICES = 3;

    private final TemporaryDirectory directory;
    private final FaultGuard guard;
    private final Node node;
    private final Deque<AutoCloseable> clients = new ArrayDeque<>();
    private final Thread hook = new Thread(this::stop, "embedded-kafka-shutdown");
    private boolean stopped;

    private EmbeddedKafka(TemporaryDirectory directory, FaultGuard guard, Node node) {
        this.directory = directory;
        this.guard = guard;
        this.node = node;
    }

    /**
     * Starts a broker with settings for a laptop.
     *
     * @throws IOException if the temporary directory cannot be written or no port is free
     */
    public static EmbeddedKafka start() throws IOException {
        return start(Map.of());
    }

    /**
     * @param settings server properties that replace ours, for example {@code message.max.bytes}
     * @throws IOException if the temporary directory cannot be written or no port is free
     * @throws org.apache.kafka.common.config.ConfigException if Kafka refuses a setting, naming it
     * @throws IllegalStateException if the broker does not start, with Kafka's reason as the cause
     */
    public static EmbeddedKafka start(Map<String, String> settings) throws IOException {
        for (int choice = 1; ; choice++) {
            try {
                var kafka = open(Ports.free(), settings);
                Runtime.getRuntime().addShutdownHook(kafka.hook);
                return kafka;
            } catch (IllegalStateException failure) {
                if (choice == PORT_CHOICES || !lostPort(failure)) {
                    throw failure;
                }
                LOG.info("embedded broker lost its port to another process, choosing again");
            }
        }
    }

    /** As Kafka clients take it, for example {@code 127.0.0.1:41233}. */
    public String bootstrapServers() {
        return node.bootstrapServers();
    }

    /** Where the broker's files are while it runs. */
    public Path directory() {
        return directory.path();
    }

    /** Completes with the reason if the broker fails fatally, where a broker of its own would halt its process. */
    public CompletionStage<String> faulted() {
        return guard.fault().minimalCompletionStage();
    }

    /** Creates topics of one replica. */
    public void createTopics(int partitions, String... names) {
        createTopics(Arrays.stream(names)
                .map(name -> new NewTopic(name, partitions, (short) 1))
                .toList());
    }

    /**
     * Creates topics and waits until the controller has them.
     *
     * @throws IllegalStateException if the broker refuses one, with Kafka's reason as the cause
     */
    public void createTopics(Collection<NewTopic> topics) {
        try (var admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()))) {
            admin.createTopics(topics).all().get();
        } catch (ExecutionException failure) {
            throw new IllegalStateException("topics refused by the embedded broker: " + topics, failure.getCause());
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating topics: " + topics, interrupt);
        }
    }

    /**
     * Hands over something that must be closed before the broker stops, last come first closed, also when the JVM is
     * shutting down: shutdown hooks run at the same time, so a client closed by a hook of its own would lose its broker.
     */
    public void closeFirst(AutoCloseable client) {
        synchronized (clients) {
            clients.push(client);
        }
    }

    /** Closes the clients handed over, stops the broker and deletes its directory; a second call does nothing. */
    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            LOG.debug("closed while the JVM shuts down");
        }
    }

    private static EmbeddedKafka open(Ports ports, Map<String, String> settings) throws IOException {
        var directory = TemporaryDirectory.create("perennial-kafka-");
        var guard = FaultGuard.open();
        try {
            return new EmbeddedKafka(
                    directory, guard, Node.start(new BrokerSettings(directory.path(), ports, settings)));
        } catch (RuntimeException failure) {
            guard.close();
            directory.delete();
            throw failure;
        }
    }

    private static boolean lostPort(Throwable failure) {
        return Optional.ofNullable(failure.getCause())
                .map(cause -> cause instanceof BindException || lostPort(cause))
                .orElse(false);
    }

    private synchronized void stop() {
        if (stopped) {
            return;
        }
        stopped = true;
        closeClients();
        node.stop();
        guard.close();
        try {
            directory.delete();
        } catch (IOException failure) {
            LOG.warn("embedded broker's directory {} could not be deleted; delete it by hand", directory, failure);
        }
    }

    private void closeClients() {
        synchronized (clients) {
            while (!clients.isEmpty()) {
                AutoCloseable client = clients.pop();
                try {
                    client.close();
                } catch (Exception failure) {
                    LOG.warn("{} did not close before the embedded broker stopped", client, failure);
                }
            }
        }
    }
}
