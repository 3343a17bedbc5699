// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.guard;

import io.perennial.adaptation.method.Average;
import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What is known about the adapted model without any label, and what is held against it. */
final class Evidence {

    private final GuardOptions options;
    private final int classes;
    private final Agreement agreement;
    private final ClassSpread spread;
    private final Certainty certainty;
    private final Persistence persistence;

    Evidence(int classes, GuardOptions options) {
        this.options = options;
        this.classes = classes;
        agreement = new Agreement(options.horizon());
        spread = new ClassSpread(classes, options.horizon());
        certainty = new Certainty(options.horizon(), GuardOptions.SLOW * options.horizon());
        persistence = new Persistence(options.horizon());
    }

    /** Weighs a batch, event by event. This stays as it is; what follows from the batch is in the result. */
    Weighing weigh(Probabilities adapted, Probabilities source) {
        Evidence after = new Evidence(classes, options);
        after.load(save());
        Reason[] against = new Reason[adapted.size()];
        for (int event = 0; event < against.length; event++) {
            if (!finite(source, event)) {
                continue; // what no model can answer tells nothing about one of them
            }
            if (!finite(adapted, event)) {
                against[event] = Reason.NON_FINITE;
                continue;
            }
            Comparison seen = Comparison.of(adapted, source, event);
            after.agreement.add(seen);
            after.spread.add(seen, source, event);
            after.certainty.add(seen);
            after.persistence.add(seen);
            against[event] = after.against();
        }
        return new Weighing(after, against);
    }

    private static boolean finite(Probabilities p, int event) {
        for (int c = 0; c < p.classes(); c++) {
            if (!Float.isFinite(p.at(event, c))) {
                return false;
            }
        }
        return true;
    }

    /** What is held against the adapted model as things stand, or null. */
    private Reason against() {
        if (agreement.weight() < -Math.expm1(-(double) options.least() / options.horizon())) {
            return null;
        }
        double kept = keptOrder() + Math.max(0, agreement.gain()); // a lost source's few classes look like order
        if (kept < -Math.max(options.order(), options.orderShare() * persistence.source())) {
            return Reason.LOST_ORDER;
        }
        double excess = agreement.excess();
        if (excess <= options.margin()) {
            return null; // what both models admit explains all that they disagree about
        }
        if (collapsed()) {
            return Reason.COLLAPSE;
        }
        if (keptOrder() > options.credit()) {
            return null;
        }
        if (agreement.gain() < -options.loss() || excess > options.burden() && !gains()) {
            return Reason.DISAGREEMENT;
        }
        boolean sudden = certainty.adaptedRatio() < options.certainty() && certainty.sourceRatio() > options.steady();
        return sudden ? Reason.SUDDEN_CERTAINTY : null;
    }

    /**
     * How much more of the stream's order the adapted model keeps than the source; the fewer the events the less. Less
     * order than chance has is none, and cannot be lost: it is noise, of which domains of a few hundred events make enough.
     */
    private double keptOrder() {
        double kept = Math.max(0, persistence.adapted()) - Math.max(0, persistence.source());
        return kept * Math.sqrt(persistence.weight());
    }

    private boolean collapsed() {
        return spread.adapted() <= options.collapse() * spread.source() && spread.support() < options.support();
    }

    private boolean gains() {
        return agreement.gain() > options.proof() || spread.adapted() > options.spread() * spread.source();
    }

    /** Whether the adapted model is not only unsuspected, but in doubt the better one. */
    boolean favourable() {
        return agreement.weight() > GuardOptions.FULL && agreement.gain() >= 0 && against() == null;
    }

    /** Whether the weights behind this may be kept to come back to: no alarm is half as near as it may come. */
    boolean healthy() {
        boolean inOrder = keptOrder() >= -options.order() / 2;
        boolean explained = agreement.excess() <= options.margin() / 2;
        boolean better = agreement.gain() > options.proof() || keptOrder() > options.credit();
        return inOrder && (explained || better && !collapsed());
    }

    Figures figures(double distance) {
        return new Figures(
                spread.adapted(),
                spread.source(),
                agreement.disagreement(),
                agreement.excess(),
                agreement.gain(),
                certainty.adapted(),
                certainty.source(),
                persistence.adapted(),
                persistence.source(),
                distance);
    }

    private List<Average> averages() {
        List<Average> all = new ArrayList<>(agreement.averages());
        all.addAll(spread.averages());
        all.addAll(certainty.averages());
        all.addAll(persistence.averages());
        return all;
    }

    float[] save() {
        float[] averages = Average.save(averages());
        float[] labels = persistence.save();
        float[] all = Arrays.copyOf(averages, averages.length + labels.length);
        System.arraycopy(labels, 0, all, averages.length, labels.length);
        return all;
    }

    void load(float... state) {
        List<Average> averages = averages();
        Average.load(averages, state);
        persistence.load(state, 2 * averages.size());
    }
}
