// SPDX-License-Identifier: Apache-2.0
package io.perennial.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterLayout.Slice;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.network.Recorded;
import io.perennial.store.Safetensors;
import io.perennial.store.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Gradients that PyTorch computed from the same weights in float64, as conformance/architectures.py left them beside a model.
 *
 * @param events that the network saw
 * @param upstream gradient with respect to its logits
 * @param rounding how far PyTorch's own gradients in float32 are from these, at most, over some batches
 * @param kept some values of the gradient of each parameter, evenly spaced, by name
 */
record Autograd(Batch events, float[] upstream, float rounding, Map<String, float[]> kept) {

    /** Of the largest gradient; what is below is rounding. */
    private static final double FLOOR = 1e-3;

    static Autograd read(Path file) throws IOException {
        Safetensors read = Safetensors.read(Files.readAllBytes(file), file.toString());
        var kept = new LinkedHashMap<String, float[]>();
        read.tensors().keySet().forEach(name -> kept.put(name, values(read, name)));
        kept.keySet().removeAll(Set.of("events", "upstream", "rounding"));
        Tensor.Floats events = read.floats("events").orElseThrow();
        return new Autograd(
                new Batch(events.values(), events.shape()),
                values(read, "upstream"),
                values(read, "rounding")[0],
                kept);
    }

    private static float[] values(Safetensors read, String name) {
        return read.floats(name).orElseThrow().values();
    }

    /** Largest root of the mean square of what a parameter's gradients differ by, as a share of that of PyTorch's. */
    double difference(Graph graph, Engine engine) {
        try (Network network = engine.open(graph, new ParameterSelection.All());
                ParameterVector weights = network.source();
                ParameterVector gradient = network.zeros();
                Recorded recorded = network.record(weights, events, NormStatistics.fixed(network.sourceStatistics()))) {
            recorded.pullback(new Logits(upstream, network.classes()), gradient);
            float[] values = gradient.toArray();
            double largest =
                    kept.values().stream().mapToDouble(Autograd::rms).max().orElseThrow();
            double difference = 0;
            int compared = 0;
            for (Slice slice : network.layout().slices()) {
                float[] expected = kept.get(slice.name());
                if (expected != null) {
                    double scale = Math.max(rms(expected), FLOOR * largest);
                    difference = Math.max(difference, rms(apart(values, slice, expected)) / scale);
                    compared++;
                }
            }
            assertThat(compared).as("parameters that PyTorch has, too").isPositive();
            return difference;
        }
    }

    private static float[] apart(float[] values, Slice slice, float[] expected) {
        int every = (slice.length() + expected.length - 1) / expected.length;
        float[] apart = new float[expected.length];
        for (int i = 0; i < apart.length; i++) {
            apart[i] = values[slice.offset() + i * every] - expected[i];
        }
        return apart;
    }

    private static double rms(float... values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum / values.length);
    }
}
