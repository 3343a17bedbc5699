// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStateTest {

    @TempDir
    private Path directory;

    private Properties streams(Path at) {
        var properties = new Properties();
        properties.setProperty(StreamsConfig.STATE_DIR_CONFIG, at.toString());
        properties.setProperty(StreamsConfig.APPLICATION_ID_CONFIG, "digits");
        return properties;
    }

    @Test
    void deletesWhatTasksLeftAndNothingElse() throws IOException {
        Path torn = directory.resolve("digits/0_1/rocksdb/x");
        Path other = directory.resolve("another/0_1/.checkpoint");
        Path process = directory.resolve("digits/kafka-streams-process-metadata");
        for (Path file : new Path[] {torn, other, process}) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, "torn");
        }
        LocalState.clear(streams(directory));
        assertThat(directory.resolve("digits/0_1")).doesNotExist();
        assertThat(other).exists();
        assertThat(process).exists();
    }

    @Test
    void hasNothingToDoWhereNothingIs() {
        LocalState.clear(streams(directory.resolve("absent")));
        LocalState.clear(new Properties());
        assertThat(directory).isEmptyDirectory();
    }
}
