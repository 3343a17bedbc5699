// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.common.util.ArrayUtil;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Float32 arrays of ND4J from Java arrays and back, in the order of C: one copy each way, and a second of transposed ones. */
final class Host {

    private Host() {}

    /** A new array outside of any workspace, of whatever was in the memory. */
    static INDArray array(long... shape) {
        return Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', shape);
    }

    /** A new array outside of any workspace. */
    static INDArray array(float[] values, long... shape) {
        INDArray array = array(shape);
        write(array, values);
        return array;
    }

    /** Into an array of the same length. */
    static void write(INDArray array, float[] values) {
        if (array.length() != values.length) {
            throw new IllegalArgumentException(
                    "values refused: expected " + array.length() + " of them, got " + values.length);
        }
        if (isDense(array)) {
            floats(array).put(values);
            written(array);
        } else {
            try (INDArray dense = array(values, array.shape())) {
                array.assign(dense);
            }
        }
    }

    static float[] toArray(INDArray array) {
        var values = new float[Math.toIntExact(array.length())];
        read(array, values, 0, values.length);
        return values;
    }

    /** The first values of an array. */
    static void read(INDArray array, float[] into, int offset, int length) {
        if (isDense(array)) {
            floats(array).get(into, offset, length);
        } else {
            try (INDArray dense = array(array.shape())) {
                dense.assign(array);
                floats(dense).get(into, offset, length);
            }
        }
    }

    /** The memory of a dense array itself; a view's buffer is its owner's, at the view's first value. */
    static FloatBuffer floats(INDArray array) {
        if (array.isEmpty()) {
            return FloatBuffer.allocate(0);
        }
        fetch(array);
        FloatBuffer owner = array.data().asNioFloat();
        return owner.slice(owner.position(), Math.toIntExact(array.length()));
    }

    /** Before the processor reads: on a GPU ND4J has a second copy of an array, and one of the two is the newer. */
    static void fetch(INDArray array) {
        if (!array.isEmpty()) {
            Nd4j.getAffinityManager().ensureLocation(array, AffinityManager.Location.HOST);
        }
    }

    /** Where the processor writes: its copy is the newer one now. */
    static void written(INDArray array) {
        if (!array.isEmpty()) {
            Nd4j.getAffinityManager().tagLocation(array, AffinityManager.Location.HOST);
        }
    }

    /** Whether the values lie one after the other in the order of C. */
    static boolean isDense(INDArray array) {
        return array.isEmpty() || Arrays.equals(array.stride(), ArrayUtil.calcStrides(array.shape()));
    }
}
