// SPDX-License-Identifier: Apache-2.0
package io.perennial.fuzz;

import java.util.Objects;

/** What is read, written and read again is the same. */
public final class Again {

    private static final int LONGEST = 200;

    private Again() {}

    /** Arrays are compared by what they hold. */
    public static void same(Object first, Object second) {
        if (!Objects.deepEquals(first, second)) {
            throw new AssertionError("expected the same again, got " + text(second) + " after " + text(first));
        }
    }

    private static String text(Object read) {
        String text = String.valueOf(read);
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
