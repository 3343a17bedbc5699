// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {

    @Test
    void readsTheDefault() {
        assertThat(Pace.list("source, observed:1250, observed:290, followed:600, window"))
                .isEqualTo(PerennialOptions.DEFAULT.paces());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "window,source",
                "source,window,window",
                "source,observed",
                "source,observed:0",
                "source,observed:x",
                "source,slow:100",
                "source,window:64",
                "source,observed:Infinity",
                "source,,window"
            })
    void refusesWhatIsNoListOfPaces(String text) {
        assertThatThrownBy(() -> Pace.list(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("adapt.paces refused: expected ")
                .hasMessageEndingWith("; leave it out for the default");
    }

    @Test
    void twoHalvesForgetAsMuchAsTheWhole() {
        Pace pace = Pace.observed(100);
        double half = 1 - pace.share(32);
        assertThat(half * half).isCloseTo(1 - pace.share(64), within(1e-6));
    }
}
