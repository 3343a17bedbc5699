// SPDX-License-Identifier: Apache-2.0
package io.perennial.broker;

import java.io.IOException;

/** A main class that leaves its broker open, as one that is interrupted does. */
final class ServeUntilTerminated {

    static final String READY = "serving";

    private ServeUntilTerminated() {}

    public static void main(String[] arguments) throws IOException {
        var kafka = EmbeddedKafka.start();
        kafka.closeFirst(() -> System.out.println("client closed"));
        System.out.println(READY + " " + kafka.bootstrapServers());
        System.in.read(); // until the parent is gone
    }
}
