// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

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
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perennial.digits.Digits;
import io.perennial.store.Bundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class InspectCommandTest {

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private Exception failure;

    private int run(byte[] model, String... options) throws IOException {
        Path file = Files.write(directory.resolve("model.onnx"), model);
        String[] arguments = new String[options.length + 1];
        System.arraycopy(options, 0, arguments, 0, options.length);
        arguments[options.length] = file.toString();
        return new CommandLine(new InspectCommand())
                .setOut(new PrintWriter(out))
                .setExecutionExceptionHandler((exception, line, parsed) -> {
                    failure = exception;
                    return 2;
                })
                .execute(arguments);
    }

    private static byte[] digits() throws IOException {
        return Bundle.resource(InspectCommandTest.class.getClassLoader(), Digits.BUNDLE_ROOT)
                .model();
    }

    /** x [N, 1, 4, 4] through a convolution of two channels, an operator, and a mean over the image. */
    private static byte[] convolution(String operator) {
        TensorProto.Builder weight = TensorProto.newBuilder()
                .setName("conv.weight")
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .addDims(2)
                .addDims(1)
                .addDims(3)
                .addDims(3);
        weight.addAllFloatData(Collections.nCopies(18, 0.1f));
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName("g")
                .addInput(port("x", 1, 4, 4))
                .addOutput(port("y", 2))
                .addInitializer(weight)
                .addNode(NodeProto.newBuilder()
                        .setOpType("Conv")
                        .addInput("x")
                        .addInput("conv.weight")
                        .addOutput("a"))
                .addNode(
                        NodeProto.newBuilder().setOpType(operator).addInput("a").addOutput("b"))
                .addNode(NodeProto.newBuilder()
                        .setOpType("ReduceMean")
                        .addInput("b")
                        .addOutput("y")
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("axes")
                                .setType(AttributeProto.AttributeType.INTS)
                                .addInts(2)
                                .addInts(3))
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("keepdims")
                                .setType(AttributeProto.AttributeType.INT)
                                .setI(0)));
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .setGraph(graph)
                .build()
                .toByteArray();
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

    @Test
    void oneObjectForScripts() throws IOException {
        assertThat(run(digits(), "--json")).isZero();
        JsonNode found = new ObjectMapper().readTree(out.toString());
        assertThat(found.get("classes").asInt()).isEqualTo(10);
        assertThat(found.get("inputs").get(0).get("shape").toString()).isEqualTo("[-1,1,8,8]");
        assertThat(found.get("outputs").get(0).get("shape").toString()).isEqualTo("[-1,10]");
        long all = found.get("trainable").get("all").asLong();
        assertThat(found.get("parameters").asLong()).isEqualTo(all);
        assertThat(found.get("trainable").get("norm").asLong()).isPositive().isLessThan(all);
        assertThat(found.get("normalisationLayers").asInt()).isPositive();
        long layers = 0;
        for (JsonNode layer : found.get("layers")) {
            layers += layer.get("parameters").asLong();
        }
        assertThat(layers).isEqualTo(all);
        assertThat(found.get("unsupportedOperators")).isEmpty();
        assertThat(found.get("memory").get("partitionNativeMegabytes").asDouble())
                .isPositive();
        assertThat(found.get("memory").get("partitionHeapMegabytes").asDouble()).isPositive();
        assertThat(found.get("parity").get("maxAbsoluteDifference").asDouble()).isBetween(0.0, 1e-3);
        assertThat(found.get("warnings")).isEmpty();
    }

    @Test
    void textForPeople() throws IOException {
        assertThat(run(digits())).isZero();
        assertThat(out.toString()).contains("10 classes", "adapt.parameters: norm", "ONNX Runtime: agrees");
    }

    @Test
    void warnsWhereNormalisationWasFoldedAway() throws IOException {
        assertThat(run(convolution("Relu"))).isZero();
        assertThat(out.toString()).contains("WARNING", "TrainingMode.PRESERVE");
    }

    @Test
    void namesWhatTheEngineLacks() throws IOException {
        assertThat(run(convolution("RandomNormalLike"), "--json")).isEqualTo(1);
        JsonNode found = new ObjectMapper().readTree(out.toString());
        assertThat(found.get("unsupportedOperators").toString()).isEqualTo("[\"RandomNormalLike\"]");
        assertThat(found.get("parity").isNull()).isTrue();
        assertThat(found.get("classes").asInt()).isEqualTo(2);
    }

    @Test
    void refusesWhatIsNoModel() throws IOException {
        assertThat(run(new byte[] {1, 2, 3})).isEqualTo(2);
        assertThat(failure).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("model refused");
    }

    @Test
    void computesWhereItIsTold() throws IOException {
        assertThat(run(digits(), "--device", "cpu")).isZero();
        assertThat(out.toString()).contains("CPU thread");
    }

    @ParameterizedTest
    @CsvSource({"torch, libtorch", "nd4j, ND4J"})
    void namesTheEngineAndItsDevice(String engine, String words) throws IOException {
        assertThat(run(digits(), "--engine", engine, "--device", "cpu")).isZero();
        assertThat(out.toString())
                .containsPattern("engine: " + words + " .* on \\d+ CPU thread")
                .contains("Runtime: agrees");
    }

    @Test
    void refusesAnEngineThatIsNotThere() throws IOException {
        assertThat(run(digits(), "--engine", "abacus")).isEqualTo(2);
        assertThat(failure)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "score.engine refused: expected one of [nd4j, torch], got \"abacus\"; correct it, or leave it out"
                                + " for torch");
    }

    @Test
    void refusesADeviceThatIsNotThere() throws IOException {
        assertThat(run(digits(), "--device", "cuda:127")).isEqualTo(2);
        assertThat(failure).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("score.device refused");
    }
}
