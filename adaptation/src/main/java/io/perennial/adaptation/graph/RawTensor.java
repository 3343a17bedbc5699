// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.graph;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** float32 tensors for a file, their values as little-endian bytes. */
final class RawTensor {

    private RawTensor() {}

    static TensorProto of(String name, float[] values, int... shape) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT_VALUE);
        Arrays.stream(shape).forEach(tensor::addDims);
        return with(tensor.build(), values);
    }

    /** The same tensor with other values. */
    static TensorProto with(TensorProto tensor, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, values.length))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return tensor.toBuilder()
                .clearFloatData()
                .setRawData(ByteString.copyFrom(bytes))
                .build();
    }
}
