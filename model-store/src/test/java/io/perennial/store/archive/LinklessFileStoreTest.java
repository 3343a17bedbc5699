// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A directory on a file system without hard links. */
class LinklessFileStoreTest extends DamageContract {

    @TempDir
    private Path directory;

    @Override
    ObjectSpace objects(StoreOptions options) {
        return new FileStore(directory, options.clock(), false);
    }
}
