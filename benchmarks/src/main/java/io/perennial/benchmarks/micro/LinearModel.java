// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.micro;

import io.perennial.adaptation.graph.Graph;
import io.perennial.benchmarks.model.DenseModel;

/** A linear classifier of ten classes with as many parameters as wanted: vectors of any length come from its network. */
final class LinearModel {

    private static final int CLASSES = 10;

    private LinearModel() {}

    /** @param parameters P, a multiple of 10: a matrix [P / 10 - 1, 10] and a bias [10], all zero */
    static Graph of(int parameters) {
        return Graph.read(new DenseModel(parameters / CLASSES - 1)
                .layer("logits", CLASSES, () -> 0)
                .bytes());
    }
}
