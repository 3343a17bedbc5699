// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.graph;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import java.util.Arrays;

/** Two small networks of two classes, for those who damage them. */
public final class SoundModel {

    private SoundModel() {}

    /** x [N, 1, 4, 4] through convolution, normalisation, pooling, a shape of the file and a matrix. */
    public static byte[] images() {
        return finished(new ModelBuilder(17, 0, 1, 4, 4)
                        .floats("w", new int[] {2, 1, 3, 3}, rising(18))
                        .floats("scale", new int[] {2}, rising(2))
                        .floats("shift", new int[] {2}, rising(2))
                        .floats("mean", new int[] {2}, rising(2))
                        .floats("variance", new int[] {2}, rising(2))
                        .floats("f", new int[] {2, 2}, rising(4))
                        .longs("shape", -1, 2)
                        .node("Conv", "x w", "c", "pads", new int[] {1, 1, 1, 1})
                        .node("BatchNormalization", "c scale shift mean variance", "n")
                        .node("Relu", "n", "r")
                        .node("MaxPool", "r", "p", "kernel_shape", new int[] {2, 2}, "strides", new int[] {2, 2})
                        .node("ReduceMean", "p", "m", "axes", new int[] {2, 3})
                        .node("Reshape", "m shape", "h")
                        .node("MatMul", "h f", "y")
                        .model("y")
                        .toBuilder());
    }

    /** x [N, 2] through a matrix that two layers share, so that it is taken apart, with values that are not raw. */
    public static byte[] rows() {
        ModelProto.Builder model = new ModelBuilder(17, 0, 2)
                        .floats("w", new int[] {2, 2})
                        .node("Gemm", "x w", "a", "alpha", 0.5f)
                        .node("Constant", "", "k", "value", ModelBuilder.tensor("", new int[] {2}, rising(2)))
                        .node("Add", "a k", "b")
                        .node("Gemm", "b w", "y")
                        .model("y")
                        .toBuilder();
        TensorProto.Builder shared = model.getGraphBuilder().getInitializerBuilder(0);
        shared.clearRawData().addAllFloatData(Arrays.asList(1f, 2f, 3f, 4f));
        return finished(model);
    }

    /** With the extents of what comes out, which not every exporter writes. */
    private static byte[] finished(ModelProto.Builder model) {
        model.getGraphBuilder()
                .getOutputBuilder(0)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT_VALUE)
                                .setShape(TensorShapeProto.newBuilder()
                                        .addDim(TensorShapeProto.Dimension.newBuilder()
                                                .setDimParam("batch"))
                                        .addDim(TensorShapeProto.Dimension.newBuilder()
                                                .setDimValue(2)))));
        return model.build().toByteArray();
    }

    private static float[] rising(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = 0.5f + 0.1f * i;
        }
        return values;
    }
}
