// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.vector;

/**
 * One magnitude of a vector by its rank, found digit by digit: of the values that share the digits before, a histogram
 * of the next. Zeros are counted first: gradients of units that no event reaches are many, all of them would be counted in one
 * place one after the other, and often the rank is among them.
 *
 * @param magnitude a float's bit pattern without the sign
 * @param smaller how many magnitudes of the vector are smaller
 * @param equal how many are equal, at least 1
 */
record OrderStatistic(int magnitude, int smaller, int equal) {

    /** Of 31 bits, the highest first. */
    private static final int[] DIGITS = {11, 10, 10};

    /**
     * @param rank from 0, the smallest
     * @param most larger magnitudes count as this one
     */
    static OrderStatistic of(Span x, int rank, int most) {
        int zeros = zeros(x);
        if (rank < zeros) {
            return new OrderStatistic(0, 0, zeros);
        }
        int prefix = 0;
        int smaller = 0;
        int equal = x.size();
        int shift = Integer.SIZE - 1;
        for (int bits : DIGITS) {
            int before = shift;
            shift -= bits;
            int[] histogram = histogram(x, most, prefix, before, shift);
            int digit = 0;
            while (smaller + histogram[digit] <= rank) {
                smaller += histogram[digit++];
            }
            equal = histogram[digit];
            prefix = prefix << bits | digit;
        }
        return new OrderStatistic(prefix, smaller, equal);
    }

    private static int zeros(Span x) {
        return (int) Chunks.count(
                0,
                (chunk, length) -> {
                    int[] a = chunk[0];
                    int zeros = 0;
                    for (int i = 0; i < length; i++) {
                        zeros += (a[i] & Selection.MAGNITUDE) - 1 >>> Integer.SIZE - 1; // only 0 becomes negative
                    }
                    return zeros;
                },
                x);
    }

    /** Of the bits from one position to another, of the magnitudes that begin with the prefix. */
    private static int[] histogram(Span x, int most, int prefix, int from, int to) {
        int[] histogram = new int[1 << from - to];
        int mask = histogram.length - 1;
        Chunks.count(
                0,
                (chunk, length) -> {
                    int[] a = chunk[0];
                    for (int i = 0; i < length; i++) {
                        int magnitude = Math.min(a[i] & Selection.MAGNITUDE, most);
                        if (magnitude >>> from == prefix) {
                            histogram[magnitude >>> to & mask]++;
                        }
                    }
                    return 0;
                },
                x);
        return histogram;
    }
}
