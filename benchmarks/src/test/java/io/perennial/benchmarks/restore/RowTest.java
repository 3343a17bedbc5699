// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RowTest {

    @Test
    void aTableHasARowForEachSize() {
        Row nothing = new Row(4, 8, 0.01, 2, 0, 0).with(0, 1.25);
        Row large = new Row(1 << 20, 48, 0.5, 2.5, 0, 0).with(3, 1.04);
        assertThat(Row.table(List.of(nothing, large), 4, 2).lines())
                .contains(
                        "4 partitions, 2 times saved and not compacted yet.",
                        "| 4 B, does nothing else | 8 | 0.01 s | 2.0 s | 0 | 1.3 s |",
                        "| 1.0 MiB | 48 | 0.50 s | 2.5 s | 3 | 1.0 s |");
    }
}
