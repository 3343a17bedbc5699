// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.endtoend;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.source.SourceModel;
import io.perennial.record.Outgoing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * A topology without any of our stages: two records leave for each event, about as long as ours. Without a model it only
 * passes them on; with one, ONNX Runtime scores micro-batches of binary payloads that nothing keeps.
 */
final class Bare extends ContextualProcessor<byte[], byte[], byte[], Outgoing> {

    /** Bytes of a prediction of six classes. */
    private static final int ANSWER = 330;

    private static final String PREDICTIONS = "predictions";
    private static final String UNCERTAINTY = "uncertainty";

    private final Optional<SourceModel> model;
    private final int batchSize;
    private final List<Record<byte[], byte[]>> waiting = new ArrayList<>();

    private Bare(Optional<SourceModel> model, int batchSize) {
        this.model = model;
        this.batchSize = batchSize;
    }

    /** @param model stays the caller's */
    static Topology topology(String events, String application, Optional<SourceModel> model, int batchSize) {
        Topology topology = new Topology();
        topology.addSource("events", new ByteArrayDeserializer(), new ByteArrayDeserializer(), events);
        topology.addProcessor("answer", () -> new Bare(model, batchSize), "events");
        for (String name : List.of(PREDICTIONS, UNCERTAINTY)) {
            topology.addSink(
                    name,
                    application + "." + name,
                    new ByteArraySerializer(),
                    Outgoing.SERIALIZER,
                    Outgoing.PARTITIONER,
                    "answer");
        }
        return topology;
    }

    @Override
    public void process(Record<byte[], byte[]> event) {
        if (model.isEmpty()) {
            answer(event);
            return;
        }
        waiting.add(event);
        if (waiting.size() == batchSize) {
            float[] values = new float[batchSize * Perceptron.FEATURES];
            for (int i = 0; i < batchSize; i++) {
                ByteBuffer.wrap(waiting.get(i).value())
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer()
                        .get(values, i * Perceptron.FEATURES, Perceptron.FEATURES);
            }
            float[] logits = model.get()
                    .score(Batch.of(values, batchSize, Perceptron.FEATURES))
                    .values();
            if (Float.isNaN(logits[0])) {
                throw new IllegalStateException("logit refused: expected a number, got NaN");
            }
            waiting.forEach(this::answer);
            waiting.clear();
        }
    }

    private void answer(Record<byte[], byte[]> event) {
        int partition = context().taskId().partition();
        for (String name : List.of(PREDICTIONS, UNCERTAINTY)) {
            context().forward(event.withValue(new Outgoing(new byte[ANSWER], partition)), name);
        }
    }
}
