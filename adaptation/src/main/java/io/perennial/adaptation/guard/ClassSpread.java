// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.guard;

import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.ArrayList;
import java.util.List;

/**
 * How many classes each model predicts: the effective number, exp of the entropy of the predicted classes, over recent
 * events. A collapsing model predicts ever fewer of them on events where the source predicts many.
 *
 * <p>A stream that has a single class, on which the source is often wrong, looks the same in these numbers. There the
 * source still leans to the class that the adapted model predicts, which it does not where that model has collapsed.
 */
final class ClassSpread {

    private final List<Average> adapted = new ArrayList<>();
    private final List<Average> source = new ArrayList<>();
    private final List<Average> leaning = new ArrayList<>();

    ClassSpread(int classes, int horizon) {
        for (int c = 0; c < classes; c++) {
            adapted.add(new Average(horizon));
            source.add(new Average(horizon));
            leaning.add(new Average(horizon));
        }
    }

    void add(Comparison event, Probabilities says, int row) {
        for (int c = 0; c < adapted.size(); c++) {
            adapted.get(c).add(event.adapted() == c ? 1 : 0);
            source.get(c).add(event.source() == c ? 1 : 0);
            leaning.get(c).add(says.at(row, c));
        }
    }

    /** Effective number of classes that the adapted model predicts, from 1 to C. */
    double adapted() {
        return effective(adapted);
    }

    /** Effective number of classes that the source predicts, from 1 to C. */
    double source() {
        return effective(source);
    }

    /** The source's mean probability of the class that the adapted model predicts most, in [0, 1]. */
    double leaning() {
        int most = 0;
        for (int c = 1; c < adapted.size(); c++) {
            most = adapted.get(c).value() > adapted.get(most).value() ? c : most;
        }
        return leaning.get(most).value();
    }

    private static double effective(List<Average> shares) {
        double entropy = 0;
        for (Average share : shares) {
            double p = share.value();
            entropy -= p > 0 ? p * Math.log(p) : 0;
        }
        return Math.exp(entropy);
    }

    List<Average> averages() {
        List<Average> all = new ArrayList<>(adapted);
        all.addAll(source);
        all.addAll(leaning);
        return all;
    }
}
