// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.adapt.CheckpointPolicy;
import io.perennial.adaptation.network.Engine;
import io.perennial.config.Settings;
import io.perennial.observe.HttpEndpoint;
import io.perennial.observe.PerennialMetrics;
import io.perennial.publish.PredictionFormat;
import io.perennial.publish.ServedModel;
import io.perennial.record.EventDecoder;
import io.perennial.score.PartitionModels;
import io.perennial.store.Bundle;
import io.perennial.topology.PerennialTopology;
import io.perennial.topology.Topics;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running service: model, topology, metrics and HTTP, opened in this order and closed in the opposite one. */
public final class PerennialApp implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PerennialApp.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(30);

    private final PartitionModels models;
    private final PerennialMetrics metrics;
    private final KafkaStreams streams;
    private final HttpEndpoint http;
    private final CountDownLatch stopped = new CountDownLatch(1);

    private PerennialApp(
            PartitionModels models, PerennialMetrics metrics, KafkaStreams streams, HttpEndpoint http) {
        this.models = models;
        this.metrics = metrics;
        this.streams = streams;
        this.http = http;
    }
}
