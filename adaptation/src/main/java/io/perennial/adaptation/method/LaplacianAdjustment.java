// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.uncertainty.Probabilities;

/**
 * LAME's assignment Y of events to classes: near to the predictions P, alike for events that are alike under K.
 *
 * <pre>min E(Y) = sum Y (log Y - log P) - Y . K Y, solved by Y := softmax(log P + K Y) until E stands</pre>
 */
final class LaplacianAdjustment {

    private static final int MOST_STEPS = 100;
    private static final double TOLERANCE = 1e-8;
    private static final double FLOOR = 1e-10;

    private LaplacianAdjustment() {}

    /** @return log Y up to a constant for each event, [B, C] */
    static Logits adjusted(Probabilities p, double[][] kernel) {
        Logits unary = Logits.zeros(p.size(), p.classes());
        for (int i = 0; i < unary.values().length; i++) {
            unary.values()[i] = (float) Math.log(p.values()[i] + FLOOR);
        }
        Logits adjusted = unary;
        Probabilities y = Probabilities.of(unary);
        double before = Double.POSITIVE_INFINITY;
        for (int step = 0; step < MOST_STEPS; step++) {
            double[] pairwise = times(kernel, y);
            adjusted = sum(unary, pairwise);
            y = Probabilities.of(adjusted);
            double energy = energy(y, unary, pairwise);
            if (step > 1 && Math.abs(energy - before) <= TOLERANCE * Math.abs(before)) {
                break;
            }
            before = energy;
        }
        return adjusted;
    }

    private static double[] times(double[][] kernel, Probabilities y) {
        int classes = y.classes();
        double[] product = new double[y.values().length];
        for (int event = 0; event < kernel.length; event++) {
            for (int other = 0; other < kernel.length; other++) {
                double alike = kernel[event][other];
                for (int c = 0; c < classes && alike != 0; c++) {
                    product[event * classes + c] += alike * y.values()[other * classes + c];
                }
            }
        }
        return product;
    }

    private static Logits sum(Logits unary, double[] pairwise) {
        float[] values = new float[pairwise.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (unary.values()[i] + pairwise[i]);
        }
        return new Logits(values, unary.classes());
    }

    private static double energy(Probabilities y, Logits unary, double[] pairwise) {
        double energy = 0;
        for (int i = 0; i < pairwise.length; i++) {
            double yi = y.values()[i];
            energy += yi * (Math.log(Math.max(yi, 1e-20)) - unary.values()[i] - pairwise[i]);
        }
        return energy;
    }
}
