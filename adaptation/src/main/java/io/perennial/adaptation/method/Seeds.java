// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

/** Derives seeds, so that equal coordinates give equal randomness in every run. */
public final class Seeds {

    private Seeds() {}

    /** A seed from coordinates such as (seed, partition, step); the order matters. */
    public static long mix(long... coordinates) {
        long hash = 0x9E3779B97F4A7C15L;
        for (long coordinate : coordinates) {
            hash = finish(hash ^ finish(coordinate + 0x9E3779B97F4A7C15L));
        }
        return hash;
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood, 2014). */
    private static long finish(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
