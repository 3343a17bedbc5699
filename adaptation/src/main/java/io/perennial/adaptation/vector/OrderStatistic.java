// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.vector;

import java.util.Arrays;

/**
 * One magnitude of a vector by its rank. A histogram of the first digit tells which values can be it, few as a rule: those are
 * sorted. Where they are many, the next digits are found as the first was.
 *
 * @param magnitude a float's bit pattern without the sign
 * @param smaller how many magnitudes of the vector are smaller
 * @param equal how many are equal, at least 1
 */
record OrderStatistic(int magnitude, int smaller, int equal) {

    /** Of 31 bits, the highest first. */
    private static final int[] DIGITS = {11, 10, 10};

    /** Values that are sorted. */
    private static final int FEW = 1 << 15;

    /**
     * @param rank from 0, the smallest
     * @param most larger magnitudes count as this one
     */
    static OrderStatistic of(Span x, int rank, int most) {
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
            if (equal <= FEW && shift > 0) {
                return among(alike(x, most, prefix, shift, equal), rank - smaller, smaller);
            }
        }
        return new OrderStatistic(prefix, smaller, equal);
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

    /** The magnitudes that begin with the prefix, of which there are so many. */
    private static int[] alike(Span x, int most, int prefix, int from, int count) {
        int[] alike = new int[count + 1]; // one more: each value is written, and stays if it is one of them
        int[] found = {0};
        Chunks.count(
                0,
                (chunk, length) -> {
                    int[] a = chunk[0];
                    int next = found[0];
                    for (int i = 0; i < length; i++) {
                        int magnitude = Math.min(a[i] & Selection.MAGNITUDE, most);
                        alike[next] = magnitude;
                        next += magnitude >>> from == prefix ? 1 : 0;
                    }
                    found[0] = next;
                    return 0;
                },
                x);
        return Arrays.copyOf(alike, count);
    }

    /** @param smaller magnitudes than any of these */
    private static OrderStatistic among(int[] alike, int rank, int smaller) {
        Arrays.sort(alike);
        int magnitude = alike[rank];
        int first = rank;
        while (first > 0 && alike[first - 1] == magnitude) {
            first--;
        }
        int after = rank;
        while (after < alike.length && alike[after] == magnitude) {
            after++;
        }
        return new OrderStatistic(magnitude, smaller + first, after - first);
    }
}
