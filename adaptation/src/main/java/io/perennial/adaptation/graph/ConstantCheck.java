// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.graph;

import ai.onnx.proto.OnnxMl.TensorProto;

/** Compares what a tensor of the file says about itself with the data that are there, before anything is allocated. */
final class ConstantCheck {

    private static final int MAX_RANK = 12;

    private ConstantCheck() {}

    static int[] shape(TensorProto tensor, String where) {
        if (tensor.getDimsCount() > MAX_RANK) {
            throw refused(where, "at most " + MAX_RANK + " dimensions", tensor.getDimsCount() + " dimensions");
        }
        var shape = new int[tensor.getDimsCount()];
        for (int i = 0; i < shape.length; i++) {
            long extent = tensor.getDims(i);
            if (extent < 0 || extent > Integer.MAX_VALUE) {
                throw refused(where, "extents from 0 to 2^31 - 1", String.valueOf(extent));
            }
            shape[i] = (int) extent;
        }
        return shape;
    }

    static int length(TensorProto tensor, int[] shape, String where) {
        if (tensor.hasSegment()) {
            throw refused(where, "whole tensors", "a segment");
        }
        long length = 1;
        for (int extent : shape) {
            length = extent == 0 ? 0 : Math.min(length * extent, Integer.MAX_VALUE + 1L);
        }
        int width = width(tensor, where);
        long there = tensor.hasRawData() ? tensor.getRawData().size() : packed(tensor);
        long expected = tensor.hasRawData() ? length * width : length;
        if (there != expected || length > Integer.MAX_VALUE) {
            throw refused(
                    where,
                    expected + (tensor.hasRawData() ? " bytes" : " values") + " for shape " + tensor.getDimsList(),
                    String.valueOf(there));
        }
        return (int) length;
    }

    private static int width(TensorProto tensor, String where) {
        return switch (tensor.getDataType()) {
            case TensorProto.DataType.DOUBLE_VALUE, TensorProto.DataType.INT64_VALUE -> 8;
            case TensorProto.DataType.FLOAT_VALUE, TensorProto.DataType.INT32_VALUE -> 4;
            case TensorProto.DataType.BOOL_VALUE, TensorProto.DataType.INT8_VALUE -> 1;
            default -> {
                var type = TensorProto.DataType.forNumber(tensor.getDataType());
                String got = type == null ? "type " + tensor.getDataType() : type.toString();
                throw refused(where, "FLOAT, DOUBLE, INT64, INT32, INT8 or BOOL", got + "; export in float32");
            }
        };
    }

    private static int packed(TensorProto tensor) {
        return switch (tensor.getDataType()) {
            case TensorProto.DataType.FLOAT_VALUE -> tensor.getFloatDataCount();
            case TensorProto.DataType.DOUBLE_VALUE -> tensor.getDoubleDataCount();
            case TensorProto.DataType.INT64_VALUE -> tensor.getInt64DataCount();
            default -> tensor.getInt32DataCount();
        };
    }

    private static InvalidModelException refused(String where, String expected, String got) {
        return new InvalidModelException("model refused: expected " + expected + ", got " + got + " [" + where + "]");
    }
}
