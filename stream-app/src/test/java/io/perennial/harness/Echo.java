// SPDX-License-Identifier: Apache-2.0
package io.perennial.harness;

import java.io.IOException;

/** A main class that prints its arguments and then does what the first one says. */
final class Echo {

    private Echo() {}

    public static void main(String[] arguments) throws IOException {
        System.out.println("started with " + String.join(" ", arguments));
        switch (arguments[0]) {
            case "wait" -> System.in.read(); // until the parent is gone
            case "end" -> System.exit(Integer.parseInt(arguments[1]));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }
}
