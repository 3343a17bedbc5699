// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SharesTest {

    @Test
    void theLargestRemaindersGetWhatIsLeft() {
        assertThat(Shares.of(8, 0.55, 0.28, 0.17)).containsExactly(5, 2, 1);
        assertThat(Shares.of(1, 0.4, 0.6)).containsExactly(0, 1);
        assertThat(Shares.of(0, 0.4, 0.6)).containsExactly(0, 0);
    }

    @Test
    void ofEqualsTheFirst() {
        assertThat(Shares.of(1, 0.5, 0.5)).containsExactly(1, 0);
    }
}
