// SPDX-License-Identifier: Apache-2.0
package io.perennial.hostile;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.network.Engine;
import io.perennial.inspect.Inspector;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is done to a model, it is read or refused in words, in bounded time. */
class HostileModelPropertyTest {

    private static final byte[] SOUND = sound();
    private static final Engine ENGINE = Engine.named("torch").threads(1);

    @Example
    void whatIsDamagedWasSound() {
        assertThat(Inspector.inspect(SOUND, ENGINE).adaptable()).isTrue();
    }

    @Property
    void aDamagedModelIsReadOrRefused(@ForAll("mutations") Mutations damage) {
        byte[] changed = damage.apply(SOUND);
        inWords(() -> {
            Graph graph = Graph.read(changed);
            graph.statistics();
            graph.layout(new ParameterSelection.All());
            graph.initialisers().values().forEach(constant -> {
                constant.floats();
                constant.longs();
            });
            graph.nodes().forEach(node -> assertThat(node.qualifiedOp() + node.attributes())
                    .isNotNull());
        });
    }

    @Property
    void aDamagedModelIsInspectedOrRefused(@ForAll("mutations") Mutations damage) {
        byte[] changed = damage.apply(SOUND);
        inWords(() -> Inspector.inspect(changed, ENGINE));
    }

    private static void inWords(Runnable read) {
        try {
            read.run();
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).contains("refused: expected ");
        }
    }

    @Provide
    Arbitrary<Mutations> mutations() {
        return Mutations.some();
    }

    /** x [N, 1, 4, 4] through convolution, normalisation, pooling, a shape of the file and a matrix. */
    private static byte[] sound() {
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName("g")
                .addInput(port("x", 1, 4, 4))
                .addOutput(port("y", 2))
                .addInitializer(floats("w", 2, 1, 3, 3))
                .addInitializer(floats("scale", 2))
                .addInitializer(floats("shift", 2))
                .addInitializer(floats("mean", 2))
                .addInitializer(floats("variance", 2))
                .addInitializer(floats("f", 2, 2))
                .addInitializer(TensorProto.newBuilder()
                        .setName("shape")
                        .setDataType(TensorProto.DataType.INT64_VALUE)
                        .addDims(2)
                        .addInt64Data(-1)
                        .addInt64Data(2))
                .addNode(node("Conv", "c", "x", "w").addAttribute(ints("pads", 1, 1, 1, 1)))
                .addNode(node("BatchNormalization", "n", "c", "scale", "shift", "mean", "variance"))
                .addNode(node("Relu", "r", "n"))
                .addNode(node("MaxPool", "p", "r")
                        .addAttribute(ints("kernel_shape", 2, 2))
                        .addAttribute(ints("strides", 2, 2)))
                .addNode(node("ReduceMean", "m", "p").addAttribute(ints("axes", 2, 3)))
                .addNode(node("Reshape", "h", "m", "shape"))
                .addNode(node("MatMul", "y", "h", "f"));
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

    private static TensorProto floats(String name, int... shape) {
        int length = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        ByteBuffer raw = ByteBuffer.allocate(4 * length).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < length; i++) {
            raw.putFloat(0.5f + 0.1f * i);
        }
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .setRawData(ByteString.copyFrom(raw.array()));
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
