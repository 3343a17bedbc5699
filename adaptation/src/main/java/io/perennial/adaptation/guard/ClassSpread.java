// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.guard;

import io.perennial.adaptation.method.Average;
import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.ArrayList;
import java.util.List;

/**
 * How many classes each model predicts: the effective number, exp of the entropy of the predicted classes, over recent
 * events. A collapsing model predicts ever fewer of them on events where the source predicts many.
 *
 * <p>A stream of one or a few classes, on which the source is often wrong, looks the same in these numbers. There the
 * source's doubts still favour the classes that the adapted model predicts, see {@link #support}, which they do not where
 * that model has collapsed: measured, 0.9 to 1.1 in a collapse.
 */
final class ClassSpread {

    private final List<Average> adapted = new ArrayList<>();
    private final List<Average> source = new ArrayList<>();
    private final List<Average> belief = new ArrayList<>();

    ClassSpread(int classes, int horizon) {
        for (int c = 0; c < classes; c++) {
            adapted.add(new Average(horizon));
            source.add(new Average(horizon));
            belief.add(new Average(horizon));
        }
    }

    void add(Comparison event, Probabilities says, int row) {
        for (int c = 0; c < adapted.size(); c++) {
            adapted.get(c).add(event.adapted() == c ? 1 : 0);
            source.get(c).add(event.source() == c ? 1 : 0);
            belief.get(c).add(says.at(row, c));
        }
    }

    /** Effective number of classes that the adapted model predicts, from 1 to C. */
    double adapted() {
        return Average.effective(adapted);
    }

    /** Effective number of classes that the source predicts, from 1 to C. */
    double source() {
        return Average.effective(source);
    }

    /**
     * How much more the source believes in the classes that the adapted model predicts than in those that it predicts
     * itself: the mean probability that the source gives to a class, averaged over the classes that the adapted model
     * predicts, as a multiple of the same over the source's own.
     */
    double support() {
        double theirs = 0;
        double own = 0;
        for (int c = 0; c < adapted.size(); c++) {
            theirs += adapted.get(c).value() * belief.get(c).value();
            own += source.get(c).value() * belief.get(c).value();
        }
        return own == 0 ? 1 : theirs / own;
    }

    List<Average> averages() {
        List<Average> all = new ArrayList<>(adapted);
        all.addAll(source);
        all.addAll(belief);
        return all;
    }
}
