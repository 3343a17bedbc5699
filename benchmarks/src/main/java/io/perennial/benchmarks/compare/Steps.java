// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.compare;

import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.method.NormPolicy;
import io.perennial.adaptation.method.Petal;
import io.perennial.adaptation.method.PetalOptions;
import io.perennial.adaptation.method.Posterior;
import io.perennial.adaptation.method.Restore;
import io.perennial.adaptation.method.StepReport;
import io.perennial.adaptation.method.ViewSource;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.view.ViewsFor;
import io.perennial.observe.PeakMemory;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A process that makes steps of PETAL as {@code torch_baseline.py} makes them: batches of noise in [0, 1], batch statistics, Adam, the
 * posterior's pull, the Fisher restore, all parameters, and the views of every batch. Its views are the published ones, a
 * transform for each event, which is more than the script does. It ends with a line of what a step took, in the script's words.
 */
final class Steps {

    /** In the place of a network: the same loop and no work. */
    static final String NOTHING = "nothing";

    private static final long SEED = 1;
    private static final int BATCHES = 8;

    private Steps() {}

    /** @param arguments network, events of a batch, views, steps, threads */
    public static void main(String[] arguments) {
        if (arguments[0].equals(NOTHING)) {
            tell(NOTHING, seconds(Integer.parseInt(arguments[3]), () -> {}), NOTHING);
            return;
        }
        Net net = Net.valueOf(arguments[0].toUpperCase(Locale.ROOT));
        int size = Integer.parseInt(arguments[1]);
        int views = Integer.parseInt(arguments[2]);
        int steps = Integer.parseInt(arguments[3]);
        Engine engine = Engine.named("torch").threads(Integer.parseInt(arguments[4]));
        try (Network network = engine.open(net.graph(), new ParameterSelection.All());
                Petal petal = petal(network, views, size)) {
            SplittableRandom random = new SplittableRandom(SEED);
            Batch[] batches = new Batch[BATCHES];
            Arrays.setAll(batches, i -> noise(random, size, network.eventShape()));
            int[] next = new int[1];
            double median = seconds(steps, () -> check(petal.adapt(petal.score(batches[next[0]++ % BATCHES], true))));
            tell(net.word(), median, engine.describe());
        }
    }

    /** Of a step, the median, after a first one that does not count. */
    private static double seconds(int steps, Runnable work) {
        double[] seconds = new double[steps];
        work.run();
        for (int step = 0; step < steps; step++) {
            long start = System.nanoTime();
            work.run();
            seconds[step] = (System.nanoTime() - start) * 1e-9;
        }
        Arrays.sort(seconds);
        return seconds[steps / 2];
    }

    private static void tell(String net, double seconds, String what) {
        System.out.printf(
                Locale.ROOT,
                "{\"net\": \"%s\", \"seconds_per_step\": %.9f, \"peak_mb\": %d, \"what\": \"%s\"}%n",
                net,
                seconds,
                Math.round(PeakMemory.megabytes() * 1e6 / (1 << 20)),
                what);
    }

    private static Petal petal(Network network, int views, int size) {
        // No anchor is ever surer than this, so every batch has its views.
        double never = 1;
        var options = new PetalOptions(1e-3, true, 0.999, never, views, 1e-9, 1e-6, false, new Restore.Fisher(0.03));
        float[] variance = new float[network.layout().size()];
        Arrays.fill(variance, 1e-6f);
        Posterior posterior = Posterior.of(network, network.source().toArray(), variance);
        var statistics = new NormPolicy(NormPolicy.Kind.BATCH, 1, size, network.sourceStatistics());
        boolean image = network.eventShape().length == 3;
        float least = image ? 0 : Float.NEGATIVE_INFINITY;
        float most = image ? 1 : Float.POSITIVE_INFINITY;
        ViewSource source = ViewSource.seeded(ViewsFor.event(network.eventShape(), least, most), SEED);
        return new Petal(network, options, posterior, statistics, source, SEED);
    }

    private static Batch noise(SplittableRandom random, int size, int... shape) {
        float[] values = new float[Arrays.stream(shape).reduce(size, Math::multiplyExact)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble();
        }
        return Batch.of(values, size, shape);
    }

    private static void check(StepReport report) {
        if (!report.learned()) {
            throw new IllegalStateException("step refused: expected one that learns, got "
                    + report.held().tag());
        }
    }
}
