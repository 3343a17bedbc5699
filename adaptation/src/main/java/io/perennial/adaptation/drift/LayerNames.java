// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

import io.perennial.adaptation.network.ParameterLayout;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The layers that parameters belong to, as {@code inspect} names them: a parameter's name without its last part. Where they
 * are more than {@link #MOST}, names lose further parts at their ends until they are not, and at last the rest is one.
 *
 * @param names in the order of the file
 * @param of the number of the layer of each parameter
 */
public record LayerNames(List<String> names, int[] of) {

    /** Most layers that are told apart. */
    public static final int MOST = 64;

    private static final String REST = "others";

    /** Of the parameters that learn. */
    public static LayerNames of(ParameterLayout layout) {
        List<String> names = new ArrayList<>();
        layout.slices().forEach(slice -> names.add(shorter(slice.name())));
        int longest = parts(names);
        while (new LinkedHashSet<>(names).size() > MOST && longest > 1) {
            int most = --longest;
            names.replaceAll(name -> first(name, most));
        }
        Set<String> distinct = new LinkedHashSet<>(names);
        List<String> layers = new ArrayList<>(distinct);
        if (layers.size() > MOST) {
            layers = new ArrayList<>(layers.subList(0, MOST - 1));
            layers.add(REST);
        }
        int[] of = new int[names.size()];
        for (int i = 0; i < of.length; i++) {
            int layer = layers.indexOf(names.get(i));
            of[i] = layer < 0 ? MOST - 1 : layer;
        }
        return new LayerNames(List.copyOf(layers), of);
    }

    private static String shorter(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private static int parts(List<String> names) {
        return names.stream()
                .mapToInt(name -> (int) name.chars().filter(c -> c == '.').count() + 1)
                .max()
                .orElse(1);
    }

    private static String first(String name, int parts) {
        int end = -1;
        for (int i = 0; i < parts; i++) {
            end = name.indexOf('.', end + 1);
            if (end < 0) {
                return name;
            }
        }
        return name.substring(0, end);
    }
}
