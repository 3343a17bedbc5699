// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.operator;

import java.util.Arrays;

/** How ONNX's Resize makes the values along one axis out of the values that are there: as a matrix, or as indices. */
public final class Interpolation {

    private static final long LARGEST = 1 << 16;

    private final Call<?> c;
    private final String coordinates;
    private final String rounding;
    private final String mode;

    /** @param c a Resize */
    public Interpolation(Call<?> c) {
        this.c = c;
        mode = c.attributes().text("mode", "nearest");
        coordinates = c.attributes().text("coordinate_transformation_mode", "half_pixel");
        rounding = c.attributes().text("nearest_mode", "round_prefer_floor");
        if (c.attributes().integer("antialias", 0) != 0) {
            throw c.refused("expected antialias 0, got 1");
        }
        if (coordinates.startsWith("tf_")) {
            throw c.refused("expected coordinates of the whole image, got " + coordinates);
        }
        if (!c.attributes().text("keep_aspect_ratio_policy", "stretch").equals("stretch")) {
            throw c.refused("expected keep_aspect_ratio_policy stretch, got another");
        }
    }

    /** Whether each value of the result is a value that is there. */
    public boolean picks() {
        return mode.equals("nearest");
    }

    /**
     * Extents of the result, and how many times the input they are, for each axis.
     *
     * @return {extents, scales}
     */
    public double[][] target() {
        long[] from = c.shape(0);
        long[] axes = c.attributes().integers("axes");
        double[] extents = Arrays.stream(from).asDoubleStream().toArray();
        double[] scales = new double[from.length];
        Arrays.fill(scales, 1);
        boolean sized = c.has(3) && c.shape(3).length == 1 && c.shape(3)[0] > 0;
        int count = axes.length > 0 ? axes.length : from.length;
        long[] sizes = sized ? c.whole(3) : null;
        float[] given = sized ? null : scales();
        if ((sized ? sizes.length : given.length) != count) {
            throw c.refused("expected " + count + " sizes or scales, got others");
        }
        for (int i = 0; i < count; i++) {
            int axis = axes.length > 0 ? c.axis(axes[i], from.length) : i;
            scales[axis] = sized ? sizes[i] / (double) from[axis] : given[i];
            extents[axis] = sized ? sizes[i] : Math.floor(from[axis] * (double) given[i]);
            if (coordinates.equals("align_corners") && extents[axis] != from[axis] * scales[axis] && !sized) {
                throw c.refused("expected scales that give whole extents with align_corners, got " + scales[axis]
                        + " of " + from[axis]);
            }
            if (!(extents[axis] >= 1 && extents[axis] <= LARGEST)) {
                throw c.refused("expected extents from 1 to " + LARGEST + ", got " + extents[axis]);
            }
        }
        return new double[][] {extents, scales};
    }

    private float[] scales() {
        return scales(c);
    }

    private static <T> float[] scales(Call<T> c) {
        return c.tensors().values(c.real(2));
    }

    /** Where each value of the result stands, for mode nearest. */
    public long[] indices(int in, int out, double scale) {
        var indices = new long[out];
        for (int i = 0; i < out; i++) {
            double at = coordinate(i, in, out, scale);
            double nearest =
                    switch (rounding) {
                        case "round_prefer_floor" -> Math.ceil(at - 0.5);
                        case "round_prefer_ceil" -> Math.floor(at + 0.5);
                        case "floor" -> Math.floor(at);
                        case "ceil" -> Math.ceil(at);
                        default -> throw c.refused("expected a nearest_mode of ONNX, got " + rounding);
                    };
            indices[i] = (long) Math.max(0, Math.min(in - 1, nearest));
        }
        return indices;
    }

    /** Weights [out, in] of linear and cubic interpolation. */
    public float[] matrix(int in, int out, double scale) {
        var matrix = new float[out * in];
        boolean linear = mode.equals("linear");
        if (!linear && !mode.equals("cubic")) {
            throw c.refused("expected mode nearest, linear or cubic, got " + mode);
        }
        boolean excludes = c.attributes().integer("exclude_outside", 0) != 0;
        for (int i = 0; i < out; i++) {
            double at = coordinate(i, in, out, scale);
            double floor = Math.floor(at);
            double[] weights = linear ? new double[] {1 - (at - floor), at - floor} : cubic(at - floor);
            int first = (int) floor - (linear ? 0 : 1);
            double sum = 0;
            for (int k = 0; k < weights.length; k++) {
                boolean outside = first + k < 0 || first + k >= in;
                weights[k] = excludes && outside ? 0 : weights[k];
                sum += weights[k];
            }
            for (int k = 0; k < weights.length; k++) {
                int source = Math.max(0, Math.min(in - 1, first + k));
                matrix[i * in + source] += (float) (weights[k] / sum);
            }
        }
        return matrix;
    }

    private double[] cubic(double t) {
        double a = c.attributes().number("cubic_coeff_a", -0.75f);
        return new double[] {
            ((a * (t + 1) - 5 * a) * (t + 1) + 8 * a) * (t + 1) - 4 * a,
            ((a + 2) * t - (a + 3)) * t * t + 1,
            ((a + 2) * (1 - t) - (a + 3)) * (1 - t) * (1 - t) + 1,
            ((a * (2 - t) - 5 * a) * (2 - t) + 8 * a) * (2 - t) - 4 * a
        };
    }

    private double coordinate(int i, int in, int out, double scale) {
        return switch (coordinates) {
            case "half_pixel" -> (i + 0.5) / scale - 0.5;
            case "half_pixel_symmetric" -> {
                double shrunk = out / (scale * in);
                yield in / 2.0 * (1 - shrunk) + (i + 0.5) / scale - 0.5;
            }
            case "pytorch_half_pixel" -> out > 1 ? (i + 0.5) / scale - 0.5 : 0;
            case "align_corners" -> out == 1 ? 0 : i * (in - 1.0) / (out - 1.0);
            case "asymmetric" -> i / scale;
            default -> throw c.refused("expected a coordinate_transformation_mode of ONNX, got " + coordinates);
        };
    }
}
