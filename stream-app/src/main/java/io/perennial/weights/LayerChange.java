// SPDX-License-Identifier: Apache-2.0
package io.perennial.weights;

import io.perennial.adaptation.graph.NormLayer;
import io.perennial.adaptation.network.ParameterLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How far one layer's values, or one array's, went from a to b.
 *
 * @param name of the parameter, of the normalisation layer with what of it, or of the array
 * @param values how many there are
 * @param relative |a - b| / |a|; infinite where only a is zero
 * @param largest change of one value
 * @param cosine of the angle between a and b; NaN where either is zero
 */
public record LayerChange(String name, int values, double relative, double largest, double cosine) {

    /** From a's values to b's, as many. */
    public static LayerChange of(String name, float[] a, float[] b) {
        double apart = 0;
        double largest = 0;
        double aa = 0;
        double bb = 0;
        double ab = 0;
        for (int i = 0; i < a.length; i++) {
            double change = (double) b[i] - a[i];
            apart += change * change;
            largest = Math.max(largest, Math.abs(change));
            aa += (double) a[i] * a[i];
            bb += (double) b[i] * b[i];
            ab += (double) a[i] * b[i];
        }
        double relative = apart == 0 ? 0 : Math.sqrt(apart / aa);
        return new LayerChange(name, a.length, relative, largest, ab / Math.sqrt(aa * bb));
    }

    /**
     * Layer by layer, in the order of the file: the parameters that learned in either, then means and variances of the
     * normalisation layers.
     *
     * @param a of the same source model as b
     */
    public static List<LayerChange> between(LearnedModel a, LearnedModel b) {
        Set<String> learned = new HashSet<>();
        a.learned().slices().forEach(slice -> learned.add(slice.name()));
        b.learned().slices().forEach(slice -> learned.add(slice.name()));
        List<LayerChange> changes = new ArrayList<>();
        for (ParameterLayout.Slice slice : a.slices()) {
            if (learned.contains(slice.name())) {
                changes.add(of(slice.name(), a.values(slice), b.values(slice)));
            }
        }
        for (NormLayer layer : a.graph().normLayers()) {
            changes.add(moments(layer.node() + " mean", layer.offset(), layer.channels(), a, b));
            changes.add(moments(layer.node() + " variance", layer.varianceOffset(), layer.channels(), a, b));
        }
        return changes;
    }

    private static LayerChange moments(String name, int offset, int length, LearnedModel a, LearnedModel b) {
        return of(
                name,
                Arrays.copyOfRange(a.statistics(), offset, offset + length),
                Arrays.copyOfRange(b.statistics(), offset, offset + length));
    }

    /** Array by array, by name; those that are not in both with one length are left out. */
    public static List<LayerChange> between(Map<String, float[]> a, Map<String, float[]> b) {
        List<LayerChange> changes = new ArrayList<>();
        new TreeMap<>(a).forEach((name, values) -> {
            float[] other = b.get(name);
            if (other != null && other.length == values.length) {
                changes.add(of(name, values, other));
            }
        });
        return changes;
    }
}
