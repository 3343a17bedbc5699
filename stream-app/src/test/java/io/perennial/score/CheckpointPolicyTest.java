// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CheckpointPolicyTest {

    private final CheckpointPolicy policy = new CheckpointPolicy(1000, 50);

    @Test
    void littleIsWrittenAfterEveryStep() {
        assertThat(policy.due(7, 1000)).isTrue();
    }

    @Test
    void muchIsWrittenEveryFewSteps() {
        assertThat(policy.due(49, 1001)).isFalse();
        assertThat(policy.due(50, 1001)).isTrue();
    }
}
