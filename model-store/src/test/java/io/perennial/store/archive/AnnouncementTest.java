// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnnouncementTest {

    @TempDir
    private Path directory;

    private ObjectSpace objects;

    @BeforeEach
    void open() {
        objects = new FileStore(directory, Clock.systemUTC());
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        assertThat(Announcement.read(objects)).isEmpty();
        Set<String> most = IntStream.range(0, Announcement.MOST)
                .mapToObj(i -> Sha256.hex(new byte[i]))
                .collect(Collectors.toSet());
        for (Set<String> doomed : List.of(Set.<String>of(), most)) {
            Announcement announcement = new Announcement(new UUID(1, 2), doomed);
            objects.write(StoreNames.COLLECTING, announcement.write());
            assertThat(Announcement.read(objects)).contains(announcement);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "whoever\n", "00000000-0000-0001-0000-000000000002\nabc\n"})
    void refusesWhatNoCollectionWrote(String text) throws IOException {
        refuses(text);
        refuses("0".repeat(1 << 20));
    }

    private void refuses(String text) throws IOException {
        objects.write(StoreNames.COLLECTING, text.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> Announcement.read(objects))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("announcement refused: expected a collection's name and hashes")
                .hasMessageContaining("collecting]; delete it when no collection is under way");
    }
}
