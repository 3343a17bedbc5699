// SPDX-License-Identifier: Apache-2.0
package io.perennial.harness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.perennial.broker.EmbeddedKafka;
import java.io.IOException;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/**
 * The broker that an integration test runs against: one in this JVM, or with {@code
 * -Dperennial.test.kafka=testcontainers} Kafka's own image in Docker.
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

    /** Starts the broker; the test is skipped where Docker was asked for and is absent. */
    public static KafkaUnderTest start() throws IOException {
        String kind = System.getProperty(SWITCH, "embedded");
        return switch (kind) {
            case "embedded" -> embedded();
            case "testcontainers" -> inDocker();
            default ->
                throw new IllegalArgumentException(
                        "-D" + SWITCH + " refused: expected embedded or testcontainers, got " + kind);
        };
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public void close() {
        stop.run();
    }

    private static KafkaUnderTest embedded() throws IOException {
        var kafka = EmbeddedKafka.start();
        return new KafkaUnderTest(kafka.bootstrapServers(), kafka::close);
    }

    private static KafkaUnderTest inDocker() {
        assumeTrue(
                DockerClientFactory.instance().isDockerAvailable(),
                "skipped: -D" + SWITCH + "=testcontainers needs Docker, and there is none");
        var container = new KafkaContainer(IMAGE);
        container.start();
        return new KafkaUnderTest(container.getBootstrapServers(), container::stop);
    }
}
