// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.adaptation.method.Cue;
import io.perennial.adaptation.method.DivergenceGate;
import io.perennial.adaptation.method.Experts;
import io.perennial.adaptation.method.Extensions;
import io.perennial.adaptation.method.Gate;
import io.perennial.adaptation.method.Lookahead;
import io.perennial.adaptation.method.PetalOptions;
import io.perennial.adaptation.method.Restore;
import io.perennial.adaptation.method.Schedule;
import io.perennial.adaptation.uncertainty.ViewAverage;
import io.perennial.config.ConfigurationRefused;
import io.perennial.config.Settings;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The words of the configuration, as the methods get them. */
class ExtensionOptionsTest {

    private static PetalOptions petal(Map<String, String> adapt) {
        Map<String, String> keys = new TreeMap<>(Map.of("bundle", "builtin:digits", "kafka.bootstrap.servers", "none"));
        adapt.forEach((name, value) -> keys.put("adapt." + name, value));
        return Options.models(Settings.of(keys, Map.of(), Map.of())).method().petal();
    }

    private static Extensions extensions(Map<String, String> adapt) {
        return petal(adapt).extensions();
    }

    @Test
    void withoutAWordPetalIsAsPublished() {
        assertThat(extensions(Map.of())).isEqualTo(Extensions.NONE);
        assertThat(petal(Map.of()).restore()).isEqualTo(new Restore.Fisher(0.03));
    }

    @Test
    void eachWordAddsWhatItSays() {
        Extensions none = Extensions.NONE;
        assertThat(extensions(Map.of("lookahead", "depth", "lookahead-steps", "3")))
                .isEqualTo(none.with(new Lookahead.Options(Lookahead.Kind.DEPTH, 3)));
        assertThat(extensions(Map.of("lookahead", "width")))
                .isEqualTo(none.with(new Lookahead.Options(Lookahead.Kind.WIDTH, 2)));
        assertThat(extensions(Map.of("experts", "3", "experts-spread", "10")))
                .isEqualTo(none.with(new Experts.Options(3, 10)));
        assertThat(extensions(Map.of("views-adaptive", "true", "views-tolerance", "0.1")))
                .isEqualTo(none.with(new Extensions.Viewing(Gate.BATCH, ViewAverage.Mean.LOGITS, 0.1)));
        assertThat(extensions(Map.of("gate", "event", "view-average", "probabilities")))
                .isEqualTo(none.with(new Extensions.Viewing(Gate.EVENT, ViewAverage.Mean.PROBABILITIES, 0)));
        assertThat(extensions(Map.of("view-events", "unsure", "view-statistics", "first")))
                .isEqualTo(none.with(new Extensions.Viewing(Gate.BATCH, ViewAverage.Mean.LOGITS, 0, true, true)));
        assertThat(extensions(Map.of("divergence-gate", "0.2", "divergence-from", "anchor")))
                .isEqualTo(none.with(new DivergenceGate(0.2, DivergenceGate.From.ANCHOR)));
        assertThat(extensions(Map.of("label-weight", "0.5", "label-half-life", "10")))
                .isEqualTo(none.with(new Cue.Options(0.5, 10)));
        assertThat(extensions(Map.of("schedule", "infinite", "schedule-rewarm", "true")))
                .isEqualTo(none.with(new Schedule(20, 500, 0.1, true)));
        assertThat(extensions(Map.of("clear-moments", "true"))).isEqualTo(none.clearingMoments());
        assertThat(petal(Map.of("restore-scope", "tensor")).restore()).isEqualTo(new Restore.FisherByTensor(0.03));
    }

    @Test
    void refusesAQuantileOfEachTensorWithThePublishedThreshold() {
        assertThatThrownBy(() -> petal(Map.of("restore-scope", "tensor", "restore-rule", "threshold")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("adapt.restore-scope refused: expected global with adapt.restore-rule: threshold,"
                        + " got tensor; leave one of the two at its default");
    }

    @Test
    void stillRefusesKeysThatAreNone() {
        assertThatThrownBy(() -> petal(Map.of("lookahead-step", "3")))
                .isInstanceOf(ConfigurationRefused.class)
                .hasMessageContaining("did you mean adapt.lookahead-steps?");
        assertThatThrownBy(() -> petal(Map.of("divergence-gate", "0.7")))
                .hasMessageContaining("from 0 to 0.6931471805599453");
    }
}
