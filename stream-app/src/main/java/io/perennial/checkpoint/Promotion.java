// SPDX-License-Identifier: Apache-2.0
package io.perennial.checkpoint;

import io.perennial.store.Checkpoint;
import io.perennial.store.archive.ModelStore;
import java.io.IOException;

/** Makes what was learned a new version of its bundle. */
@FunctionalInterface
public interface Promotion {

    /**
     * @return name and version that it is in the store under
     * @throws IllegalArgumentException where no bundle can be made of it
     * @throws IOException where the store fails or has that version
     */
    String promote(ModelStore store, Checkpoint checkpoint, String version) throws IOException;
}
