// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Sizes of arrays. */
final class Values {

    private Values() {}

    static long length(long... shape) {
        return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    }

    static long bytes(INDArray array) {
        return array.length() * array.dataType().width();
    }
}
