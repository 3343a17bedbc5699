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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Small models by hand, as bytes. The input is called {@code x}. */
public final class ModelBuilder {

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("test");
    private final int opset;

    /**
     * @param opset of the standard operators
     * @param batch number of events, 0 for any
     * @param event shape of one event
     */
    public ModelBuilder(int opset, int batch, int... event) {
        this.opset = opset;
        var shape = TensorShapeProto.newBuilder();
        if (batch == 0) {
            shape.addDimBuilder().setDimParam("batch");
        } else {
            shape.addDimBuilder().setDimValue(batch);
        }
        for (int extent : event) {
            shape.addDimBuilder().setDimValue(extent);
        }
        graph.addInput(ValueInfoProto.newBuilder()
                .setName("x")
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT_VALUE)
                                .setShape(shape))));
    }

    public int opset() {
        return opset;
    }

    /** A float32 initialiser. */
    public ModelBuilder floats(String name, int[] shape, float... values) {
        graph.addInitializer(tensor(name, shape, values));
        return this;
    }

    /** A list of integers as an initialiser. */
    public ModelBuilder longs(String name, long... values) {
        graph.addInitializer(longTensor(name, new int[] {values.length}, values));
        return this;
    }

    /** Integers of any shape as an initialiser. */
    public ModelBuilder longs(String name, int[] shape, long... values) {
        graph.addInitializer(longTensor(name, shape, values));
        return this;
    }

    /** One integer as an initialiser. */
    public ModelBuilder scalar(String name, long value) {
        graph.addInitializer(longTensor(name, new int[0], value));
        return this;
    }

    /**
     * A node named after its first output.
     *
     * @param inputs names between spaces, {@code -} for one left out
     * @param outputs likewise
     * @param attributes name, value, name, value, ...
     */
    public ModelBuilder node(String op, String inputs, String outputs, Object... attributes) {
        var node = NodeProto.newBuilder().setOpType(op);
        for (String input : inputs.isEmpty() ? new String[0] : inputs.split(" ")) {
            node.addInput(input.equals("-") ? "" : input);
        }
        for (String output : outputs.split(" ")) {
            node.addOutput(output.equals("-") ? "" : output);
        }
        for (int i = 0; i < attributes.length; i += 2) {
            node.addAttribute(attribute((String) attributes[i], attributes[i + 1]));
        }
        graph.addNode(node.setName(node.getOutput(0)));
        return this;
    }

    /** The model's bytes. */
    public byte[] output(String name) {
        return model(name).toByteArray();
    }

    /** The model as protobuf. */
    public ModelProto model(String output) {
        var copy = graph.clone().addOutput(ValueInfoProto.newBuilder().setName(output));
        return ModelProto.newBuilder()
                .setIrVersion(opset > 20 ? 10 : 8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(opset))
                .setGraph(copy)
                .build();
    }

    /** A float32 tensor, for initialisers and attributes. */
    public static TensorProto tensor(String name, int[] shape, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return dims(shape)
                .setName(name)
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .setRawData(ByteString.copyFrom(bytes))
                .build();
    }

    /** An int64 tensor, for initialisers and attributes. */
    public static TensorProto longTensor(String name, int[] shape, long... values) {
        var tensor = dims(shape).setName(name).setDataType(TensorProto.DataType.INT64_VALUE);
        for (long value : values) {
            tensor.addInt64Data(value);
        }
        return tensor.build();
    }

    private static TensorProto.Builder dims(int... shape) {
        var tensor = TensorProto.newBuilder();
        for (int extent : shape) {
            tensor.addDims(extent);
        }
        return tensor;
    }

    private static AttributeProto attribute(String name, Object value) {
        var attribute = AttributeProto.newBuilder().setName(name);
        if (value instanceof Integer number) {
            attribute.setType(AttributeProto.AttributeType.INT).setI(number);
        } else if (value instanceof Float number) {
            attribute.setType(AttributeProto.AttributeType.FLOAT).setF(number);
        } else if (value instanceof String text) {
            attribute.setType(AttributeProto.AttributeType.STRING).setS(ByteString.copyFromUtf8(text));
        } else if (value instanceof TensorProto tensor) {
            attribute.setType(AttributeProto.AttributeType.TENSOR).setT(tensor);
        } else if (value instanceof int[] numbers) {
            attribute.setType(AttributeProto.AttributeType.INTS);
            for (int number : numbers) {
                attribute.addInts(number);
            }
        } else if (value instanceof List<?> texts) {
            attribute.setType(AttributeProto.AttributeType.STRINGS);
            texts.forEach(text -> attribute.addStrings(ByteString.copyFromUtf8((String) text)));
        } else if (value instanceof float[] numbers) {
            attribute.setType(AttributeProto.AttributeType.FLOATS);
            for (float number : numbers) {
                attribute.addFloats(number);
            }
        } else {
            throw new IllegalArgumentException(
                    "attribute refused: expected a number, text, tensor or list, got " + value.getClass());
        }
        return attribute.build();
    }
}
