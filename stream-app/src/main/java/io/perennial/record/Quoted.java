// SPDX-License-Identifier: Apache-2.0
package io.perennial.record;

/** Text from outside as it may stand in a message: short, in quotes, without control characters. */
final class Quoted {

    private static final int LONGEST = 64;

    private Quoted() {}

    static String of(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints()
                .limit(LONGEST)
                .forEach(c -> quoted.appendCodePoint(Character.isISOControl(c) || isSurrogate(c) ? '?' : c));
        if (text.codePointCount(0, text.length()) > LONGEST) {
            quoted.append("...");
        }
        return quoted.append('"').toString();
    }

    private static boolean isSurrogate(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }
}
