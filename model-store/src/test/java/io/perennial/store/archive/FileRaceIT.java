// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileRaceIT extends RaceContract {

    @TempDir
    private Path directory;

    @Override
    ModelStore open() {
        return ModelStores.open(directory.toUri(), options());
    }
}
