// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.graph;

import static io.perennial.adaptation.graph.GraphTest.network;
import static io.perennial.adaptation.graph.GraphTest.refuses;
import static io.perennial.adaptation.graph.GraphTest.two;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Files that were made to do harm, or were harmed. */
final class HostileGraphTest {

    @Test
    void refusesDataThatDoNotFitTheirShape() {
        refuses(
                "for shape [2, 3]",
                broken(tensor -> tensor.clearDims().addDims(2).addDims(3)));
        refuses("extents from 0", broken(tensor -> tensor.clearDims().addDims(-2)));
        refuses("extents from 0", broken(tensor -> tensor.clearDims().addDims(Long.MAX_VALUE)));
        refuses(
                "for shape",
                broken(tensor -> tensor.clearDims().addDims(1 << 30).addDims(1 << 30)));
        refuses("dimensions", broken(tensor -> {
            for (int i = 0; i < 100; i++) {
                tensor.addDims(1);
            }
        }));
    }

    @Test
    void refusesExternalData() {
        refuses("data inside the file", broken(tensor -> tensor.setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(
                        StringStringEntryProto.newBuilder().setKey("location").setValue("../../etc/passwd"))));
    }

    @Test
    void refusesExternalDataWhereverTheFileHidesThem() {
        TensorProto outside = ModelBuilder.tensor("secret", two(), 1, 2).toBuilder()
                .clearRawData()
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(
                        StringStringEntryProto.newBuilder().setKey("location").setValue("/etc/passwd"))
                .build();
        var sparse = SparseTensorProto.newBuilder().setValues(outside);
        var attribute = AttributeProto.newBuilder().setName("value");
        var named = NodeProto.newBuilder().setOpType("Constant").setName("here").addOutput("c");
        refusesOutside(model -> model.getGraphBuilder().addInitializer(outside));
        refusesOutside(model -> model.getGraphBuilder().addSparseInitializer(sparse));
        refusesOutside(model -> model.getGraphBuilder()
                .addNode(named.clone()
                        .addAttribute(attribute
                                .clone()
                                .setType(AttributeProto.AttributeType.TENSOR)
                                .setT(outside))));
        refusesOutside(model -> model.getGraphBuilder()
                .addNode(named.clone()
                        .addAttribute(attribute
                                .clone()
                                .setType(AttributeProto.AttributeType.SPARSE_TENSOR)
                                .setSparseTensor(sparse))));
        refusesOutside(model -> model.addFunctions(FunctionProto.newBuilder()
                .setName("f")
                .setDomain("own")
                .addNode(named.clone()
                        .addAttribute(attribute
                                .clone()
                                .setType(AttributeProto.AttributeType.TENSORS)
                                .addTensors(outside)))));
    }

    private static void refusesOutside(Consumer<ModelProto.Builder> change) {
        ModelProto.Builder model = new ModelBuilder(17, 0, 2).node("Relu", "x", "a").model("a").toBuilder();
        change.accept(model);
        assertThatThrownBy(() -> Graph.read(model.build().toByteArray()))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("expected data inside the file, got external data; save the model as one file")
                .hasMessageContaining("tensor \"secret\"");
    }

    @Test
    void refusesControlFlowThatOnnxRuntimeWouldRunForAsLongAsTheFileSays() {
        var loop = NodeProto.newBuilder()
                .setOpType("Loop")
                .setName("for-ever")
                .addInput("x")
                .addOutput("l");
        loop.addAttributeBuilder()
                .setName("body")
                .setType(AttributeProto.AttributeType.GRAPH)
                .setG(GraphProto.newBuilder().setName("body"));
        ModelProto.Builder model = new ModelBuilder(17, 0, 2).node("Relu", "x", "a").model("a").toBuilder();
        byte[] inGraph = model.clone()
                .setGraph(model.getGraph().toBuilder().addNode(loop))
                .build()
                .toByteArray();
        refuses(
                "nodes without graphs of their own, got control flow; export without it [node Loop \"for-ever\"]",
                inGraph);
        byte[] inFunction = model.addFunctions(
                        FunctionProto.newBuilder().setName("f").addNode(loop))
                .build()
                .toByteArray();
        refuses("[node Loop \"for-ever\"]", inFunction);
    }

    @Test
    void refusesABatchOfAbsurdSize() {
        for (int batch : new int[] {1 << 26, Integer.MAX_VALUE}) {
            refuses(
                    "a batch of at most 67108864 values, got " + batch + " events of 1024",
                    new ModelBuilder(17, batch, 1024).node("Relu", "x", "a").output("a"));
        }
        ModelProto.Builder model = new ModelBuilder(17, 1, 2).node("Relu", "x", "a").model("a").toBuilder();
        model.getGraphBuilder()
                .getInputBuilder(0)
                .getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder()
                .getDimBuilder(0)
                .setDimValue(Long.MAX_VALUE);
        refuses("got 9223372036854775807 events of 2", model.build().toByteArray());
    }

    @Test
    void refusesACycleOfOneAndOneThroughManyNodes() {
        refuses(
                "depends on itself",
                new ModelBuilder(17, 0, 2).node("Add", "x a", "a").output("a"));
        var ring = new ModelBuilder(17, 0, 2);
        for (int i = 0; i < 1_000; i++) {
            ring.node("Add", "x n" + (i + 999) % 1_000, "n" + i);
        }
        refuses("depends on itself", ring.output("n0"));
    }

    @Test
    void refusesParametersThatAreNotFloat32() {
        refuses("float32", broken(tensor -> tensor.setDataType(TensorProto.DataType.FLOAT16_VALUE)
                .clearDims()
                .addDims(4)));
        refuses("parameter w in float32", broken(tensor -> tensor.setDataType(TensorProto.DataType.DOUBLE_VALUE)
                .setRawData(ByteString.copyFrom(new byte[16]))));
    }

    @Test
    void refusesEventsOfUnknownOrAbsurdShape() {
        refuses(
                "fixed extents",
                new ModelBuilder(17, 0, 0).node("Relu", "x", "a").output("a"));
        refuses(
                "at most 67108864",
                new ModelBuilder(17, 0, 1 << 20, 1 << 20).node("Relu", "x", "a").output("a"));
    }

    @Test
    void survivesEveryTruncation() {
        byte[] model = network().toOnnx();
        for (int length = 0; length < model.length; length++) {
            readHostile(Arrays.copyOf(model, length));
        }
    }

    @Test
    void survivesRandomFlips() {
        byte[] model = network().toOnnx();
        var random = new Random(20_230_609);
        for (int i = 0; i < 5_000; i++) {
            byte[] hostile = model.clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                hostile[random.nextInt(hostile.length)] ^= (byte) (1 << random.nextInt(8));
            }
            readHostile(hostile);
        }
    }

    @Test
    void survivesLongChainsAndDeepNesting() {
        var model = new ModelBuilder(17, 0, 2).floats("w", new int[] {2, 2}, 1, 0, 0, 1);
        String last = "w";
        for (int i = 0; i < 20_000; i++) {
            model.node("Identity", last, "i" + i);
            last = "i" + i;
        }
        assertThat(Graph.read(model.node("MatMul", "x " + last, "y").output("y"))
                        .parameters())
                .extracting(Parameter::name)
                .containsExactly(last);
        var nested = AttributeProto.newBuilder().setName("body");
        for (int i = 0; i < 500; i++) {
            var inner = nested.build();
            nested = AttributeProto.newBuilder().setName("body").setType(AttributeProto.AttributeType.GRAPH);
            nested.getGBuilder().addNodeBuilder().setOpType("If").addOutput("o").addAttribute(inner);
        }
        ModelProto.Builder deep = new ModelBuilder(17, 0, 2).node("Relu", "x", "y").model("y").toBuilder();
        deep.getGraphBuilder().getNodeBuilder(0).addAttribute(nested);
        refuses("an ONNX file", deep.build().toByteArray());
    }

    /** What is put together is told from its parts by walking once, not by carrying all of them along. */
    @Test
    void survivesAChainOfConcatenations() {
        var model = new ModelBuilder(17, 0, 2).floats("c0", two(), 1, 1);
        for (int i = 1; i <= 30_000; i++) {
            model.floats("w" + i, two(), 1, 1).node("Concat", "c" + (i - 1) + " w" + i, "c" + i, "axis", 0);
        }
        byte[] onnx = model.node("Add", "x c30000", "y").output("y");
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThat(Graph.read(onnx).parameters()).hasSize(30_001));
    }

    private static void readHostile(byte[] bytes) {
        try {
            Graph graph = Graph.read(bytes);
            graph.statistics();
            graph.parameters().forEach(parameter -> parameter.constant().floats());
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).contains("expected");
        }
    }

    private static byte[] broken(Consumer<TensorProto.Builder> change) {
        ModelProto.Builder model =
                new ModelBuilder(17, 0, 2).floats("w", two(), 1, 2).node("Add", "x w", "a").model("a").toBuilder();
        change.accept(model.getGraphBuilder().getInitializerBuilder(0));
        return model.build().toByteArray();
    }
}
