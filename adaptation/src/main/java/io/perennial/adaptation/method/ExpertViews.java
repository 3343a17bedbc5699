// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.uncertainty.Probabilities;
import io.perennial.adaptation.uncertainty.ViewAverage;
import java.util.Arrays;

/** What the experts say of unsure events, each averaged over as many augmented views as its belief is worth. */
final class ExpertViews {

    /** Belief in experts whose views had not settled from which on the prediction has not. */
    private static final double MAJORITY = 0.5;

    private final StatisticsExperts experts;
    private final ViewSource gentle;
    private final Extensions.Viewing viewing;

    /** @param gentle null for no views */
    ExpertViews(StatisticsExperts experts, ViewSource gentle, Extensions.Viewing viewing) {
        this.experts = experts;
        this.gentle = gentle;
        this.viewing = viewing;
    }

    /**
     * @param plain what each expert says of the batch, [B, C]
     * @param belief in each expert, together 1
     * @param unsure the events that ask for views
     * @param budget views of the batch, over all experts
     */
    TeacherViews.Said average(
            ParameterVector teacher,
            ParameterVector source,
            Batch x,
            Logits[] plain,
            double[] belief,
            int[] unsure,
            long step,
            int budget) {
        Probabilities[] p = Arrays.stream(plain).map(Probabilities::of).toArray(Probabilities[]::new);
        int[] views = viewed(x.size(), budget, belief);
        int most = 0;
        float[] information = new float[x.size()];
        double[] moving = new double[x.size()];
        for (int e = 0; e < p.length; e++) {
            if (views[e] == 0) {
                continue;
            }
            ParameterVector weights = experts.pace(e).kind() == Pace.Kind.SOURCE ? source : teacher;
            ViewAverage average = new ViewAverage(unsure.length, plain[e].classes());
            SettledViews settled = new SettledViews(viewing.tolerance());
            average(e, weights, x, EventWeights.select(plain[e], unsure), unsure, step, views[e], average, settled);
            EventWeights.replace(p[e], Probabilities.of(average.logits()), unsure);
            float[] own = average.mutualInformation();
            for (int i = 0; i < unsure.length; i++) {
                information[unsure[i]] += (float) (belief[e] * own[i]);
                moving[unsure[i]] += settled.isMoving(i) ? belief[e] : 0;
            }
            most = Math.max(most, average.views(0) - 1);
        }
        int[] each = new int[x.size()];
        boolean[] abstained = new boolean[x.size()];
        for (int event : unsure) {
            each[event] = most;
            abstained[event] = moving[event] >= MAJORITY;
        }
        return new TeacherViews.Said(mixed(p, belief), each, information, abstained);
    }

    /**
     * How many views of each expert are averaged. The window sees all that it can get, since a view brings its own
     * statistics there. Under statistics that stand still a blur looks like drift: the others see the first view alone, which
     * is a mirror image.
     */
    private int[] viewed(int size, int budget, double... belief) {
        int[] views = Shares.of(budget, belief);
        int spare = 0;
        for (int e = 0; e < views.length; e++) {
            if (experts.viewsAnew(e, size, budget) == 0 && views[e] > 1) {
                spare += views[e] - 1;
                views[e] = 1;
            }
        }
        for (int e = 0; e < views.length; e++) {
            int most = experts.viewsAnew(e, size, budget);
            views[e] = most > 0 && views[e] > 0 ? Math.min(most, views[e] + spare) : views[e];
        }
        return views;
    }

    /** The plain prediction and up to so many views, until the average has settled where that is asked for. */
    private void average(
            int expert,
            ParameterVector weights,
            Batch x,
            Logits plain,
            int[] unsure,
            long step,
            int count,
            ViewAverage average,
            SettledViews settled) {
        average.add(plain);
        settled.after(plain);
        boolean mayEnd = viewing.tolerance() > 0;
        int taken = 0;
        for (boolean over = false; taken < count && !over; ) {
            int from = taken;
            int some = mayEnd ? 1 : count;
            for (Logits said : experts.views(
                    expert,
                    weights,
                    x,
                    unsure,
                    viewing.unsureAlone(),
                    some,
                    (batch, k) -> gentle.view(batch, step, from + k))) {
                taken++;
                average.add(said);
                over = mayEnd && settled.after(average.logits());
            }
        }
    }

    /** Logarithms of the mean of what the experts say. */
    static Logits mixed(Probabilities[] p, double... belief) {
        float[] mixed = new float[p[0].values().length];
        for (int i = 0; i < mixed.length; i++) {
            double sum = 0;
            for (int e = 0; e < p.length; e++) {
                sum += belief[e] * p[e].values()[i];
            }
            mixed[i] = (float) Math.log(Math.max((float) sum, Float.MIN_NORMAL));
        }
        return new Logits(mixed, p[0].classes());
    }
}
