// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.endtoend;

import io.perennial.adaptation.source.SourceModel;
import io.perennial.app.PerennialApp;
import io.perennial.app.StreamsProperties;
import io.perennial.config.Settings;
import io.perennial.store.Bundle;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;

/** A contender that runs on the broker, under an application id of its own. */
final class Application implements AutoCloseable {

    /** Events of a batch. */
    static final int BATCH = 64;

    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(30);
    private static final String[] OUTPUTS = {"predictions", "uncertainty", "drift", "dead-letter"};

    private final String id;
    private final Cluster cluster;
    private final AutoCloseable running;

    private Application(String id, Cluster cluster, AutoCloseable running) {
        this.id = id;
        this.cluster = cluster;
        this.running = running;
    }

    /** @param more keys of the configuration, over the contender's */
    static Application start(
            Contender contender, String id, Cluster cluster, String events, int partitions, Map<String, String> more) {
        for (String output : OUTPUTS) {
            cluster.broker().createTopics(partitions, id + "." + output);
        }
        Bundle bundle = Perceptron.bundle();
        Settings settings = settings(contender, id, cluster, events, more);
        return new Application(
                id,
                cluster,
                contender.isBare()
                        ? bare(contender, id, events, settings, bundle)
                        : PerennialApp.start(settings, bundle));
    }

    private static Settings settings(
            Contender contender, String id, Cluster cluster, String events, Map<String, String> more) {
        Map<String, String> keys = new HashMap<>();
        keys.put("application.id", id);
        keys.put("bundle", "mlp");
        keys.put("kafka.bootstrap.servers", cluster.bootstrapServers());
        keys.put(
                "kafka.state.dir", cluster.broker().directory().resolve("state").toString());
        keys.put("record.topic", events);
        keys.put("tensor.batch-size", Integer.toString(BATCH));
        keys.put("observe.enabled", "false");
        if (!contender.isBare()) {
            keys.putAll(contender.keys());
        }
        keys.putAll(more);
        return Settings.of(keys, Map.of(), Map.of());
    }

    private static AutoCloseable bare(Contender contender, String id, String events, Settings settings, Bundle bundle) {
        Optional<SourceModel> model =
                contender == Contender.ONNX ? Optional.of(SourceModel.open(bundle.model())) : Optional.empty();
        KafkaStreams streams =
                new KafkaStreams(Bare.topology(events, id, model, BATCH), new StreamsProperties(settings).streams());
        streams.start();
        return () -> {
            streams.close(CloseOptions.timeout(CLOSE_WITHIN)
                    .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
            model.ifPresent(SourceModel::close);
        };
    }

    String id() {
        return id;
    }

    /** Its topics go with it. */
    @Override
    public void close() throws Exception {
        running.close();
        cluster.forget(id);
    }
}
