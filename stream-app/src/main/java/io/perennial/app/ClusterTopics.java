// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The topics of a cluster, asked for with a deadline, and refusals said in words. */
final class ClusterTopics implements AutoCloseable {

    private static final long WITHIN_SECONDS = 30;

    /** What a cluster says to settings of a new topic that it does not take. */
    private static final List<Class<? extends ApiException>> NOT_TAKEN = List.of(
            InvalidConfigurationException.class,
            InvalidPartitionsException.class,
            InvalidRequestException.class,
            PolicyViolationException.class);

    /**
     * A topic that is there.
     *
     * @param allowed what we may do with it; null where the cluster does not say
     */
    record Found(int partitions, int replicas, Set<AclOperation> allowed) {}

    private final Admin admin;
    private final Object bootstrapServers;

    private ClusterTopics(Admin admin, Object bootstrapServers) {
        this.admin = admin;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * @param properties of an admin client
     * @throws IllegalArgumentException if there can be no client with these
     */
    static ClusterTopics open(Map<String, Object> properties) {
        try {
            return new ClusterTopics(
                    Admin.create(properties), properties.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG));
        } catch (ConfigException e) {
            throw new IllegalArgumentException("client properties refused: " + e.getMessage() + " [kafka.*]", e);
        } catch (RuntimeException e) {
            throw ClusterRefusal.explained(e);
        }
    }

    /** Those of the names that are there. */
    Map<String, Found> find(Collection<String> names) {
        Map<String, Found> found = new TreeMap<>();
        admin.describeTopics(names, new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .topicNameValues()
                .forEach((name, future) -> {
                    try {
                        found.put(name, found(answer(future)));
                    } catch (UnknownTopicOrPartitionException e) {
                        found.remove(name);
                    }
                });
        return found;
    }

    private static Found found(TopicDescription topic) {
        return new Found(
                topic.partitions().size(), topic.partitions().get(0).replicas().size(), topic.authorizedOperations());
    }

    /** The effective settings of topics that are there. */
    Map<String, Map<String, String>> settings(Collection<String> names) {
        List<ConfigResource> resources = names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        Map<String, Map<String, String>> settings = new HashMap<>();
        answer(admin.describeConfigs(resources).all())
                .forEach((resource, config) -> settings.put(resource.name(), values(config)));
        return settings;
    }

    private static Map<String, String> values(Config config) {
        return config.entries().stream()
                .filter(entry -> entry.value() != null)
                .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
    }

    /**
     * Creates topics; one that has come since is left as it is.
     *
     * @param dryRun whether the cluster is only asked if it would
     * @param created is told the name of each that was created, also where another fails
     * @throws IllegalStateException for the first that the cluster refuses, after all were answered
     */
    void create(Collection<NewTopic> topics, boolean dryRun, Consumer<String> created) {
        List<RuntimeException> refused = new ArrayList<>();
        admin.createTopics(topics, new CreateTopicsOptions().validateOnly(dryRun))
                .values()
                .forEach((name, future) -> {
                    try {
                        answer(future);
                        created.accept(name);
                    } catch (TopicExistsException e) {
                        // somebody else was first
                    } catch (RuntimeException e) {
                        refused.add(e);
                    }
                });
        if (!refused.isEmpty()) {
            throw refused.get(0);
        }
    }

    /**
     * @throws org.apache.kafka.common.KafkaException as the cluster says it, where that is for the caller to judge
     * @throws IllegalStateException with the way out where the cluster refuses us, or does not answer
     */
    private <T> T answer(KafkaFuture<T> future) {
        try {
            return future.get(WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException unknown) {
                throw unknown;
            }
            if (e.getCause() instanceof TopicExistsException there) {
                throw there;
            }
            if (isNotTaken(e.getCause())) {
                throw new IllegalStateException(
                        "topics not created: expected settings that the cluster takes; check --partitions,"
                                + " --replication-factor and kafka.topic.*",
                        e.getCause());
            }
            throw ClusterRefusal.explained(e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "the cluster at " + bootstrapServers + " did not answer within " + WITHIN_SECONDS
                            + " s; check kafka.bootstrap.servers and kafka.security.protocol",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking for topics", e);
        }
    }

    /** Kafka counts who we are, and what we may, among configurations that are invalid. */
    private static boolean isNotTaken(Throwable cause) {
        return NOT_TAKEN.stream().anyMatch(kind -> kind.isInstance(cause))
                && !(cause instanceof AuthenticationException || cause instanceof AuthorizationException);
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO); // close() would wait for the answers of a cluster that is not there
    }
}
