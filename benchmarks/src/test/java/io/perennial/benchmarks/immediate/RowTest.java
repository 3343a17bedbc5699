// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.immediate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RowTest {

    @Test
    void saysTheMediansOfTheRoundsAndWhereTheirTailsLay() {
        List<Row> rounds = List.of(round(3), round(1), round(8));

        assertThat(Row.table(List.of(rounds)).lines().skip(2))
                .containsExactly("| immediate | 150.0 | 297.0 | 99.0 to 792.0 | 300.0 | 300.0"
                        + " | 151.0 | 298.0 | 100.0 to 793.0 |  |  |  | 30.0 | 3 | 0 |");
    }

    @Test
    void leavesOutTheErrorOfWhatPredictsNothing() {
        long[] one = {2_000_000};
        Row passedOn = new Row("nothing", one, one, one, Double.NaN, 0, 0);

        assertThat(Row.table(List.of(List.of(passedOn))).lines().skip(2))
                .containsExactly(
                        "| nothing | 2.0 | 2.0 | 2.0 to 2.0 | 2.0 | 2.0 | 2.0 | 2.0 | 2.0 to 2.0 | 2.0 | 2.0 | 2.0 |  | 0 | 0 |");
    }

    @Test
    void leavesOutWhatNobodyReadAtOnce() {
        long[] one = {2_000_000};
        long[] none = {};
        Row unread = new Row("immediate", one, none, none, 0.5, 3, 1);

        assertThat(Row.table(List.of(List.of(unread, unread))).lines().skip(2))
                .containsExactly("| immediate | 2.0 | 2.0 | 2.0 to 2.0 | 2.0 | 2.0 |  |  |  |  |  |  | 50.0 | 3 | 1 |");
    }

    /** A hundred events, the slowest of which takes a hundred times so many milliseconds, and is read one later. */
    private static Row round(int millis) {
        long[] produced =
                LongStream.rangeClosed(1, 100).map(i -> i * millis * 1_000_000L).toArray();
        long[] read = LongStream.of(produced).map(nanos -> nanos + 1_000_000L).toArray();
        return new Row("immediate", produced, read, new long[0], millis / 10.0, millis, 0);
    }
}
