// SPDX-License-Identifier: Apache-2.0
package io.perennial.fuzz;

/** What Jazzer calls: it knows these two methods by their names. */
public final class Entry {

    private static Target target;

    private Entry() {}

    /**
     * Reads every seed, so that classes are loaded and instrumented, which takes half a minute, before time is counted.
     *
     * @param arguments the name of the target
     */
    public static void fuzzerInitialize(String... arguments) throws Exception {
        target = Targets.named(arguments[0]);
        for (byte[] seed : target.seeds()) {
            target.contract().check(target, seed);
        }
    }

    public static void fuzzerTestOneInput(byte[] input) {
        target.contract().check(target, input);
    }
}
