// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MemoryBudgetTest {

    private static final long MIB = 1 << 20;

    /** heap 256, libraries 368, growth 128, 4 partitions of 50, a batch of 24 in each of two threads: 1000 MiB. */
    private static MemoryBudget budget(long limit, long heap, int partitions) {
        return new MemoryBudget(limit * MIB, heap * MIB, 368 * MIB, partitions, 50 * MIB, 10 * MIB, 1, 2, 24 * MIB);
    }

    @Test
    void addsUpWhatIsNeeded() {
        assertThat(budget(2000, 256, 4).needed()).isEqualTo(1000 * MIB);
        assertThat(budget(2000, 256, 4).heapNeeded()).isEqualTo((96 + 40 + 4 * 2 * 10 + 2 * 2 * 10) * MIB);
    }

    @Test
    void acceptsWhatIsJustEnough() {
        assertThatCode(budget(1000, 256, 4)::check).doesNotThrowAnyException();
    }

    @Test
    void refusesALimitThatIsTooSmallWithTheArithmetic() {
        assertThatThrownBy(budget(999, 256, 4)::check)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "memory refused: expected at least 1000 MiB for 4 partitions, got a limit of 999 MiB (heap 256"
                                + " MiB, libraries 368 MiB, growth 128 MiB, 4 partitions of 50 MiB, batches in work 48 MiB); raise the limit,"
                                + " lower tensor.batch-size, or share the partitions among more instances (application.instances)");
    }

    @Test
    void refusesAHeapThatCannotHoldWhatIsLearned() {
        assertThatThrownBy(budget(4000, 256, 6)::check)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "heap refused: expected at least 316 MiB for 6 partitions, got 256 MiB, since what each has learned takes up to 10 MiB");
    }
}
