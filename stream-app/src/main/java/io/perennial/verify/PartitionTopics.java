// SPDX-License-Identifier: Apache-2.0
package io.perennial.verify;

import io.perennial.topology.Topics;
import java.util.List;
import java.util.Set;

/**
 * What one partition of all topics holds, each in the order of its offsets.
 *
 * @param firstEvent offset of the first event that is kept
 * @param outcomesAreTrimmed whether older outcomes are no longer kept
 * @param lineages where commands and newer bundles led to
 */
record PartitionTopics(
        Topics names,
        int partition,
        List<Mark> events,
        List<Answer> predictions,
        List<Answer> uncertainties,
        List<Answer> deadLetters,
        long firstEvent,
        boolean outcomesAreTrimmed,
        Set<String> lineages) {}
