// SPDX-License-Identifier: Apache-2.0
package io.perennial.topology;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The topics of one application.
 *
 * @param labels null where no truth arrives
 * @param control null where no commands arrive
 * @param quality null where no truth arrives, and so none is measured
 */
public record Topics(
        String events,
        String labels,
        String control,
        String predictions,
        String uncertainty,
        String drift,
        String quality,
        String deadLetter) {

    /** Without commands and quality. */
    public Topics(
            String events, String labels, String predictions, String uncertainty, String drift, String deadLetter) {
        this(events, labels, null, predictions, uncertainty, drift, null, deadLetter);
    }

    /** What leaves, one partition for each of the events. */
    public List<String> outputs() {
        return Stream.of(predictions, uncertainty, drift, quality, deadLetter)
                .filter(Objects::nonNull)
                .toList();
    }

    /** All there are. */
    public List<String> names() {
        return Stream.of(events, labels, control, predictions, uncertainty, drift, quality, deadLetter)
                .filter(Objects::nonNull)
                .toList();
    }
}
