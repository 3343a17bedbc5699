// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** How alike the events of a batch are, [B, B], by the distance of their features scaled to length 1. */
public enum Affinity {
    /**
     * exp(-d^2 / (2 s^2)) for every pair, s the mean distance to the 5th nearest, oneself counted; what the OTTA
     * benchmark runs.
     */
    GAUSSIAN {
        @Override
        double[][] of(double[][] distances) {
            double width = Arrays.stream(distances)
                    .mapToDouble(row -> Arrays.stream(row).sorted().toArray()[Math.min(NEIGHBOURS, row.length) - 1])
                    .average()
                    .orElse(0);
            for (double[] row : distances) {
                for (int i = 0; i < row.length; i++) {
                    row[i] = width == 0 ? (row[i] == 0 ? 1 : 0) : Math.exp(-row[i] * row[i] / (2 * width * width));
                }
            }
            return distances;
        }
    },

    /** 1 for the 5 nearest others, as in the paper. */
    NEAREST {
        @Override
        double[][] of(double[][] distances) {
            double[][] kernel = new double[distances.length][distances.length];
            for (int event = 0; event < kernel.length; event++) {
                int self = event;
                double[] row = distances[event];
                double[] near = kernel[event];
                IntStream.range(0, row.length)
                        .filter(other -> other != self)
                        .boxed()
                        .sorted(Comparator.comparingDouble(other -> row[other]))
                        .limit(NEIGHBOURS)
                        .forEach(other -> near[other] = 1);
            }
            return kernel;
        }
    };

    static final int NEIGHBOURS = 5;

    abstract double[][] of(double[][] distances);

    /**
     * @param features [size, D] row-major
     * @return [size, size]
     */
    double[][] of(float[] features, int size) {
        return of(distances(features, size));
    }

    private static double[][] distances(float[] features, int size) {
        int length = features.length / size;
        double[] unit = new double[features.length];
        for (int row = 0; row < features.length; row += length) {
            double square = 0;
            for (int i = row; i < row + length; i++) {
                square += (double) features[i] * features[i];
            }
            for (int i = row; i < row + length; i++) {
                unit[i] = features[i] / Math.max(Math.sqrt(square), 1e-12);
            }
        }
        double[][] distances = new double[size][size];
        for (int a = 0; a < size; a++) {
            for (int b = 0; b < a; b++) {
                double square = 0;
                for (int i = 0; i < length; i++) {
                    double away = unit[a * length + i] - unit[b * length + i];
                    square += away * away;
                }
                distances[a][b] = Math.sqrt(square);
                distances[b][a] = distances[a][b];
            }
        }
        return distances;
    }
}
