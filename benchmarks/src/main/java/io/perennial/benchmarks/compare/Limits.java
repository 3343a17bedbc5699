// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.compare;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.benchmarks.model.DenseModel;
import java.util.Arrays;
import java.util.Locale;

/**
 * A process that measures what the machine can do at most, through the engine: a matrix product, which is a network of one
 * layer, so that the way in and out of native memory counts against it; a copy of memory; and how much of the first a forward
 * pass of a wide ResNet-20 reaches.
 */
final class Limits {

    private static final int ROUNDS = 7;
    private static final int WIDTH = 4096;
    private static final int EVENTS = 2048;
    private static final int COPIED = 64 << 20;

    /** Multiplications and additions of one image in the wide ResNet-20's convolutions, with 64 channels in the first stage. */
    static final double FLOP_PER_IMAGE = 2 * (1_769_472.0 + 226_492_416 + 207_618_048 + 2_097_152 + 207_618_048 + 2_097_152);

    private Limits() {}

    /** @param arguments threads */
    public static void main(String[] arguments) {
        Engine engine = Engine.named("torch").threads(Integer.parseInt(arguments[0]));
        byte[] layer = new DenseModel(WIDTH).layer("product", WIDTH, () -> 0.5).bytes();
        double product = 2.0 * EVENTS * WIDTH * WIDTH / forward(engine, Graph.read(layer), EVENTS) * 1e-9;
        int images = Net.RESNET20X4.batch();
        double passed = FLOP_PER_IMAGE * images / forward(engine, Net.RESNET20X4.graph(), images) * 1e-9;
        float[] from = new float[COPIED];
        float[] to = new float[COPIED];
        double copy = 2.0 * Float.BYTES * COPIED / median(() -> System.arraycopy(from, 0, to, 0, COPIED)) * 1e-9;
        System.out.printf(
                Locale.ROOT,
                "matrix product %.0f GFLOP/s, copy %.1f GB/s read and written, forward pass of resnet20x4 at batch %d %.0f"
                        + " GFLOP/s: %.0f %% of the product%n",
                product,
                copy,
                images,
                passed,
                100 * passed / product);
    }

    /** Seconds of a pass. */
    private static double forward(Engine engine, Graph graph, int events) {
        try (Network network = engine.open(graph, new ParameterSelection.All());
                ParameterVector parameters = network.source()) {
            int length = Arrays.stream(network.eventShape()).reduce(events, Math::multiplyExact);
            Batch batch = Batch.of(new float[length], events, network.eventShape());
            NormStatistics statistics = NormStatistics.fixed(network.sourceStatistics());
            return median(() -> network.forward(parameters, batch, statistics));
        }
    }

    private static double median(Runnable work) {
        double[] seconds = new double[ROUNDS];
        work.run();
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            work.run();
            seconds[i] = (System.nanoTime() - start) * 1e-9;
        }
        Arrays.sort(seconds);
        return seconds[ROUNDS / 2];
    }
}
