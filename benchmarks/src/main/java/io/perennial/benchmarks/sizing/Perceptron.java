// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.sizing;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.perennial.store.Bundle;
import io.perennial.store.InputContract;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A bundle of a perceptron with two hidden layers, of about as many parameters as wanted, drawn at random. */
final class Perceptron {

    /** Features of an event. */
    static final int FEATURES = 64;

    private static final int CLASSES = 10;

    private final SplittableRandom random = new SplittableRandom(1);
    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("perceptron");
    private int parameters;

    private Perceptron() {}

    /**
     * Writes the bundle.
     *
     * @param wanted parameters; the hidden layers are as wide as comes nearest
     * @return how many it has
     */
    static int write(int wanted, Path directory) throws Exception {
        int width = (int) Math.round(Math.sqrt(wanted + 37.0 * 37) - 37); // width^2 + 76 width + 10 parameters
        Perceptron perceptron = new Perceptron();
        byte[] model = perceptron.model(width);
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(model));
        Bundle bundle = new Bundle(
                "perceptron",
                Integer.toString(perceptron.parameters),
                model,
                sha256,
                new InputContract("x", new int[] {FEATURES}, -10, 10),
                IntStream.range(0, CLASSES).mapToObj(c -> "class-" + c).toList(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
        for (Map.Entry<String, byte[]> file : bundle.files().entrySet()) {
            Files.write(directory.resolve(file.getKey()), file.getValue());
        }
        return perceptron.parameters;
    }

    private byte[] model(int width) {
        graph.addInput(ValueInfoProto.newBuilder()
                .setName("x")
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT_VALUE)
                                .setShape(TensorShapeProto.newBuilder()
                                        .addDim(TensorShapeProto.Dimension.newBuilder()
                                                .setDimParam("batch"))
                                        .addDim(TensorShapeProto.Dimension.newBuilder()
                                                .setDimValue(FEATURES))))));
        layer("x", "first", FEATURES, width);
        node("Relu", "first.relu", "first");
        layer("first.relu", "second", width, width);
        node("Relu", "second.relu", "second");
        layer("second.relu", "logits", width, CLASSES);
        graph.addOutput(ValueInfoProto.newBuilder().setName("logits"));
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(17))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    private void layer(String input, String name, int in, int out) {
        tensor(name + ".weight", Math.sqrt(2.0 / in), in, out);
        tensor(name + ".bias", 0, out);
        node("Gemm", name, input, name + ".weight", name + ".bias");
    }

    private void node(String operator, String output, String... inputs) {
        graph.addNode(NodeProto.newBuilder()
                .setName(output)
                .setOpType(operator)
                .addAllInput(List.of(inputs))
                .addOutput(output));
    }

    private void tensor(String name, double deviation, int... shape) {
        int length = IntStream.of(shape).reduce(1, Math::multiplyExact);
        ByteBuffer values = ByteBuffer.allocate(Float.BYTES * length).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < length; i++) {
            values.putFloat((float) (deviation * random.nextGaussian()));
        }
        var tensor = TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT_VALUE);
        IntStream.of(shape).forEach(tensor::addDims);
        graph.addInitializer(tensor.setRawData(ByteString.copyFrom(values.array())));
        parameters += length;
    }
}
