// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import io.perennial.checkpoint.Checkpoints;
import io.perennial.observe.PerennialMetrics;

/**
 * What stands around the node {@code score}, whichever way it answers.
 *
 * @param checkpoints where rollbacks find them; null where no commands come
 * @param commits when what was learned is kept
 * @param publish name of the node that gets predictions, first
 * @param adapt name of the node that gets what is, or was, learned from
 * @param drift name of the node that gets what became of commands
 */
public record Around(
        Learners learners,
        PerennialMetrics metrics,
        Checkpoints checkpoints,
        CheckpointPolicy commits,
        String publish,
        String adapt,
        String drift) {}
