// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.TreeMap;

/** The default. */
public final class Perennial implements Method {

    private final Network network;
    private final PerennialOptions options;
    private final ViewSource views;
    private final StatisticsExperts experts;
    private final ExpertWeights evidence;
    private final ParameterVector source;
    private final ParameterVector teacher;
    private long step;

    /** @param network stays the caller's */
    public Perennial(Network network, PerennialOptions options, ViewSource views) {
        this.network = network;
        this.options = options;
        this.views = views;
        experts = new StatisticsExperts(network, options.paces(), options.window());
        evidence = new ExpertWeights(options.paces().size(), network.classes(), options.memory(), options.sharpness());
        source = network.source();
        teacher = network.source();
    }

    @Override
    public Scored score(Batch x, boolean learn) {
        Logits[] said = experts.forward(teacher, source, x, learn);
        Probabilities[] p = new Probabilities[said.length];
        for (int e = 0; e < p.length; e++) {
            p[e] = Probabilities.of(said[e]);
        }
        if (learn) {
            evidence.observe(p);
        }
        double[] weights = evidence.weights();
        int best = 0;
        for (int e = 0; e < weights.length; e++) {
            best = weights[e] > weights[best] ? e : best;
        }
        float confidence = p[best].meanConfidence();
        int averaged = 0;
        if (confidence < options.anchorThreshold() && options.views() > 0) {
            averaged = options.views();
            float[] sum = said[best].values().clone();
            for (int k = 0; k < averaged; k++) {
                float[] view = network.forward(teacher, views.view(x, step, k), experts.fixed(best))
                        .values();
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += view[i];
                }
            }
            for (int i = 0; i < sum.length; i++) {
                sum[i] /= averaged + 1;
            }
            p[best] = Probabilities.of(new Logits(sum, network.classes()));
        }
        float[] mixed = new float[said[0].values().length];
        for (int i = 0; i < mixed.length; i++) {
            double sum = 0;
            for (int e = 0; e < p.length; e++) {
                sum += weights[e] * p[e].values()[i];
            }
            mixed[i] = (float) Math.log(Math.max(sum, Float.MIN_NORMAL));
        }
        return new Scored(new Logits(mixed, network.classes()), confidence, averaged, null, x);
    }

    @Override
    public StepReport adapt(Scored scored) {
        scored.close();
        return StepReport.nothingLearned(++step, 0, 0);
    }

    @Override
    public long step() {
        return step;
    }

    @Override
    public LearnedState state() {
        var arrays = new TreeMap<String, float[]>();
        experts.save(arrays);
        evidence.save(arrays);
        return new LearnedState(step, arrays);
    }

    @Override
    public void restore(LearnedState state) {
        experts.load(state);
        evidence.load(state);
        step = state.step();
    }

    @Override
    public void close() {
        source.close();
        teacher.close();
    }
}
