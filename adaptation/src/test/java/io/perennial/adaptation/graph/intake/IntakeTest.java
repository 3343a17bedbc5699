// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.graph.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.InvalidModelException;
import io.perennial.adaptation.graph.ModelBuilder;
import io.perennial.adaptation.graph.Parameter;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.source.SourceModel;
import io.perennial.adaptation.uncertainty.Probabilities;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Models as exporters write them, adopted, and what ONNX Runtime says of them before and after. */
class IntakeTest {

    private static final int FLOAT = TensorProto.DataType.FLOAT_VALUE;
    private static final int INT64 = TensorProto.DataType.INT64_VALUE;

    private static ModelBuilder linear(int features, int classes) {
        return linear(17, features, classes);
    }

    private static ModelBuilder linear(int opset, int features, int classes) {
        float[] weights = new float[features * classes];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (i * 7 % 11 - 5) / 8f;
        }
        float[] shifts = new float[classes];
        for (int i = 0; i < classes; i++) {
            shifts[i] = i / 4f;
        }
        return new ModelBuilder(opset, 0, features)
                .floats("w", new int[] {features, classes}, weights)
                .floats("b", new int[] {classes}, shifts);
    }

    private static float[] run(byte[] onnx, Batch batch) {
        return score(onnx, batch).values();
    }

    private static Logits score(byte[] onnx, Batch batch) {
        try (SourceModel model = SourceModel.open(onnx)) {
            return model.score(batch);
        }
    }

    private static Batch batch(int... event) {
        int length = Arrays.stream(event).reduce(3, (a, b) -> a * b);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (i * 5 % 13 - 6) / 4f;
        }
        return Batch.of(values, 3, event);
    }

    private static ValueInfoProto port(String name, int type, long... event) {
        var shape = TensorShapeProto.newBuilder();
        shape.addDimBuilder().setDimParam("batch");
        for (long extent : event) {
            shape.addDimBuilder().setDimValue(extent);
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(
                                TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape)))
                .build();
    }

    private static byte[] with(byte[] onnx, ValueInfoProto... inputs) throws Exception {
        ModelProto model = ModelProto.parseFrom(onnx);
        return model.toBuilder()
                .setGraph(model.getGraph().toBuilder().clearInput().addAllInput(Arrays.asList(inputs)))
                .build()
                .toByteArray();
    }

    @Test
    void keepsTheBytesOfAModelThatIsReady() {
        byte[] onnx = linear(4, 3).node("Gemm", "x w b", "y").output("y");
        Intake adopted = Intake.of(onnx);
        assertThat(adopted.onnx()).isSameAs(onnx);
        assertThat(adopted.changes()).isEmpty();
        assertThat(adopted.indices()).isFalse();
    }

    @Test
    void leadsProbabilitiesBackToLogits() {
        byte[] logits = linear(4, 3).node("Gemm", "x w b", "z").output("z");
        byte[] given = linear(4, 3)
                .node("Gemm", "x w b", "z")
                .node("Softmax", "z", "p", "axis", 1)
                .node("Identity", "p", "y")
                .output("y");
        Intake adopted = Intake.of(given);
        assertThat(adopted.changes()).containsExactly("the softmax at the end is left out: logits are adapted");
        assertThat(run(adopted.onnx(), batch(4))).containsExactly(run(logits, batch(4)));
    }

    @Test
    void makesTwoClassesOfASingleLogit() {
        byte[] given = linear(4, 1)
                .node("Gemm", "x w b", "z")
                .node("Sigmoid", "z", "y")
                .output("y");
        float[] probabilities = run(given, batch(4));
        Intake adopted = Intake.of(given);
        float[] logits = run(adopted.onnx(), batch(4));
        assertThat(logits).hasSize(6);
        for (int event = 0; event < 3; event++) {
            assertThat(logits[2 * event]).isZero();
            double sigmoid = 1 / (1 + Math.exp(-logits[2 * event + 1]));
            assertThat(sigmoid).isCloseTo(probabilities[event], within(1e-6));
        }
    }

    @Test
    void makesAClassOfEverySetOfLabels() {
        byte[] given = labels(3);
        float[] own = run(given, batch(4));
        Intake adopted = Intake.of(given);
        assertThat(adopted.labels()).isEqualTo(3);
        Logits logits = score(adopted.onnx(), batch(4));
        Probabilities sets = Probabilities.of(logits);
        assertThat(logits.classes()).isEqualTo(8);
        for (int event = 0; event < 3; event++) {
            for (int set = 0; set < 8; set++) {
                double product = 1;
                for (int label = 0; label < 3; label++) {
                    double p = own[3 * event + label];
                    product *= (set >> label & 1) == 1 ? p : 1 - p;
                }
                assertThat((double) sets.at(event, set)).isCloseTo(product, within(1e-6));
            }
        }
        assertThat(Graph.read(adopted.onnx()).parameters().stream().map(Parameter::name))
                .containsExactly("w", "b");
        assertThat(adopted.classes(List.of("cat", "dog", "owl")))
                .containsExactly("none", "cat", "dog", "cat+dog", "owl", "cat+owl", "dog+owl", "cat+dog+owl");
    }

    @Test
    void refusesMoreLabelsThanHaveSets() {
        refuses(labels(11), "or 1 to 10 labels, got a sigmoid for each of 11 labels");
        byte[] unknown = linear(4, 3)
                .node("Gemm", "x w b", "z")
                .node("Tanh", "z", "t")
                .node("Sigmoid", "t", "y")
                .output("y");
        refuses(unknown, "an unknown number of labels");
    }

    private static byte[] labels(int count) {
        return linear(4, count)
                .node("Gemm", "x w b", "z")
                .node("Sigmoid", "z", "y")
                .output("y");
    }

    @Test
    void refusesQuantisedWeights() {
        byte[] given = linear(4, 3)
                .floats("s", new int[] {}, 0.1f)
                .longs("q", 1)
                .node("DequantizeLinear", "q s", "d")
                .node("Gemm", "x w b", "y")
                .output("y");
        refuses(given, "expected weights as floating-point numbers, got quantised ones (DequantizeLinear)");
    }

    @Test
    void takesSeveralInputsAsOneEvent() throws Exception {
        byte[] given = with(
                linear(5, 3)
                        .node("Flatten", "picture", "flat")
                        .node("Concat", "flat extra", "c", "axis", 1)
                        .node("Gemm", "c w b", "y")
                        .output("y"),
                port("picture", FLOAT, 2, 2),
                port("extra", FLOAT, 1));
        Intake adopted = Intake.of(given);
        assertThat(adopted.changes()).containsExactly("2 inputs are one event of 5 values: picture[4], extra[1]");
        byte[] together = linear(5, 3).node("Gemm", "x w b", "y").output("y");
        assertThat(run(adopted.onnx(), batch(5))).containsExactly(run(together, batch(5)));
        assertThat(Graph.read(adopted.onnx()).eventShape()).containsExactly(5);
    }

    @Test
    void takesIndicesAsNumbers() throws Exception {
        byte[] given = with(
                linear(2, 3)
                        .floats("table", new int[] {4, 2}, 1, 2, 3, 4, 5, 6, 7, 8)
                        .node("Gather", "table words", "e")
                        .node("ReduceMean", "e", "m", "axes", new int[] {1}, "keepdims", 0)
                        .node("Gemm", "m w b", "y")
                        .output("y"),
                port("words", INT64, 2));
        Intake adopted = Intake.of(given);
        assertThat(adopted.indices()).isTrue();
        Graph graph = Graph.read(adopted.onnx());
        assertThat(graph.input()).isEqualTo("words");
        assertThat(graph.parameters().stream().map(Parameter::name)).contains("table");
        float[] said = run(adopted.onnx(), Batch.of(new float[] {0, 3, 2, 2}, 2, 2));
        byte[] direct = linear(2, 3).node("Gemm", "x w b", "y").output("y");
        assertThat(said).containsExactly(run(direct, Batch.of(new float[] {4, 5, 5, 6}, 2, 2)));
    }

    @Test
    void doesWithoutIntegersThatAreCastToNumbers() throws Exception {
        byte[] given = with(
                linear(4, 3)
                        .node("Cast", "pixels", "f", "to", FLOAT)
                        .node("Gemm", "f w b", "y")
                        .output("y"),
                port("pixels", TensorProto.DataType.UINT8_VALUE, 4));
        Intake adopted = Intake.of(given);
        assertThat(adopted.indices()).isFalse();
        assertThat(Graph.read(adopted.onnx()).nodes())
                .noneMatch(node -> node.op().equals("Cast"));
    }

    @Test
    void refusesExtentsThatAreNotKnown() throws Exception {
        ValueInfoProto open = port("words", INT64, 0);
        byte[] given = with(linear(2, 3).node("Gemm", "words w b", "y").output("y"), open);
        refuses(given, "extents that are known");
    }

    @Test
    void choosesTheScoresAmongTheOutputs() throws Exception {
        ModelProto model = linear(4, 3)
                .node("Gemm", "x w b", "z")
                .node("Softmax", "z", "probabilities", "axis", 1)
                .node("ArgMax", "z", "label", "axis", 1, "keepdims", 0)
                .model("label");
        var graph = model.getGraph().toBuilder()
                .setOutput(0, port("label", INT64))
                .addOutput(port("probabilities", FLOAT, 3));
        Intake adopted = Intake.of(model.toBuilder().setGraph(graph).build().toByteArray());
        assertThat(adopted.changes())
                .containsExactly(
                        "of the outputs, probabilities holds the scores",
                        "the softmax at the end is left out: logits are adapted");
        assertThat(Graph.read(adopted.onnx()).output()).isEqualTo("z");
    }

    @Test
    void writesScikitLearnsScalerInStandardOperators() throws Exception {
        ModelProto model = linear(2, 3).node("Gemm", "s w b", "y").model("y");
        NodeProto scaler = NodeProto.newBuilder()
                .setOpType("Scaler")
                .setDomain("ai.onnx.ml")
                .setName("scaler")
                .addInput("x")
                .addOutput("s")
                .addAttribute(floats("offset", 1, -2))
                .addAttribute(floats("scale", 0.5f, 4))
                .build();
        var graph = model.getGraph().toBuilder();
        graph.clearNode().addNode(scaler).addAllNode(model.getGraph().getNodeList());
        byte[] given = model.toBuilder()
                .addOpsetImport(
                        OperatorSetIdProto.newBuilder().setDomain("ai.onnx.ml").setVersion(3))
                .setGraph(graph)
                .build()
                .toByteArray();
        Intake adopted = Intake.of(given);
        assertThat(adopted.changes()).containsExactly("written in standard operators: Scaler");
        assertThat(run(adopted.onnx(), batch(2))).containsExactly(run(given, batch(2)), within(1e-6f));
        assertThat(Graph.read(adopted.onnx()).parameters().stream().map(Parameter::name))
                .containsExactly("w", "b");
    }

    @Test
    void widensHalfPrecision() throws Exception {
        ModelProto model = linear(2, 2).node("Gemm", "x w b", "y").model("y");
        var graph = model.getGraph().toBuilder();
        ByteBuffer bits = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        for (int half : new int[] {0x3c00, 0xc000, 0x3555, 0x0001}) { // 1, -2, nearly a third, the smallest there is
            bits.putShort((short) half);
        }
        graph.setInitializer(
                0,
                graph.getInitializer(0).toBuilder()
                        .setDataType(TensorProto.DataType.FLOAT16_VALUE)
                        .setRawData(ByteString.copyFrom(bits.flip())));
        graph.setInitializer(
                1,
                graph.getInitializer(1).toBuilder()
                        .setDataType(TensorProto.DataType.BFLOAT16_VALUE)
                        .clearRawData()
                        .addInt32Data(0x3f80)
                        .addInt32Data(0xc049)); // 1, -3.140625
        graph.setInput(0, port("x", TensorProto.DataType.FLOAT16_VALUE, 2));
        Intake adopted = Intake.of(model.toBuilder().setGraph(graph).build().toByteArray());
        Graph read = Graph.read(adopted.onnx());
        assertThat(read.initialisers().get("w").floats()).containsExactly(1, -2, 0.33325195f, 5.9604645e-8f);
        assertThat(read.initialisers().get("b").floats()).containsExactly(1, -3.140625f);
    }

    @Test
    void readsEveryHalfInOrder() {
        float before = Float.NEGATIVE_INFINITY;
        for (int bits = 0xfc00; bits > 0x8000; bits--) {
            assertThat(Widening.ofHalf(bits)).isGreaterThanOrEqualTo(before);
            before = Widening.ofHalf(bits);
        }
        for (int bits = 0x0001; bits <= 0x7c00; bits++) {
            assertThat(Widening.ofHalf(bits)).isGreaterThan(before);
            before = Widening.ofHalf(bits);
        }
        assertThat(before).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(Widening.ofHalf(0x7bff)).isEqualTo(65504);
        assertThat(Widening.ofHalf(0x7c01)).isNaN();
        assertThat(Float.floatToRawIntBits(Widening.ofHalf(0x8000))).isEqualTo(Integer.MIN_VALUE);
    }

    /** A node that reads itself, and outputs that nobody computes: refused where graphs are read, and not endless here. */
    @Test
    void comesToAnEndWithCircles() {
        byte[] given = linear(4, 3)
                .node("Identity", "b2", "a")
                .node("Identity", "a", "b2")
                .node("Identity", "a", "y")
                .output("y");
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> Intake.of(given));
    }

    private static AttributeProto floats(String name, float... values) {
        var attribute = AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.FLOATS);
        for (float value : values) {
            attribute.addFloats(value);
        }
        return attribute.build();
    }

    private static void refuses(byte[] onnx, String message) {
        assertThatThrownBy(() -> Intake.of(onnx))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageStartingWith("model refused: expected")
                .hasMessageContaining(message);
    }
}
