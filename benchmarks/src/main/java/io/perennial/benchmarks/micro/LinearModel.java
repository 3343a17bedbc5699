// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.micro;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.perennial.adaptation.graph.Graph;

/** A linear classifier of ten classes with as many parameters as wanted: vectors of any length come from its network. */
final class LinearModel {

    private static final int CLASSES = 10;

    private LinearModel() {}

    /** @param parameters P, a multiple of 10: a matrix [P / 10 - 1, 10] and a bias [10], all zero */
    static Graph of(int parameters) {
        int features = parameters / CLASSES - 1;
        return Graph.read(ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(17))
                .setGraph(GraphProto.newBuilder()
                        .setName("linear")
                        .addInput(ValueInfoProto.newBuilder()
                                .setName("x")
                                .setType(TypeProto.newBuilder()
                                        .setTensorType(TypeProto.Tensor.newBuilder()
                                                .setElemType(TensorProto.DataType.FLOAT_VALUE)
                                                .setShape(TensorShapeProto.newBuilder()
                                                        .addDim(TensorShapeProto.Dimension.newBuilder()
                                                                .setDimParam("batch"))
                                                        .addDim(TensorShapeProto.Dimension.newBuilder()
                                                                .setDimValue(features))))))
                        .addInitializer(zeros("weight", features, CLASSES))
                        .addInitializer(zeros("bias", CLASSES))
                        .addNode(NodeProto.newBuilder()
                                .setName("linear")
                                .setOpType("Gemm")
                                .addInput("x")
                                .addInput("weight")
                                .addInput("bias")
                                .addOutput("logits"))
                        .addOutput(ValueInfoProto.newBuilder().setName("logits")))
                .build()
                .toByteArray());
    }

    private static TensorProto zeros(String name, int... shape) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT_VALUE);
        int length = 1;
        for (int extent : shape) {
            tensor.addDims(extent);
            length *= extent;
        }
        return tensor.setRawData(ByteString.copyFrom(new byte[Float.BYTES * length]))
                .build();
    }
}
