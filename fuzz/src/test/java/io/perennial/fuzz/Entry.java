// SPDX-License-Identifier: Apache-2.0
package io.perennial.fuzz;

/** What Jazzer calls: it knows these two methods by their names. */
public final class Entry {

    private static Target target;

    private Entry() {}

    /** @param arguments the name of the target */
    public static void fuzzerInitialize(String... arguments) {
        target = Targets.named(arguments[0]);
    }

    public static void fuzzerTestOneInput(byte[] input) {
        target.contract().check(target, input);
    }
}
