// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ModelBuilder;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.torch.TorchEngine;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class EngineCheckTest {

    private static final Batch PROBE = new Batch(new float[] {0.5f, -1, 2, 0.25f, -0.75f, 1.5f}, 3, 2);

    @Test
    void acceptsAnEngineThatComputesTheSame() {
        byte[] model = model(0);
        try (SourceModel source = SourceModel.open(model)) {
            assertThatCode(() -> EngineCheck.compare(Graph.read(model), new TorchEngine(1), source, PROBE))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void namesTheNodeWhereTheEngineParts() {
        byte[] model = model(0);
        try (SourceModel source = SourceModel.open(model)) {
            assertThatThrownBy(() -> EngineCheck.compare(Graph.read(model), new Confused(), source, PROBE))
                    .isInstanceOf(EngineMismatchException.class)
                    .hasMessageContaining("node \"third\"")
                    .hasMessageContaining("Tanh");
        }
    }

    @Test
    void saysSoWhereTheFilesDiffer() {
        try (SourceModel source = SourceModel.open(
                new ModelBuilder(17, 0, 2).node("Neg", "x", "y").output("y"))) {
            assertThatThrownBy(() -> EngineCheck.compare(Graph.read(model(0)), new TorchEngine(1), source, PROBE))
                    .isInstanceOf(EngineMismatchException.class)
                    .hasMessageContaining("files may differ");
        }
    }

    @Test
    void allowsAModelTheRoundingThatItHasInAnyCase() {
        assertThat(EngineCheck.allowed(2e-4, () -> model(0), PROBE)).isEqualTo(EngineCheck.TOLERANCE);
        byte[] cancelling = cancelling();
        assertThat(EngineCheck.allowed(2e-3, () -> cancelling, PROBE)).isEqualTo(EngineCheck.TOLERANCE);
        assertThat(EngineCheck.allowed(2e-4, () -> cancelling, PROBE)).isBetween(1.01 * EngineCheck.TOLERANCE, 1e-3);
        try (SourceModel source = SourceModel.open(cancelling)) {
            assertThatThrownBy(() -> EngineCheck.compare(Graph.read(cancelling), new Confused(), source, PROBE))
                    .isInstanceOf(EngineMismatchException.class);
        }
    }

    /** Sums of thousands of which a normalisation leaves ones; ONNX Runtime's optimisations make one convolution of both. */
    private static byte[] cancelling() {
        return new ModelBuilder(17, 0, 2)
                .longs("image", -1, 2, 1, 1)
                .longs("row", -1, 3)
                .floats("w", new int[] {3, 2, 1, 1}, 1.37f, -2.11f, 0.53f, 0.29f, 1.17f, -1.73f)
                .floats("b", new int[] {3}, 4099.3f, 5101.7f, 6007.9f)
                .floats("s", new int[] {3}, 1.1f, 0.9f, 1.3f)
                .floats("o", new int[] {3}, 0.1f, 0.2f, 0.3f)
                .floats("m", new int[] {3}, 4099.1f, 5101.9f, 6008.2f)
                .floats("v", new int[] {3}, 0.37f, 0.53f, 0.71f)
                .node("Reshape", "x image", "pixels")
                .node("Conv", "pixels w b", "sums")
                .node("BatchNormalization", "sums s o m v", "ones")
                .node("Reshape", "ones row", "rows")
                .node("Tanh", "rows", "logits")
                .output("logits");
    }

    @Test
    void agreesOnAModelExportedForAFixedBatch() {
        for (int fixed : new int[] {1, 2}) {
            byte[] model = model(fixed);
            try (SourceModel source = SourceModel.open(model);
                    Network network = new TorchEngine(1).open(Graph.read(model), new ParameterSelection.All());
                    var parameters = network.source()) {
                assertThatCode(() -> EngineCheck.compare(Graph.read(model), new TorchEngine(1), source, PROBE))
                        .doesNotThrowAnyException();
                assertThat(source.score(PROBE).size()).isEqualTo(3);
                assertThat(network.forward(parameters, PROBE, NormStatistics.fixed(new float[0]))
                                .size())
                        .isEqualTo(3);
            }
        }
    }

    @Test
    void refusesWhatOnnxRuntimeRefuses() {
        assertThatThrownBy(() -> SourceModel.open(new byte[] {1, 2, 3}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("model refused");
        try (SourceModel source = SourceModel.open(model(0))) {
            assertThatThrownBy(() -> source.score(new Batch(new float[3], 1, 3)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("batch refused");
        }
    }

    private static byte[] model(int batch) {
        return new ModelBuilder(17, batch, 2)
                .floats("w", new int[] {2, 3}, 1, -2, 0.5f, 0.25f, 1, -1)
                .longs("flat", batch, 3)
                .longs("free", -1, 3)
                .node("MatMul", "x w", "first")
                .node("Reshape", batch == 0 ? "first free" : "first flat", "second")
                .node("Tanh", "second", "third")
                .node("Exp", "third", "fourth")
                .node("Neg", "fourth", "fifth")
                .output("fifth");
    }

    /** Takes every Tanh for a Sigmoid. */
    private static final class Confused implements Engine {

        private final Engine torch = new TorchEngine(1);

        @Override
        public String name() {
            return "confused";
        }

        @Override
        public String describe() {
            return "a confused engine";
        }

        @Override
        public Engine threads(int wanted) {
            return this;
        }

        @Override
        public Set<String> operators() {
            return torch.operators();
        }

        @Override
        public Network open(Graph graph, ParameterSelection selection) {
            try {
                ModelProto.Builder model = ModelProto.parseFrom(graph.toOnnx()).toBuilder();
                for (NodeProto.Builder node : model.getGraphBuilder().getNodeBuilderList()) {
                    node.setOpType(node.getOpType().replace("Tanh", "Sigmoid"));
                }
                return torch.open(Graph.read(model.build().toByteArray()), selection);
            } catch (InvalidProtocolBufferException e) {
                throw new AssertionError(e);
            }
        }
    }
}
