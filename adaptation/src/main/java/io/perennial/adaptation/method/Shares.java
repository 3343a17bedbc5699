// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

/** Whole shares of a whole number. */
final class Shares {

    private Shares() {}

    /**
     * Of a total in proportion to weights that sum to 1, by the method of the largest remainder: each gets its part
     * rounded down, and what is left goes to those who lost most, of equals to the first.
     */
    static int[] of(int total, double... weights) {
        int[] shares = new int[weights.length];
        double[] lost = new double[weights.length];
        int left = total;
        for (int i = 0; i < shares.length; i++) {
            shares[i] = (int) Math.floor(total * weights[i]);
            lost[i] = total * weights[i] - shares[i];
            left -= shares[i];
        }
        for (; left > 0; left--) {
            int most = 0;
            for (int i = 1; i < lost.length; i++) {
                most = lost[i] > lost[most] ? i : most;
            }
            shares[most]++;
            lost[most] = Double.NEGATIVE_INFINITY;
        }
        return shares;
    }
}
