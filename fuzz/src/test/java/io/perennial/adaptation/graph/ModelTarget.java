// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.graph;

import io.perennial.adaptation.graph.intake.Intake;
import io.perennial.fuzz.Again;
import io.perennial.fuzz.Contract;
import io.perennial.fuzz.Target;
import java.util.List;
import java.util.Objects;

/** An ONNX file, adopted and read. */
public final class ModelTarget implements Target {

    /** Protobuf's messages, their builders and the copies of names take up to a hundred times a field of two bytes. */
    @Override
    public Contract contract() {
        return new Contract(IllegalArgumentException.class, "refused: expected ", 256 << 10, 4_000);
    }

    @Override
    public void read(byte[] input) {
        Graph graph = Graph.read(Intake.of(input).onnx());
        graph.statistics();
        graph.layout(new ParameterSelection.All());
        graph.layout(new ParameterSelection.Norm());
        for (Constant constant : graph.initialisers().values()) {
            constant.floats();
            constant.longs();
        }
        graph.nodes().forEach(node -> Objects.requireNonNull(node.qualifiedOp() + node.attributes()));
        byte[] written = graph.toOnnx();
        Again.same(written, Graph.read(written).toOnnx());
        graph.truncatedAt(graph.output());
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(SoundModel.images(), SoundModel.rows());
    }
}
