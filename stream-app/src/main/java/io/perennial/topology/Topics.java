// SPDX-License-Identifier: Apache-2.0
package io.perennial.topology;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The topics of one application.
 *
 * @param labels null where no truth arrives
 */
public record Topics(
        String events, String labels, String predictions, String uncertainty, String drift, String deadLetter) {

    /** All there are. */
    public List<String> names() {
        return Stream.of(events, labels, predictions, uncertainty, drift, deadLetter)
                .filter(Objects::nonNull)
                .toList();
    }
}
