// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a collection is about to delete, told to publishers before it does. In the storage: lines of text, first who
 * collects, then the hashes.
 */
record Announcement(String collector, Set<String> doomed) {

    /** So many hashes that the text stays small. */
    static final int MOST = 200;

    private static final int LONGEST = (MOST + 1) * 65;
    private static final Pattern LINE = Pattern.compile("[0-9a-f-]{36}|[0-9a-f]{64}");

    Announcement(UUID collector, Set<String> doomed) {
        this(collector.toString(), doomed);
    }

    byte[] write() {
        return Stream.concat(Stream.of(collector), doomed.stream().sorted())
                .map(line -> line + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** The announcement in a storage; empty where there is no collection. */
    static Optional<Announcement> read(ObjectSpace objects) throws IOException {
        ObjectSpace.Content content =
                objects.read(StoreNames.COLLECTING, LONGEST).orElse(null);
        if (content == null) {
            return Optional.empty();
        }
        List<String> lines =
                new String(content.bytes(), StandardCharsets.US_ASCII).lines().toList();
        boolean understood = content.size() <= LONGEST
                && !lines.isEmpty()
                && lines.stream().allMatch(line -> LINE.matcher(line).matches());
        if (!understood) {
            throw new IOException("announcement refused: expected a collection's name and hashes, got something else ["
                    + objects.place() + "/" + StoreNames.COLLECTING + "]; delete it when no collection is under way");
        }
        return Optional.of(new Announcement(lines.get(0), Set.copyOf(lines.subList(1, lines.size()))));
    }
}
