// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import io.perennial.adaptation.operator.MovingOperators;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Memory for the values of one pass at a time, whatever the plan. */
final class Arena implements AutoCloseable {

    private final INDArray memory;

    /** @param floats how many float32 values it holds */
    Arena(long floats) {
        memory = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', Math.max(1, floats));
    }

    long floats() {
        return memory.length();
    }

    long bytes() {
        return Values.bytes(memory);
    }

    /** A view of a part. */
    INDArray part(long offset, long... shape) {
        return memory.get(NDArrayIndex.interval(offset, offset + MovingOperators.product(shape)))
                .reshape('c', shape);
    }

    @Override
    public void close() {
        memory.close();
    }
}
