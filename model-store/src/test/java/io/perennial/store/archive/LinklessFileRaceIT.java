// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;

/** On a file system without hard links. */
class LinklessFileRaceIT extends RaceContract {

    @TempDir
    private Path directory;

    @Override
    ModelStore open() {
        return new ObjectModelStore(new FileStore(directory, options().clock(), false), options(), UUID::randomUUID);
    }
}
