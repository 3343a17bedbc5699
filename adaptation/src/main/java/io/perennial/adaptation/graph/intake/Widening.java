// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.graph.intake;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;

/** float16 and bfloat16 as the float32 of the same value: exact, and what was learned in float32 stays what it is in an export. */
final class Widening {

    private static final int FLOAT16 = TensorProto.DataType.FLOAT16_VALUE;
    private static final int BFLOAT16 = TensorProto.DataType.BFLOAT16_VALUE;
    /** Attributes that name a type. */
    private static final Set<String> TYPES = Set.of("to", "dtype");

    private Widening() {}

    static void rewrite(Draft draft, List<String> changes) {
        var graph = draft.graph();
        long narrow = graph.getInitializerList().stream()
                .filter(tensor -> isNarrow(tensor.getDataType()))
                .count();
        boolean ports = graph.getInputList().stream().anyMatch(Widening::isNarrow)
                || graph.getOutputList().stream().anyMatch(Widening::isNarrow);
        if (narrow == 0 && !ports) {
            return;
        }
        for (int i = 0; i < graph.getInitializerCount(); i++) {
            graph.setInitializer(i, widened(graph.getInitializer(i)));
        }
        for (int i = 0; i < graph.getInputCount(); i++) {
            graph.setInput(i, widened(graph.getInput(i)));
        }
        for (int i = 0; i < graph.getOutputCount(); i++) {
            graph.setOutput(i, widened(graph.getOutput(i)));
        }
        for (int i = 0; i < graph.getNodeCount(); i++) {
            graph.setNode(i, widened(graph.getNode(i)));
        }
        changes.add("16-bit floating point is computed in float32, of the same values");
    }

    private static boolean isNarrow(int type) {
        return type == FLOAT16 || type == BFLOAT16;
    }

    private static boolean isNarrow(ValueInfoProto port) {
        return isNarrow(port.getType().getTensorType().getElemType());
    }

    private static ValueInfoProto widened(ValueInfoProto port) {
        if (!isNarrow(port)) {
            return port;
        }
        ValueInfoProto.Builder wide = port.toBuilder();
        wide.getTypeBuilder().getTensorTypeBuilder().setElemType(TensorProto.DataType.FLOAT_VALUE);
        return wide.build();
    }

    private static NodeProto widened(NodeProto node) {
        NodeProto.Builder wide = node.toBuilder();
        for (int i = 0; i < wide.getAttributeCount(); i++) {
            AttributeProto attribute = wide.getAttribute(i);
            if (attribute.hasT()) {
                wide.setAttribute(i, attribute.toBuilder().setT(widened(attribute.getT())));
            } else if (TYPES.contains(attribute.getName()) && isNarrow((int) attribute.getI())) {
                wide.setAttribute(i, attribute.toBuilder().setI(TensorProto.DataType.FLOAT_VALUE));
            }
        }
        return wide.build();
    }

    /** Both kinds lie in two bytes each, or in the lower half of an int32. */
    private static TensorProto widened(TensorProto tensor) {
        if (!isNarrow(tensor.getDataType())) {
            return tensor;
        }
        ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        int count = tensor.hasRawData() ? raw.remaining() / Short.BYTES : tensor.getInt32DataCount();
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, count)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            int bits = tensor.hasRawData() ? raw.getShort() & 0xffff : tensor.getInt32Data(i) & 0xffff;
            bytes.putFloat(tensor.getDataType() == FLOAT16 ? ofHalf(bits) : Float.intBitsToFloat(bits << 16));
        }
        return tensor.toBuilder()
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .clearInt32Data()
                .setRawData(ByteString.copyFrom(bytes.flip()))
                .build();
    }

    /** IEEE 754 binary16: a sign, 5 bits of exponent, 10 of fraction. */
    static float ofHalf(int bits) {
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        float magnitude;
        if (exponent == 0x1f) {
            magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else if (exponent == 0) {
            magnitude = fraction * 0x1p-24f;
        } else {
            magnitude = Math.scalb(1 + fraction * 0x1p-10f, exponent - 15);
        }
        return (bits & 0x8000) != 0 ? -magnitude : magnitude;
    }
}
