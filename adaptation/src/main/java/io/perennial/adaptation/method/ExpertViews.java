// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.uncertainty.Probabilities;
import io.perennial.adaptation.uncertainty.ViewAverage;

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
     * Who asks.
     *
     * @param unsure the events of the batch that ask for views
     * @param budget views of the batch, over all experts
     */
    record Asked(Batch batch, int[] unsure, long step, int budget) {}

    /** An expert's predictions of the unsure events over views, and which of them had not settled when the views ended. */
    private record Viewed(ViewAverage average, int views, SettledViews settled) {}

    /**
     * What the experts say together: of the unsure events over views, of the others plainly.
     *
     * @param plain what each expert says of the batch, [B, C]
     * @param p the same after the softmax; of the unsure events it is over views when this returns
     * @param belief in each expert, together 1
     */
    TeacherViews.Said average(
            ParameterVector teacher,
            ParameterVector source,
            Logits[] plain,
            Probabilities[] p,
            double[] belief,
            Asked asked) {
        int size = asked.batch().size();
        int[] unsure = asked.unsure();
        int[] views = viewed(size, asked.budget(), belief);
        float[] information = new float[size];
        double[] moving = new double[size];
        int most = 0;
        for (int e = 0; e < p.length; e++) {
            if (views[e] > 0) {
                ParameterVector weights = experts.pace(e).kind() == Pace.Kind.SOURCE ? source : teacher;
                Viewed viewed = average(e, weights, EventWeights.select(plain[e], unsure), views[e], asked);
                EventWeights.replace(p[e], Probabilities.of(viewed.average().logits()), unsure);
                float[] own = viewed.average().mutualInformation();
                for (int i = 0; i < unsure.length; i++) {
                    information[unsure[i]] += (float) (belief[e] * own[i]);
                    moving[unsure[i]] += viewed.settled().isMoving(i) ? belief[e] : 0;
                }
                most = Math.max(most, viewed.views());
            }
        }
        int[] each = new int[size];
        boolean[] abstained = new boolean[size];
        for (int event : unsure) {
            each[event] = most;
            abstained[event] = moving[event] >= MAJORITY;
        }
        return new TeacherViews.Said(logarithms(mixed(p, belief)), each, information, abstained);
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
    private Viewed average(int expert, ParameterVector weights, Logits plain, int count, Asked asked) {
        ViewAverage average = new ViewAverage(plain.size(), plain.classes());
        SettledViews settled = new SettledViews(viewing.tolerance());
        average.add(plain);
        settled.after(plain);
        boolean mayEnd = viewing.tolerance() > 0;
        int taken = 0;
        for (boolean over = false; taken < count && !over; ) {
            int from = taken;
            for (Logits said : experts.views(
                    expert,
                    weights,
                    asked.batch(),
                    asked.unsure(),
                    viewing.unsureAlone(),
                    mayEnd ? 1 : count,
                    (batch, k) -> gentle.view(batch, asked.step(), from + k))) {
                taken++;
                average.add(said);
                over = mayEnd && settled.after(average.logits());
            }
        }
        return new Viewed(average, taken, settled);
    }

    /** The mean of what the experts say. */
    static Probabilities mixed(Probabilities[] p, double... belief) {
        float[] mixed = new float[p[0].values().length];
        for (int i = 0; i < mixed.length; i++) {
            double sum = 0;
            for (int e = 0; e < p.length; e++) {
                sum += belief[e] * p[e].values()[i];
            }
            mixed[i] = (float) sum;
        }
        return new Probabilities(mixed, p[0].classes());
    }

    /** Before the softmax. */
    static Logits logarithms(Probabilities p) {
        float[] logs = p.values().clone();
        for (int i = 0; i < logs.length; i++) {
            logs[i] = (float) Math.log(Math.max(logs[i], Float.MIN_NORMAL));
        }
        return new Logits(logs, p.classes());
    }
}
