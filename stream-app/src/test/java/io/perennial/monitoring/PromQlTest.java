// SPDX-License-Identifier: Apache-2.0
package io.perennial.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PromQlTest {

    @Test
    void namesMetricsAndNothingElse() {
        assertThat(
                        PromQl.metrics(
                                """
                histogram_quantile(0.99, sum by (job, le) (rate(a_bucket{x=~"b|c", y="d{e"}[5m])))
                  and on (job) max(f) without (g) > 1e3 unless 2 * (job:h:rate5m offset 1h) == bool inf
                """))
                .containsExactly("a_bucket", "f", "job:h:rate5m");
    }

    @Test
    void readsWhatTheLabelsOfARuleAreMadeOf() {
        assertThat(PromQl.metrics("label_replace(max by (a) (b{c=\"d\"}) - e > 0.1, \"f\", \"g\", \"\", \"\")"))
                .containsExactly("b", "e");
    }
}
