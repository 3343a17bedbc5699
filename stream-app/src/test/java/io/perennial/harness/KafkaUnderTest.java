// SPDX-License-Identifier: Apache-2.0
package io.perennial.harness;

import io.perennial.broker.EmbeddedKafka;
import java.io.IOException;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/**
 * The broker that an integration test runs against: one in this JVM, or with {@code
 * -Dperennial.test.kafka=testcontainers} Kafka's own image in Docker. Given by {@link WithKafka}.
 */
public final class KafkaUnderTest implements AutoCloseable {

    /** System property that chooses: {@code embedded} (default) or {@code testcontainers}. */
    public static final String SWITCH = "perennial.test.kafka";

    private static final String IMAGE = "apache/kafka:4.3.1";

    private final String bootstrapServers;
    private final Runnable stop;

    private KafkaUnderTest(String bootstrapServers, Runnable stop) {
        this.bootstrapServers = bootstrapServers;
        this.stop = stop;
    }

    /** Starts the broker; ask for an {@link #obstacle()} before. */
    static KafkaUnderTest start() throws IOException {
        return inDocker() ? container() : embedded();
    }

    /** Why no broker of the chosen kind can be started here, if so. */
    static Optional<String> obstacle() {
        return inDocker() && !DockerClientFactory.instance().isDockerAvailable()
                ? Optional.of("-D" + SWITCH + "=testcontainers needs Docker, and there is none")
                : Optional.empty();
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public void close() {
        stop.run();
    }

    private static boolean inDocker() {
        String kind = System.getProperty(SWITCH, "embedded");
        return switch (kind) {
            case "embedded" -> false;
            case "testcontainers" -> true;
            default ->
                throw new IllegalArgumentException(
                        "-D" + SWITCH + " refused: expected embedded or testcontainers, got " + kind);
        };
    }

    private static KafkaUnderTest embedded() throws IOException {
        var kafka = EmbeddedKafka.start();
        return new KafkaUnderTest(kafka.bootstrapServers(), kafka::close);
    }

    private static KafkaUnderTest container() {
        var container = new KafkaContainer(IMAGE);
        container.start();
        return new KafkaUnderTest(container.getBootstrapServers(), container::stop);
    }
}
