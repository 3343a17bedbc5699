// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.source;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;

/**
 * Scores events one by one, each by any of several models of one shape. Their values go through one tensor and the logits
 * through another, both opened once, so that an event allocates little and the models can come and go. Not thread-safe.
 */
public final class SingleEvents implements AutoCloseable {

    private final OnnxTensor input;
    private final OnnxTensor output;
    private final FloatBuffer values;
    private final FloatBuffer logits;
    private final int length;
    private final int classes;
    private boolean closed;

    private SingleEvents(FloatBuffer values, long[] inputShape, int length, FloatBuffer logits, long[] outputShape)
            throws OrtException {
        this.values = values;
        this.logits = logits;
        this.length = length;
        classes = Math.toIntExact(outputShape[outputShape.length - 1]);
        input = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), values, inputShape);
        output = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), logits, outputShape);
    }

    /**
     * @param model one of them; it scores an event of zeros, which tells how many classes there are
     * @param eventShape without the batch dimension
     * @throws IllegalArgumentException if the model does not score events of that shape
     */
    public static SingleEvents of(SourceModel model, int... eventShape) {
        // A model exported for a fixed number of events gets the event with zeros behind it, as in a batch.
        int events = Math.max(1, model.fixedBatch());
        Batch zeros = Batch.of(new float[Math.toIntExact(length(eventShape) * events)], events, eventShape);
        int classes = model.score(zeros).classes();
        try {
            return new SingleEvents(
                    direct(zeros.values().length),
                    Arrays.stream(zeros.shape()).asLongStream().toArray(),
                    zeros.eventLength(),
                    direct(events * classes),
                    new long[] {events, classes});
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime has no memory for an event: " + e.getMessage(), e);
        }
    }

    private static long length(int... shape) {
        return Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact);
    }

    private static FloatBuffer direct(int floats) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(floats, Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /**
     * Logits [1, C] of one event.
     *
     * @param model of the shape that this was opened for
     * @param event its values, row-major
     * @throws IllegalArgumentException if the event does not fit the model
     */
    public Logits score(SourceModel model, float... event) {
        if (event.length != length) {
            throw new IllegalArgumentException("event refused: expected " + length + " values, got " + event.length);
        }
        values.put(0, event);
        try (OrtSession.Result written =
                model.session().run(Map.of(model.input(), input), Map.of(model.output(), output))) {
            float[] row = new float[classes];
            logits.get(0, row);
            return new Logits(row, classes);
        } catch (OrtException e) {
            throw new IllegalArgumentException(
                    "event refused: expected one that fits input \"" + model.input() + "\": " + e.getMessage(), e);
        }
    }

    /** The models stay open. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            input.close();
            output.close();
        }
    }
}
