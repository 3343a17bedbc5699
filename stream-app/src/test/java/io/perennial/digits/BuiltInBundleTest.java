// SPDX-License-Identifier: Apache-2.0
package io.perennial.digits;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.store.Bundle;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class BuiltInBundleTest {

    @Test
    void theStreamKeepsTheContractOfTheBundleOnTheClassPath() throws IOException {
        Bundle bundle = Bundle.resource(Digits.class.getClassLoader(), Digits.BUNDLE_ROOT);
        assertThat(bundle.id()).isEqualTo("digits@1");
        DigitStream stream = new DigitStream(Digits.load(), 1, 64);
        for (int i = 0; i < stream.cycleLength(); i++) {
            DigitEvent event = stream.next();
            assertThat(event.values()).hasSize(bundle.input().length());
            assertThat(bundle.labels()).contains(Integer.toString(event.label()));
            for (float value : event.values()) {
                assertThat(value >= bundle.input().minimum()
                                && value <= bundle.input().maximum())
                        .isTrue();
            }
        }
    }
}
