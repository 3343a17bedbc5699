// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

/** How far a feature of some events is from the source's, or from that of other events. */
final class Distances {

    /** Added to each count, so that an empty group is no infinity. */
    private static final double HALF = 0.5;

    private Distances() {}

    /** Population stability index over the groups, (p - q) ln(p / q) summed. */
    static double psi(FeatureReference reference, double referenceEvents, Pane pane, int feature) {
        int groups = reference.groups();
        double[] counts = counts(reference, pane, feature);
        double psi = 0;
        for (int g = 0; g < groups; g++) {
            double p = smooth(counts[g], pane.events(), groups);
            double q = smooth(reference.groupShare(g) * referenceEvents, referenceEvents, groups);
            psi += (p - q) * Math.log(p / q);
        }
        return psi;
    }

    /** The same between two panes. */
    static double psi(FeatureReference reference, Pane a, Pane b, int feature) {
        int groups = reference.groups();
        double[] inA = counts(reference, a, feature);
        double[] inB = counts(reference, b, feature);
        double psi = 0;
        for (int g = 0; g < groups; g++) {
            double p = smooth(inA[g], a.events(), groups);
            double q = smooth(inB[g], b.events(), groups);
            psi += (p - q) * Math.log(p / q);
        }
        return psi;
    }

    private static double[] counts(FeatureReference reference, Pane pane, int feature) {
        double[] counts = new double[reference.groups()];
        for (int bin = 0; bin < reference.bins(); bin++) {
            counts[reference.group(bin)] += pane.count(feature, bin);
        }
        return counts;
    }

    private static double smooth(double count, double events, int groups) {
        return (count + HALF) / (events + HALF * groups);
    }

    /**
     * Wasserstein-1 distance in deviations of the source: the area between the two distribution functions. Counts give both
     * at the cuts, sums give both areas up to a cut, so that all but a crossing within a bin is exact. Not a number where the
     * feature is a constant of the source.
     */
    static double wasserstein(FeatureReference reference, Pane a, Pane b, int feature) {
        double area = 0;
        double left = 0;
        int last = reference.bins() - 1;
        for (int bin = 0; bin <= last; bin++) {
            double share = a.share(feature, bin) - (b == null ? reference.share(bin) : b.share(feature, bin));
            double sum = a.sum(feature, bin) - (b == null ? reference.sum(bin) : b.sum(feature, bin));
            double right = left + share;
            if (bin == 0) {
                area += Math.abs(reference.cut(0) * share - sum);
            } else if (bin == last) {
                area += Math.abs(sum - reference.cut(last - 2) * share);
            } else if (bin > 1) {
                double low = reference.cut(bin - 2);
                double high = reference.cut(bin - 1);
                double signed = high * right - low * left - sum;
                boolean crosses = left * right < 0;
                double both = crosses ? Math.min(Math.abs(left), Math.abs(right)) * (high - low) / 2 : 0;
                area += Math.max(Math.abs(signed), both);
            }
            left = right;
        }
        return reference.deviation() > 0 ? area / reference.deviation() : Double.NaN;
    }
}
