// SPDX-License-Identifier: Apache-2.0
package io.perennial.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.perennial.adapt.DriftOn;
import io.perennial.checkpoint.Checkpoints;
import io.perennial.observe.PerennialMetrics;
import io.perennial.publish.PublishOptions;
import io.perennial.publish.TemperatureChoice;
import io.perennial.record.EventDecoder;
import io.perennial.score.CheckpointPolicy;
import io.perennial.store.InputContract;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyDescription.Processor;
import org.junit.jupiter.api.Test;

class TopologyDescriptionTest {

    private static final String COST =
            """
            the topology is no longer the one that applications in the field run on.
            Names of nodes and stores are for ever. A changelog topic is called <application>-<store>-changelog, so a
            renamed store starts empty: every partition forgets what it has learned and the events of its open batch are
            lost. A store that moves to another sub-topology has other task numbers, with the same effect; metrics and
            dashboards go by the names of nodes. If the change is meant, say in CHANGELOG.md how an application moves
            over, and put the new description into src/test/resources/io/perennial/topology/%s""";

    @Test
    void keepsItsNodesAndStoresWithLabels() throws IOException {
        assertDescription("labels", null, "with-labels.txt");
    }

    @Test
    void keepsItsNodesAndStoresWithCommands() throws IOException {
        assertDescription(null, "control-in", "with-commands.txt");
    }

    @Test
    void keepsItsNodesAndStoresWithoutLabels() throws IOException {
        assertDescription(null, null, "without-labels.txt");
    }

    private static void assertDescription(String labels, String control, String golden) throws IOException {
        Topics topics = new Topics(
                "events-in",
                labels == null ? null : "labels-in",
                control,
                "out",
                "certainty-out",
                "drift-out",
                labels == null ? null : "quality-out",
                "refused-out");
        TopologyDescription description = PerennialTopology.of(parts(topics)).describe();
        assertThat(description.toString().strip()).as(COST, golden).isEqualTo(read(golden));
        assertThat(stores(description)).containsExactlyInAnyOrderElementsOf(PerennialTopology.stores(topics));
    }

    /** Stores with a changelog; that of the commands is global, and has none. */
    private static Set<String> stores(TopologyDescription description) {
        return description.subtopologies().stream()
                .flatMap(part -> part.nodes().stream())
                .filter(Processor.class::isInstance)
                .flatMap(node -> ((Processor) node).stores().stream())
                .collect(Collectors.toSet());
    }

    /** What the shape of the topology does not depend on is only there to be constructed. */
    private static PerennialTopology.Parts parts(Topics topics) {
        InputContract contract = new InputContract("x", new int[] {1, 2, 2}, 0, 1);
        return new PerennialTopology.Parts(
                topics,
                contract,
                new EventDecoder(contract, 1000),
                1000,
                8,
                Duration.ofSeconds(1),
                partition -> {
                    throw new IllegalStateException("a description opens no model");
                },
                new CheckpointPolicy(0, 1),
                Checkpoints.NONE,
                new DriftOn(true, 500, 1, 1000, true),
                null,
                new PublishOptions(
                        prediction -> new byte[0],
                        0.5f,
                        1,
                        TemperatureChoice.parse("bundle"),
                        0.9,
                        0.005,
                        1000,
                        Duration.ofHours(1)),
                List.of("a", "b"),
                null,
                new PerennialMetrics(new SimpleMeterRegistry()));
    }

    private static String read(String golden) throws IOException {
        try (InputStream in = TopologyDescriptionTest.class.getResourceAsStream(golden)) {
            assertThat(in).as(golden).isNotNull();
            return new String(in.readAllBytes(), UTF_8).strip();
        }
    }
}
