// SPDX-License-Identifier: Apache-2.0
package io.perennial.deploy.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ValuesSchemaTest {

    @Test
    void isMadeOfTheKeysOfTheApplication() throws IOException {
        Kept.same(ValuesSchema.FILE, ValuesSchema.assembled());
    }

    @Test
    void knowsEveryValueThereIs() throws IOException {
        assertThat(ValuesSchema.unknown()).isEmpty();
        assertThat(ValuesSchema.absent()).containsExactlyInAnyOrder("global");
    }
}
