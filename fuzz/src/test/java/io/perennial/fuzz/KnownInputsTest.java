// SPDX-License-Identifier: Apache-2.0
package io.perennial.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Without a fuzzer: whatever was an input once holds in every build. */
class KnownInputsTest {

    static List<String> names() {
        return Targets.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everySeedIsRead(String name) throws Exception {
        Target target = Targets.named(name);
        List<byte[]> seeds = target.seeds();
        assertThat(seeds).isNotEmpty().allSatisfy(seed -> assertThat(seed).hasSizeLessThan(10_000));
        target.read(seeds.get(0));
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyInputIsReadOrRefusedAsItsContractSays(String name) throws Exception {
        Target target = Targets.named(name);
        for (Map.Entry<String, byte[]> input : Corpus.of(name).entrySet()) {
            try {
                target.contract().check(target, input.getValue());
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(name + " does not hold its contract for the input " + input.getKey(), e);
            }
        }
    }
}
