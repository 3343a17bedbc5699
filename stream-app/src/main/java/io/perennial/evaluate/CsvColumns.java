// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which columns of a CSV are no features.
 *
 * @param label name of the column with the class; null for the last one if it is called label, target or class
 * @param segment name of the column with the domain; null for none
 * @param ignored names of columns to leave out
 * @param classes names of the classes in the order of the logits, for labels that are words; empty where labels are
 *     numbers, or where the words are numbered in the order of the alphabet
 */
public record CsvColumns(String label, String segment, List<String> ignored, List<String> classes) {

    private static final Set<String> USUAL = Set.of("label", "target", "class");

    /** Place of the label's column; -1 where there is none. */
    int label(List<String> header) {
        if (label != null) {
            return place(label, header, "--label-column");
        }
        int last = header.size() - 1;
        return USUAL.contains(header.get(last).toLowerCase(Locale.ROOT)) ? last : -1;
    }

    /** Place of the domain's column; -1 where there is none. */
    int segment(List<String> header) {
        return segment == null ? -1 : place(segment, header, "--segment-column");
    }

    /** Whether a column is left out. */
    boolean[] ignored(List<String> header) {
        boolean[] left = new boolean[header.size()];
        for (String name : ignored) {
            left[place(name, header, "--ignore-columns")] = true;
        }
        return left;
    }

    private static int place(String name, List<String> header, String option) {
        int place = header.indexOf(name);
        if (place < 0) {
            throw new IllegalArgumentException(
                    option + " refused: expected one of the columns " + header + ", got \"" + name + "\"");
        }
        return place;
    }
}
