// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AbreastTest {

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 1", "1, 40", "2, 1", "2, 32", "3, 7", "16, 5"})
    void everyPartIsComputedOnceAndStandsInItsPlace(int threads, int count) {
        List<Integer> asked = Collections.synchronizedList(new ArrayList<>());
        List<Integer> all = Abreast.parts(
                threads,
                count,
                (from, to) -> IntStream.range(from, to).boxed().peek(asked::add).toList());
        assertThat(all).isEqualTo(IntStream.range(0, count).boxed().toList());
        assertThat(asked).hasSize(count).doesNotHaveDuplicates();
    }

    @Test
    void aFailureOfAnyThreadIsTheCallers() {
        assertThatThrownBy(() -> Abreast.parts(2, 8, (from, to) -> {
                    throw new IllegalStateException("part " + from);
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("part");
    }
}
