// SPDX-License-Identifier: Apache-2.0
package io.perennial.broker;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** A main class that starts a broker and does what its argument says. */
final class BrokerOwner {

    static final String SERVE_UNTIL_TERMINATED = "serve";
    static final String LOSE_THE_DIRECTORY = "lose";

    private BrokerOwner() {}

    public static void main(String[] arguments) throws Exception {
        var kafka = EmbeddedKafka.start();
        kafka.closeFirst(() -> System.out.println("client closed"));
        System.out.println("serving " + kafka.bootstrapServers());
        switch (arguments[0]) {
            case SERVE_UNTIL_TERMINATED -> System.in.read(); // never closes its broker, as one that is interrupted
            case LOSE_THE_DIRECTORY -> loseTheDirectory(kafka);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void loseTheDirectory(EmbeddedKafka kafka) throws Exception {
        new TemporaryDirectory(kafka.directory()).delete();
        makeItWrite(kafka);
        System.out.println("told of: " + kafka.faulted().toCompletableFuture().get(30, TimeUnit.SECONDS));
        kafka.close();
        System.out.println("closed");
    }

    /** A new topic needs a directory where there is none any more; whether the request fails does not matter. */
    private static void makeItWrite(EmbeddedKafka kafka) {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("more", 1, (short) 1)));
        }
    }
}
