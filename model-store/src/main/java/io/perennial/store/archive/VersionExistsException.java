// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import java.io.IOException;

/** The version to be published is there already. Whoever meets this has lost to another writer. */
public final class VersionExistsException extends IOException {

    private static final long serialVersionUID = 1;

    VersionExistsException(String id, String place) {
        super("version refused: expected a version that is not there yet, got " + id + " [" + place
                + "]; versions never change: choose another one");
    }
}
