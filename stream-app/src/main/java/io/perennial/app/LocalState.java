// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.streams.StreamsConfig;

/**
 * What lies in Kafka Streams' directory of this application. All state is in memory and in Kafka, so nothing there is needed, but Kafka
 * Streams reads it: the torn file of another version would stop every start.
 */
final class LocalState {

    private static final String TASK = "\\d+_\\d+";

    private LocalState() {}

    /**
     * Deletes the directories of the tasks.
     *
     * @throws IllegalArgumentException if they are there and cannot be deleted
     */
    static void clear(Properties streams) {
        // Without a key Kafka Streams takes a directory of the system's, which no volume is mounted at.
        String directory = streams.getProperty(StreamsConfig.STATE_DIR_CONFIG);
        if (directory == null) {
            return;
        }
        Path application = Path.of(directory, streams.getProperty(StreamsConfig.APPLICATION_ID_CONFIG));
        if (!Files.isDirectory(application)) {
            return;
        }
        try (Stream<Path> found = Files.list(application)) {
            for (Path task : found.filter(path -> path.getFileName().toString().matches(TASK))
                    .toList()) {
                delete(task);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new IllegalArgumentException(
                    "kafka.state.dir refused: expected a directory whose content can be deleted, got " + e + " ["
                            + application + "]; nothing in it is needed: delete it",
                    e);
        }
    }

    private static void delete(Path task) throws IOException {
        List<Path> all;
        try (Stream<Path> walked = Files.walk(task)) {
            all = walked.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
