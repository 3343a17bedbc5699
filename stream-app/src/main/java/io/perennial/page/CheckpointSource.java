// SPDX-License-Identifier: Apache-2.0
package io.perennial.page;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Lists the checkpoints of a partition; may take as long as the store lets it. */
@FunctionalInterface
public interface CheckpointSource {

    /**
     * A checkpoint that can be gone back to.
     *
     * @param version in the store
     * @param figures of drift and guard at that moment, by name
     */
    record Listed(
            String version, long step, String lineage, String bundle, Instant created, Map<String, String> figures) {}

    /**
     * The newest first.
     *
     * @throws IOException where the store fails
     */
    List<Listed> list(int partition) throws IOException;
}
