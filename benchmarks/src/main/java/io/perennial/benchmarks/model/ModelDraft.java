// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/** An ONNX model while it is put together, node after node. Its input is {@link #INPUT}, [batch, ...]. */
final class ModelDraft {

    static final String INPUT = "x";

    private final GraphProto.Builder graph;
    private int parameters;

    /** @param event shape of an event */
    ModelDraft(String name, int... event) {
        var shape = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("batch"));
        IntStream.of(event)
                .forEach(extent ->
                        shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(extent)));
        graph = GraphProto.newBuilder()
                .setName(name)
                .addInput(ValueInfoProto.newBuilder()
                        .setName(INPUT)
                        .setType(TypeProto.newBuilder()
                                .setTensorType(TypeProto.Tensor.newBuilder()
                                        .setElemType(TensorProto.DataType.FLOAT_VALUE)
                                        .setShape(shape))));
    }

    /** Adds a node and gives its output, which has its name. */
    String node(String operator, String name, List<String> inputs, AttributeProto... attributes) {
        graph.addNode(NodeProto.newBuilder()
                .setName(name)
                .setOpType(operator)
                .addAllInput(inputs)
                .addOutput(name)
                .addAllAttribute(List.of(attributes)));
        return name;
    }

    static AttributeProto integers(String name, long... values) {
        var attribute = AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        for (long value : values) {
            attribute.addInts(value);
        }
        return attribute.build();
    }

    /**
     * Adds values that learn and gives their name.
     *
     * @param values is asked for each, row-major
     */
    String parameter(String name, DoubleSupplier values, int... shape) {
        parameters += tensor(name, values, shape);
        return name;
    }

    /** Adds a batch normalisation that changes nothing yet, and gives its output. */
    String norm(String name, String input, int channels) {
        String scale = parameter(name + ".scale", () -> 1, channels);
        String shift = parameter(name + ".shift", () -> 0, channels);
        tensor(name + ".mean", () -> 0, channels);
        tensor(name + ".variance", () -> 1, channels);
        return node("BatchNormalization", name, List.of(input, scale, shift, name + ".mean", name + ".variance"));
    }

    /** Values that learn, P. */
    int parameters() {
        return parameters;
    }

    /** The model file. */
    byte[] bytes(String output) {
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(17))
                .setGraph(graph.clone().addOutput(ValueInfoProto.newBuilder().setName(output)))
                .build()
                .toByteArray();
    }

    /** He's initialisation of a weight of a layer with so many inputs. */
    static DoubleSupplier he(SplittableRandom random, int inputs) {
        double deviation = Math.sqrt(2.0 / inputs);
        return () -> deviation * random.nextGaussian();
    }

    private int tensor(String name, DoubleSupplier values, int... shape) {
        int length = IntStream.of(shape).reduce(1, Math::multiplyExact);
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            bytes.putFloat((float) values.getAsDouble());
        }
        var tensor = TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT_VALUE);
        IntStream.of(shape).forEach(tensor::addDims);
        graph.addInitializer(tensor.setRawData(ByteString.copyFrom(bytes.array())));
        return length;
    }
}
