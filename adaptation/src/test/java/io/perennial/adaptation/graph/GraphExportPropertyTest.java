// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.source.SourceModel;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What ONNX Runtime makes of an exported file, against the engine on the same weights and statistics. */
final class GraphExportPropertyTest {

    private static final int EVENTS = 7;
    private static final List<String> MODELS = List.of("apart", "merged", "shared", "old");

    private static int[] two() {
        return new int[] {2};
    }

    /** Two normalised layers without anything in common. */
    private static ModelBuilder apart() {
        return new ModelBuilder(17, 0, 2)
                .floats("w", new int[] {2, 2}, 1, 2, 3, 4)
                .floats("s1", two(), 1, 2)
                .floats("b1", two(), 0, 3)
                .floats("m1", two(), 1, 2)
                .floats("v1", two(), 3, 4)
                .floats("w2", new int[] {2, 2}, 1, -2, 3, 4)
                .floats("s2", two(), 1, 1)
                .floats("b2", two(), 0, 1)
                .floats("m2", two(), 5, 6)
                .floats("v2", two(), 7, 8)
                .floats("scale", new int[] {1}, 2)
                .node("MatMul", "x w", "h1")
                .node("BatchNormalization", "h1 s1 b1 m1 v1", "n1")
                .node("Relu", "n1", "r")
                .node("MatMul", "r w2", "h2")
                .node("BatchNormalization", "h2 s2 b2 m2 v2", "n2")
                .node("Mul", "n2 scale", "y");
    }

    /** As exporters merge equal values: the second layer's are identities of the first one's, one of them twice removed. */
    private static ModelBuilder merged() {
        return new ModelBuilder(17, 0, 2)
                .floats("w", new int[] {2, 2}, 1, 0, 0, 1)
                .floats("s1", two(), 1, 1)
                .floats("b1", two(), 0, 0)
                .floats("m1", two(), 0, 0)
                .floats("v1", two(), 1, 1)
                .node("Identity", "v1", "v2")
                .node("Identity", "b1", "m2")
                .node("Identity", "m2", "b2")
                .node("Identity", "s1", "s2")
                .node("Identity", "w", "w2")
                .node("MatMul", "x w", "h1")
                .node("BatchNormalization", "h1 s1 b1 m1 v1", "n1")
                .node("MatMul", "n1 w2", "h2")
                .node("BatchNormalization", "h2 s2 b2 m2 v2", "y");
    }

    /** One initialiser in several roles, without identities: shift and mean, scale and variance, of both layers. */
    private static ModelBuilder shared() {
        return new ModelBuilder(17, 0, 2)
                .floats("w", new int[] {2, 2}, 1, 1, 0, 1)
                .floats("zeros", two(), 0, 0)
                .floats("ones", two(), 1, 1)
                .floats("zeros_mean", two(), 1, 2)
                .floats("m", two(), 0.5f, 0)
                .floats("v", two(), 1, 2)
                .node("MatMul", "x w", "h1")
                .node("BatchNormalization", "h1 ones zeros zeros ones", "n1")
                .node("Add", "n1 zeros_mean", "a")
                .node("BatchNormalization", "a ones zeros m v", "n2")
                .node("BatchNormalization", "n2 ones zeros m v", "y");
    }

    /** Before version 4 of the format every initialiser is an input too. */
    private static byte[] old() {
        ModelProto.Builder model = shared().model("y").toBuilder().setIrVersion(3);
        ValueInfoProto.Builder input = model.getGraph().getInput(0).toBuilder();
        for (TensorProto tensor : model.getGraph().getInitializerList()) {
            TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
            tensor.getDimsList().forEach(extent -> shape.addDimBuilder().setDimValue(extent));
            input.getTypeBuilder().getTensorTypeBuilder().setShape(shape);
            model.getGraphBuilder().addInput(input.setName(tensor.getName()));
        }
        return model.build().toByteArray();
    }

    private static byte[] model(String name) {
        return switch (name) {
            case "apart" -> apart().output("y");
            case "merged" -> merged().output("y");
            case "old" -> old();
            default -> shared().output("y");
        };
    }

    private static float[] random(int length, float least, SplittableRandom random) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = Math.max(least, (float) random.nextGaussian());
        }
        return values;
    }

    private static float[] statistics(Graph graph, SplittableRandom random) {
        float[] statistics = random(graph.statistics().length, Float.NEGATIVE_INFINITY, random);
        for (NormLayer layer : graph.normLayers()) {
            for (int i = 0; i < layer.channels(); i++) {
                int at = layer.varianceOffset() + i;
                statistics[at] = 0.5f + Math.abs(statistics[at]);
            }
        }
        return statistics;
    }

    private static void agrees(byte[] onnx, ParameterSelection selection, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Graph graph = Graph.read(onnx);
        float[] weights = random(graph.layout(selection).size(), Float.NEGATIVE_INFINITY, random);
        float[] statistics = statistics(graph, random);
        Batch batch = Batch.of(random(EVENTS * 2, Float.NEGATIVE_INFINITY, random), EVENTS, 2);
        byte[] exported = GraphExport.write(onnx, weights, statistics);
        try (Network network = Engine.named("torch").threads(1).open(graph, selection);
                ParameterVector vector = network.zeros();
                SourceModel runtime = SourceModel.open(exported)) {
            vector.set(weights);
            float[] expected = network.forward(vector, batch, NormStatistics.fixed(statistics))
                    .values();
            float largest = 1;
            for (float value : expected) {
                largest = Math.max(largest, Math.abs(value));
            }
            assertThat(runtime.score(batch).values())
                    .as("seed %d", seed)
                    .containsExactly(expected, within(1e-4f * largest));
        }
        Graph back = Graph.read(exported);
        assertThat(back.statistics()).containsExactly(statistics);
        assertThat(back.layout(selection).size()).isEqualTo(weights.length);
    }

    @Property(tries = 30)
    void everyWeightAndStatisticArrives(@ForAll long seed) {
        for (String name : MODELS) {
            agrees(model(name), new ParameterSelection.All(), seed);
            agrees(model(name), new ParameterSelection.Norm(), seed);
        }
    }

    @Example
    void theSourceComesBackAsTheSameBytes() {
        for (String name : MODELS) {
            byte[] onnx = model(name);
            Graph graph = Graph.read(onnx);
            try (Network network = Engine.named("torch").threads(1).open(graph, new ParameterSelection.All());
                    ParameterVector source = network.source()) {
                assertThat(GraphExport.write(onnx, source.toArray(), graph.statistics()))
                        .as(name)
                        .isEqualTo(onnx);
            }
        }
    }

    @Example
    void nothingButValuesChanges() throws InvalidProtocolBufferException {
        byte[] onnx = apart().model("y").toBuilder()
                .setProducerName("somebody")
                .setDocString("what it is")
                .build()
                .toByteArray();
        ModelProto before = ModelProto.parseFrom(onnx);
        ModelProto after = ModelProto.parseFrom(GraphExport.write(onnx, new float[16], new float[8]));
        assertThat(after.toBuilder().clearGraph().build())
                .isEqualTo(before.toBuilder().clearGraph().build());
        assertThat(after.getGraph().toBuilder().clearInitializer().build())
                .isEqualTo(before.getGraph().toBuilder().clearInitializer().build());
        assertThat(after.getGraph().getInitializerList())
                .extracting(TensorProto::getName)
                .containsExactlyElementsOf(before.getGraph().getInitializerList().stream()
                        .map(TensorProto::getName)
                        .toList());
        assertThat(after.getGraph().getInitializerList()).allMatch(TensorProto::hasRawData);
    }

    @Example
    void whatWasMergedIsTakenApartOnlyWhereItNowDiffers() throws InvalidProtocolBufferException {
        byte[] onnx = merged().output("y");
        Graph graph = Graph.read(onnx);
        float[] weights = new float[graph.layout(new ParameterSelection.All()).size()]; // every pair still equal
        float[] statistics = graph.statistics();
        statistics[0] = 9; // the first layer's mean, which nothing else was merged with
        ModelProto same = ModelProto.parseFrom(GraphExport.write(onnx, weights, statistics));
        assertThat(same.getGraph().getNodeList())
                .filteredOn(node -> node.getOpType().equals("Identity"))
                .hasSize(5);
        weights[weights.length - 1] = 1; // b2 alone
        ModelProto apart = ModelProto.parseFrom(GraphExport.write(onnx, weights, statistics));
        assertThat(apart.getGraph().getNodeList())
                .filteredOn(node -> node.getOpType().equals("Identity"))
                .flatExtracting(NodeProto::getOutputList)
                .containsExactly("v2", "m2", "s2", "w2");
    }

    @Example
    void weightsOfAPatternAreWrittenWhereThePatternIsGiven() {
        byte[] onnx = apart().output("y");
        ParameterSelection one = ParameterSelection.parse("^w2$");
        byte[] exported = GraphExport.write(
                onnx, one, new float[] {5, 6, 7, 8}, Graph.read(onnx).statistics());
        assertThat(Graph.read(exported).initialisers().get("w2").floats()).containsExactly(5, 6, 7, 8);
        assertThat(Graph.read(exported).initialisers().get("w").floats()).containsExactly(1, 2, 3, 4);
    }

    @Example
    void refusesWhatDoesNotFit() {
        byte[] onnx = apart().output("y");
        float[] statistics = Graph.read(onnx).statistics();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GraphExport.write(onnx, new float[5], statistics))
                .withMessageContaining("16 (all) or 8 (norm), got 5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GraphExport.write(onnx, new float[8], new float[7]))
                .withMessageContaining("expected 8 weights and 8 statistics, got 8 and 7");
        float[] infinite = new float[8];
        infinite[3] = Float.NaN;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GraphExport.write(onnx, infinite, statistics))
                .withMessageContaining("expected finite values, got NaN at 1 [b1]");
        statistics[2] = -1;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GraphExport.write(onnx, new float[8], statistics))
                .withMessageContaining("variances of 0 or more, got -1.0 at 0 [n1]");
    }
}
