// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which features are not what was agreed, though their values are numbers: in another unit, in another's place, or stuck at one
 * value. A feature must be far from its own reference and near what it is said to be, so that ordinary drift is none of this.
 */
final class Claims {

    /** Below this a feature looks like a reference: 128 values of it alone are 0.1 away, hardly ever 0.2. */
    private static final double NEAR = 0.25;

    private static final double FAR = 2;
    private static final double SWAPPED_FAR = 1.5;

    /** A feature that was accounted for stays so a little longer. */
    private static final double LONGER = 1.5;

    /** Features that are compared with each other's references: the square of them, in the worst case at each window. */
    private static final int MOST_SWAPPED = 128;

    /** A table in which more than this part drifts otherwise has drifted; its features resemble each other by chance. */
    private static final double SWAPPED_PART = 0.75;

    private final FeatureReader reader;
    private final List<FeatureReference> features;
    private final Likeness[] likenesses;

    Claims(FeatureReader reader, List<FeatureReference> features) {
        this.reader = reader;
        this.features = features;
        likenesses = IntStream.range(0, features.size())
                .mapToObj(f -> new Likeness(features.get(f), reader, f))
                .toArray(Likeness[]::new);
    }

    /**
     * Of a window that was measured.
     *
     * @param before whether each feature was accounted for in the window before
     */
    List<Claim> of(InputDrift input, Samples samples, boolean... before) {
        if (samples.size() < 32) {
            return List.of();
        }
        List<Claim> claims = new ArrayList<>();
        List<Integer> drifted = new ArrayList<>();
        double[][] levels = new double[features.size()][];
        for (int f = 0; f < features.size(); f++) {
            // Half of what both ask for, since those distances are in other units.
            if (!(input.distance(f) >= 0.5) || !likenesses[f].known()) {
                continue;
            }
            float[] sorted = samples.sorted(f);
            levels[f] = raw(f, Likeness.levels(sorted));
            Claim claim = stuck(f, sorted, input);
            claim = claim == null ? rescaled(f, levels[f], before[f]) : claim;
            if (claim == null) {
                drifted.add(f);
            } else {
                claims.add(claim);
            }
        }
        if (!reader.columns()) {
            return claims.size() == features.size() ? claims : List.of();
        }
        claims.addAll(swapped(drifted, levels, before));
        return claims;
    }

    private double[] raw(int f, double... levels) {
        return Arrays.stream(levels).map(v -> reader.raw(f, v)).toArray();
    }

    private Claim stuck(int f, float[] sorted, InputDrift input) {
        boolean one = sorted[0] == sorted[sorted.length - 1];
        int bin = features.get(f).bin(sorted[0]);
        boolean all = input.current().count(f, bin) == input.current().events();
        if (!one || !all || !features.get(f).continuous() || !reader.columns()) {
            return null;
        }
        return new Claim(f, features.get(f).name(), Claim.STUCK, null, null, input.distance(f), 0);
    }

    private Claim rescaled(int f, double[] levels, boolean before) {
        double patience = before ? LONGER : 1;
        Likeness own = likenesses[f];
        UnitChange best = null;
        double nearest = NEAR * patience;
        for (UnitChange change : reader.columns() ? UnitChange.OF_COLUMNS : UnitChange.OF_IMAGES) {
            if (own.distance(levels, change.factor()) >= FAR / patience) {
                double distance = own.distance(levels, change.factor(), change.offset());
                if (distance < nearest) {
                    nearest = distance;
                    best = change;
                }
            }
        }
        return best == null
                ? null
                : new Claim(
                        f,
                        features.get(f).name(),
                        Claim.RESCALED,
                        null,
                        best,
                        own.distance(levels, best.factor()),
                        nearest);
    }

    /** What looks like a feature that is still in its place has drifted, and so have two that look like the same one. */
    private List<Claim> swapped(List<Integer> drifted, double[][] levels, boolean... before) {
        List<Integer> candidates = drifted.subList(0, Math.min(MOST_SWAPPED, drifted.size()));
        List<Claim> claims = new ArrayList<>();
        int[] like = new int[features.size()];
        Arrays.fill(like, -1);
        for (int f : candidates) {
            double patience = before[f] ? LONGER : 1;
            double nearest = NEAR * patience;
            if (likenesses[f].distance(levels[f], 1, 0) < SWAPPED_FAR / patience) {
                continue;
            }
            for (int g : candidates) {
                double distance = g == f ? nearest : likenesses[g].distance(levels[f], 1, 0);
                if (distance < nearest) {
                    nearest = distance;
                    like[f] = g;
                }
            }
            if (like[f] >= 0) {
                double far = likenesses[f].distance(levels[f], 1, 0);
                String other = features.get(like[f]).name();
                claims.add(new Claim(f, features.get(f).name(), Claim.SWAPPED, other, null, far, nearest));
            }
        }
        claims.removeIf(claim ->
                Arrays.stream(like).filter(g -> g == like[claim.feature()]).count() > 1);
        return claims.size() >= 2 && claims.size() >= SWAPPED_PART * drifted.size() ? claims : List.of();
    }
}
