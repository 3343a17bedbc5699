// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.graph;

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
import java.util.Arrays;

/** Two small networks. */
final class ModelSeed {

    private ModelSeed() {}

    /** x [N, 1, 4, 4] through convolution, normalisation, pooling, a shape of the file and a matrix. */
    static byte[] images() {
        return model(GraphProto.newBuilder()
                .setName("g")
                .addInput(port("x", 1, 4, 4))
                .addOutput(port("y", 2))
                .addInitializer(raw("w", 2, 1, 3, 3))
                .addInitializer(raw("scale", 2))
                .addInitializer(raw("shift", 2))
                .addInitializer(raw("mean", 2))
                .addInitializer(raw("variance", 2))
                .addInitializer(raw("f", 2, 2))
                .addInitializer(TensorProto.newBuilder()
                        .setName("shape")
                        .setDataType(TensorProto.DataType.INT64_VALUE)
                        .addDims(2)
                        .addInt64Data(-1)
                        .addInt64Data(2))
                .addNode(node("Conv", "c", "x", "w").addAttribute(ints("pads", 1, 1, 1, 1)))
                .addNode(node("BatchNormalization", "n", "c", "scale", "shift", "mean", "variance"))
                .addNode(node("Relu", "r", "n"))
                .addNode(node("ReduceMean", "m", "r").addAttribute(ints("axes", 2, 3)))
                .addNode(node("Reshape", "h", "m", "shape"))
                .addNode(node("MatMul", "y", "h", "f")));
    }

    /** x [N, 2] through a matrix that two layers share, so that it is taken apart, with values that are not raw. */
    static byte[] rows() {
        TensorProto weights = TensorProto.newBuilder()
                .setName("w")
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .addDims(2)
                .addDims(2)
                .addAllFloatData(Arrays.asList(1f, 2f, 3f, 4f))
                .build();
        return model(GraphProto.newBuilder()
                .setName("g")
                .addInput(port("x", 2))
                .addOutput(port("y", 2))
                .addInitializer(weights)
                .addNode(node("Gemm", "a", "x", "w")
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("alpha")
                                .setType(AttributeProto.AttributeType.FLOAT)
                                .setF(0.5f)))
                .addNode(node("Constant", "k")
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("value")
                                .setType(AttributeProto.AttributeType.TENSOR)
                                .setT(raw("", 2))))
                .addNode(node("Add", "b", "a", "k"))
                .addNode(node("Gemm", "y", "b", "w")));
    }

    private static byte[] model(GraphProto.Builder graph) {
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    private static NodeProto.Builder node(String op, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setOpType(op)
                .addAllInput(Arrays.asList(inputs))
                .addOutput(output);
    }

    private static AttributeProto ints(String name, long... values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        Arrays.stream(values).forEach(attribute::addInts);
        return attribute.build();
    }

    private static TensorProto raw(String name, int... shape) {
        int length = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .setRawData(ByteString.copyFrom(new byte[4 * length]));
        Arrays.stream(shape).forEach(tensor::addDims);
        return tensor.build();
    }

    private static ValueInfoProto port(String name, int... extents) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("n"));
        for (int extent : extents) {
            shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(extent));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT_VALUE)
                                .setShape(shape)))
                .build();
    }
}
