// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

import java.util.List;

/**
 * How a stream is watched.
 *
 * @param window events of one, at least 1
 * @param tolerance factor on all levels, above 0
 * @param learn events that a reference is learned from where there is none; 0 for no reference then
 * @param classes their names, [C]
 * @param reasons why events may be refused
 */
public record DriftOptions(int window, double tolerance, int learn, List<String> classes, List<String> reasons) {

    public DriftOptions {
        classes = List.copyOf(classes);
        reasons = List.copyOf(reasons);
    }
}
