// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.source;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Device;
import io.perennial.adaptation.network.Logits;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;

/**
 * The model as it was trained, or a snapshot of what it has learned since, scored by ONNX Runtime on one thread, or on a CUDA
 * device. Its weights never change; its normalisation layers use the running statistics of the file. Thread-safe.
 */
public final class SourceModel implements AutoCloseable {

    private final OrtSession session;
    private final String input;
    private final String output;
    private final int fixedBatch;
    private final long bytes;
    private boolean closed;

    private SourceModel(OrtSession session, long bytes) throws OrtException {
        this.session = session;
        this.bytes = bytes;
        Map.Entry<String, NodeInfo> first =
                session.getInputInfo().entrySet().iterator().next();
        input = first.getKey();
        output = session.getOutputNames().iterator().next();
        long[] shape = first.getValue().getInfo() instanceof TensorInfo info ? info.getShape() : new long[0];
        fixedBatch = shape.length > 0 && shape[0] > 0 ? Math.toIntExact(shape[0]) : 0;
    }

    /**
     * @param onnx the bytes of a model file
     * @throws IllegalArgumentException if ONNX Runtime refuses them
     */
    public static SourceModel open(byte[] onnx) {
        return open(onnx, Device.CPU);
    }

    /**
     * @param onnx the bytes of a model file
     * @param device what ONNX Runtime computes on
     * @throws IllegalArgumentException if ONNX Runtime refuses them, or cannot use the device
     */
    public static SourceModel open(byte[] onnx, Device device) {
        return open(onnx, OrtSession.SessionOptions.OptLevel.ALL_OPT, device);
    }

    /** As the file says, node by node: for comparing values inside the graph. */
    static SourceModel openUnoptimised(byte[] onnx) {
        return open(onnx, OrtSession.SessionOptions.OptLevel.NO_OPT, Device.CPU);
    }

    private static SourceModel open(byte[] onnx, OrtSession.SessionOptions.OptLevel level, Device device) {
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(level);
            // Warnings are about initialisers that no node uses and the like, which users can do nothing about.
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            if (device.isCuda()) {
                addCuda(options, device);
            }
            return new SourceModel(OrtEnvironment.getEnvironment().createSession(onnx, options), onnx.length);
        } catch (OrtException e) {
            throw new IllegalArgumentException(
                    "model refused: expected one that ONNX Runtime can run, got: " + e.getMessage(), e);
        }
    }

    /** Float32 as on the processor: without TF32, and without trying out algorithms, which differ from run to run. */
    private static void addCuda(OrtSession.SessionOptions options, Device device) {
        try (var cuda = new OrtCUDAProviderOptions(device.index())) {
            cuda.add("use_tf32", "0");
            cuda.add("cudnn_conv_algo_search", "HEURISTIC");
            options.addCUDA(cuda);
            options.setDeterministicCompute(true);
        } catch (OrtException e) {
            throw new IllegalArgumentException(
                    "score.source-device refused: expected ONNX Runtime with CUDA for " + device + ", got: "
                            + e.getMessage() + "; build with -Pcuda and put CUDA 12 with cuDNN 9 on the library path,"
                            + " or set score.source-device: cpu",
                    e);
        }
    }

    /**
     * Logits [B, C] of a batch [B, ...]. A model exported for a fixed number of events is run as often as it takes.
     *
     * @throws IllegalArgumentException if the batch does not fit the model
     */
    public Logits score(Batch batch) {
        if (fixedBatch == 0 || batch.size() == fixedBatch) {
            return run(batch.values(), batch.shape());
        }
        int length = fixedBatch * batch.eventLength();
        int[] shape = batch.shape().clone();
        shape[0] = fixedBatch;
        float[] values = null;
        int classes = 1;
        for (int start = 0; start < batch.size(); start += fixedBatch) {
            int from = start * batch.eventLength();
            // The last part is filled up with zeros, whose logits are dropped.
            Logits part = run(Arrays.copyOfRange(batch.values(), from, from + length), shape);
            classes = part.values().length / fixedBatch;
            values = values == null ? new float[batch.size() * classes] : values;
            int events = Math.min(fixedBatch, batch.size() - start);
            System.arraycopy(part.values(), 0, values, start * classes, events * classes);
        }
        return new Logits(values == null ? new float[0] : values, classes);
    }

    /** Of the model file: the session holds about as much; ONNX Runtime does not tell what it allocates. */
    public long bytes() {
        return bytes;
    }

    OrtSession session() {
        return session;
    }

    /** Name of the input. */
    String input() {
        return input;
    }

    /** Name of the output. */
    String output() {
        return output;
    }

    /** Events that the model was exported for; 0 for any number. */
    int fixedBatch() {
        return fixedBatch;
    }

    private Logits run(float[] values, int... shape) {
        long[] extents = Arrays.stream(shape).asLongStream().toArray();
        try (OnnxTensor tensor =
                        OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), FloatBuffer.wrap(values), extents);
                OrtSession.Result result = session.run(Map.of(input, tensor))) {
            if (!(result.get(0) instanceof OnnxTensor scores) || scores.getFloatBuffer() == null) {
                throw new IllegalArgumentException("model refused: expected a float32 output, got "
                        + result.get(0).getInfo() + " [" + output + "]");
            }
            FloatBuffer buffer = scores.getFloatBuffer();
            var logits = new float[buffer.remaining()];
            buffer.get(logits);
            long[] outputShape = scores.getInfo().getShape();
            int classes = outputShape.length == 0 ? 1 : Math.toIntExact(outputShape[outputShape.length - 1]);
            return new Logits(logits, classes);
        } catch (OrtException e) {
            throw new IllegalArgumentException(
                    "batch refused: expected one that fits input \"" + input + "\", got " + Arrays.toString(shape)
                            + ": " + e.getMessage(),
                    e);
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime did not close its session: " + e.getMessage(), e);
        }
    }
}
