// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.model;

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
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/** An ONNX classifier of dense layers, as many parameters as wanted. Its input is {@code x}, [batch, features]. */
public final class DenseModel {

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("dense");
    private String last = "x";
    private int width;
    private int parameters;

    /** @param features of an event */
    public DenseModel(int features) {
        width = features;
        graph.addInput(ValueInfoProto.newBuilder()
                .setName(last)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT_VALUE)
                                .setShape(TensorShapeProto.newBuilder()
                                        .addDim(TensorShapeProto.Dimension.newBuilder()
                                                .setDimParam("batch"))
                                        .addDim(TensorShapeProto.Dimension.newBuilder()
                                                .setDimValue(features))))));
    }

    /**
     * Adds a layer, with a bias of zeros.
     *
     * @param outputs of the layer
     * @param weights is asked for each weight, row-major
     */
    public DenseModel layer(String name, int outputs, DoubleSupplier weights) {
        tensor(name + ".weight", weights, width, outputs);
        tensor(name + ".bias", () -> 0, outputs);
        width = outputs;
        return node("Gemm", name, last, name + ".weight", name + ".bias");
    }

    /** Cuts off what is below zero. */
    public DenseModel relu() {
        return node("Relu", last + ".relu", last);
    }

    /** Values that learn, P. */
    public int parameters() {
        return parameters;
    }

    /** The model file. */
    public byte[] bytes() {
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(17))
                .setGraph(graph.clone().addOutput(ValueInfoProto.newBuilder().setName(last)))
                .build()
                .toByteArray();
    }

    private DenseModel node(String operator, String output, String... inputs) {
        graph.addNode(NodeProto.newBuilder()
                .setName(output)
                .setOpType(operator)
                .addAllInput(List.of(inputs))
                .addOutput(output));
        last = output;
        return this;
    }

    private void tensor(String name, DoubleSupplier values, int... shape) {
        int length = IntStream.of(shape).reduce(1, Math::multiplyExact);
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            bytes.putFloat((float) values.getAsDouble());
        }
        var tensor = TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT_VALUE);
        IntStream.of(shape).forEach(tensor::addDims);
        graph.addInitializer(tensor.setRawData(ByteString.copyFrom(bytes.array())));
        parameters += length;
    }
}
