// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import java.util.List;

/** A version as it is written on the command line: {@code NAME VERSION} or {@code NAME@VERSION}. */
record StoreVersion(String name, String version) {

    /** Of one argument or two. */
    static StoreVersion of(List<String> arguments) {
        if (arguments.size() == 2) {
            return new StoreVersion(arguments.get(0), arguments.get(1));
        }
        String text = String.join(" ", arguments);
        int at = text.lastIndexOf('@');
        if (arguments.size() != 1 || at < 1 || at == text.length() - 1) {
            throw new IllegalArgumentException(
                    "version refused: expected NAME VERSION or NAME@VERSION, got \"" + text + "\"; name both");
        }
        return new StoreVersion(text.substring(0, at), text.substring(at + 1));
    }

    @Override
    public String toString() {
        return name + "@" + version;
    }
}
