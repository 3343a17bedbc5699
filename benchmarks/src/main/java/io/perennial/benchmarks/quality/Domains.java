// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.quality;

import io.perennial.evaluate.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The events of each domain of a recording, in their natural order. */
final class Domains {

    private Domains() {}

    /** Places in the recording; domains in the order of their first event. */
    static List<int[]> of(Recording recording) {
        List<int[]> domains = new ArrayList<>();
        for (int domain = 0; domain < recording.segmentNames().size(); domain++) {
            int wanted = domain;
            domains.add(IntStream.range(0, recording.size())
                    .filter(event -> recording.segment(event) == wanted)
                    .toArray());
        }
        return domains;
    }
}
