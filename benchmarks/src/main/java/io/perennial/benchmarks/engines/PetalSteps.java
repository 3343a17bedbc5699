// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.engines;

import io.perennial.adaptation.method.NormPolicy;
import io.perennial.adaptation.method.Petal;
import io.perennial.adaptation.method.PetalOptions;
import io.perennial.adaptation.method.Posterior;
import io.perennial.adaptation.method.Restore;
import io.perennial.adaptation.method.StepReport;
import io.perennial.adaptation.method.ViewSource;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Network;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * PETAL with Fisher restore, on batches of noise and without views: teacher, student and anchor go forward, the student
 * back, then the optimiser, the teacher's average and the restore.
 *
 * <p>It learns so slowly that the last step computes with the numbers of the first. A student at its teacher's weights has
 * no gradient but that of the symmetric loss, so that is the loss.
 */
final class PetalSteps implements Work {

    private static final int BATCHES = 8;
    private static final double LEARNING_RATE = 1e-7;
    private static final double ALWAYS_SURE = 0;
    private static final ViewSource NO_VIEWS = (batch, step, k) -> {
        throw new IllegalStateException(
                "view refused: expected an anchor that is sure of every batch, got one that is not");
    };

    private final Network network;
    private final Petal petal;
    private final Batch[] batches = new Batch[BATCHES];
    private int next;

    /**
     * @param network owned by this from here on
     * @param size events of a batch
     */
    PetalSteps(Network network, int size) {
        this.network = network;
        var options = new PetalOptions(
                LEARNING_RATE, true, 0.999, ALWAYS_SURE, 1, 1e-9, 1e-6, true, new Restore.Fisher(0.03));
        int parameters = network.layout().size();
        float[] ones = new float[parameters];
        Arrays.fill(ones, 1);
        Posterior posterior = Posterior.of(network, new float[parameters], ones);
        var statistics = new NormPolicy(NormPolicy.Kind.EMA, 0.05, size, network.sourceStatistics());
        petal = new Petal(network, options, posterior, statistics, NO_VIEWS, 1);
        SplittableRandom random = new SplittableRandom(1);
        int length = Arrays.stream(network.eventShape()).reduce(size, Math::multiplyExact);
        for (int i = 0; i < BATCHES; i++) {
            float[] values = new float[length];
            for (int j = 0; j < length; j++) {
                values[j] = (float) random.nextGaussian();
            }
            batches[i] = Batch.of(values, size, network.eventShape());
        }
    }

    @Override
    public int parameters() {
        return network.layout().size();
    }

    /** @throws IllegalStateException if nothing was learned, for such a step does less */
    @Override
    public double step() {
        StepReport report = petal.adapt(petal.score(batches[next], true));
        next = (next + 1) % BATCHES;
        if (!report.learned()) {
            throw new IllegalStateException("step refused: expected one that learns, got "
                    + report.held().tag());
        }
        return report.loss();
    }

    @Override
    public void close() {
        petal.close();
        network.close();
    }
}
