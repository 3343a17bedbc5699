// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.graph;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A constant tensor of a model; its length was checked against its shape when the model was read. */
public final class Constant {

    private final TensorProto tensor;
    private final int[] shape;
    private final int length;

    /** @throws InvalidModelException if the data do not fit type and shape */
    Constant(TensorProto tensor, String where) {
        this.tensor = tensor;
        this.shape = ConstantCheck.shape(tensor, where);
        this.length = ConstantCheck.length(tensor, shape, where);
    }

    public String name() {
        return tensor.getName();
    }

    /** Extents as in the file; empty for a scalar. */
    public int[] shape() {
        return shape.clone();
    }

    /** Number of values. */
    public int length() {
        return length;
    }

    /** Whether the values are float32. */
    public boolean isFloat32() {
        return tensor.getDataType() == TensorProto.DataType.FLOAT_VALUE;
    }

    /** Whether the values are floating-point numbers; otherwise they are integers or truth values. */
    public boolean isReal() {
        return isFloat32() || tensor.getDataType() == TensorProto.DataType.DOUBLE_VALUE;
    }

    /** For messages, for example {@code FLOAT[16, 3, 3, 3]}. */
    @Override
    public String toString() {
        return TensorProto.DataType.forNumber(tensor.getDataType()) + Arrays.toString(shape);
    }

    /** A copy of the values as float32, row-major. */
    public float[] floats() {
        var values = new float[length];
        ByteBuffer raw = raw();
        for (int i = 0; i < length; i++) {
            values[i] = isFloat32()
                    ? tensor.hasRawData() ? raw.getFloat() : tensor.getFloatData(i)
                    : isReal()
                            ? (float) (tensor.hasRawData() ? raw.getDouble() : tensor.getDoubleData(i))
                            : integer(raw, i);
        }
        return values;
    }

    /** A copy of the values as integers, row-major; truth values are 0 and 1. */
    public long[] longs() {
        var values = new long[length];
        if (isReal()) {
            float[] reals = floats();
            Arrays.setAll(values, i -> (long) reals[i]);
            return values;
        }
        ByteBuffer raw = raw();
        for (int i = 0; i < length; i++) {
            values[i] = integer(raw, i);
        }
        return values;
    }

    private long integer(ByteBuffer raw, int index) {
        boolean packed = !tensor.hasRawData();
        return switch (tensor.getDataType()) {
            case TensorProto.DataType.INT64_VALUE -> packed ? tensor.getInt64Data(index) : raw.getLong();
            case TensorProto.DataType.INT32_VALUE -> packed ? tensor.getInt32Data(index) : raw.getInt();
            default -> packed ? tensor.getInt32Data(index) : raw.get();
        };
    }

    private ByteBuffer raw() {
        return tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }
}
