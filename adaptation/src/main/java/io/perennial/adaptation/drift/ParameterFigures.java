// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

/**
 * Where the weights stand.
 *
 * @param layers their names
 * @param teacher distance of each layer of the teacher from the source, relative to the source's norm
 * @param student the same of the student
 * @param restored share of each layer's values of the student that stand at the source's
 * @param mahalanobis distance of the teacher from the source under its posterior, over the root of the number of values: 1 is
 *     usual for a draw of it; not a number without one
 * @param fisher square of the gradient below which values went back in the last step; not a number where nothing goes so
 * @param cosine between the last two movements of the teacher, each over a window; not a number before there are two
 */
public record ParameterFigures(
        LayerNames layers,
        double[] teacher,
        double[] student,
        double[] restored,
        double mahalanobis,
        double fisher,
        double cosine) {}
