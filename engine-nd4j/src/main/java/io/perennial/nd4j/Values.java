// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Sizes of arrays. */
final class Values {

    private Values() {}

    static long bytes(INDArray array) {
        return array.length() * array.dataType().width();
    }
}
