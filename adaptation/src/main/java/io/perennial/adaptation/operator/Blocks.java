// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.operator;

/** Blocks of pixels as channels, and back. */
final class Blocks {

    private Blocks() {}

    static <T> T depthToSpace(Call<T> c) {
        long[] shape = image(c);
        long size = size(c);
        long channels = shape[1] / (size * size);
        if (channels * size * size != shape[1]) {
            throw c.refused("expected a multiple of " + size * size + " channels, got " + shape[1]);
        }
        boolean columnsFirst = c.attributes().text("mode", "DCR").equals("CRD");
        T parts = columnsFirst
                ? c.tensors().reshape(c.real(0), shape[0], channels, size, size, shape[2], shape[3])
                : c.tensors().reshape(c.real(0), shape[0], size, size, channels, shape[2], shape[3]);
        T apart = columnsFirst
                ? c.tensors().transpose(parts, 0, 1, 4, 2, 5, 3)
                : c.tensors().transpose(parts, 0, 3, 4, 1, 5, 2);
        return c.tensors().reshape(apart, shape[0], channels, shape[2] * size, shape[3] * size);
    }

    static <T> T spaceToDepth(Call<T> c) {
        long[] shape = image(c);
        long size = size(c);
        if (shape[2] % size != 0 || shape[3] % size != 0) {
            throw c.refused("expected extents that " + size + " divides, got " + shape[2] + " and " + shape[3]);
        }
        T parts = c.tensors().reshape(c.real(0), shape[0], shape[1], shape[2] / size, size, shape[3] / size, size);
        T apart = c.tensors().transpose(parts, 0, 3, 5, 1, 2, 4);
        return c.tensors().reshape(apart, shape[0], shape[1] * size * size, shape[2] / size, shape[3] / size);
    }

    private static long[] image(Call<?> c) {
        long[] shape = c.shape(0);
        if (shape.length != 4) {
            throw c.refused("expected images [events, channels, rows, columns], got " + shape.length + " dimensions");
        }
        return shape;
    }

    private static long size(Call<?> c) {
        long size = c.attributes().integer("blocksize", 0);
        if (size < 1 || size > 1 << 15) {
            throw c.refused("expected a block size from 1 to " + (1 << 15) + ", got " + size);
        }
        return size;
    }
}
