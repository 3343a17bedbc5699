// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.guard.Guarded;
import io.perennial.adaptation.method.NormPolicy.Kind;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.view.Views;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class MethodSpecTest {

    private static final Views NONE = (batch, random) -> batch;

    /** Steep enough that some predictions are certain, which EATA and SAR ask of an event. */
    private final LinearNetwork network = new LinearNetwork(2, 3, 6);

    private final Batch batch = new Batch(new float[] {1, 2, 4, 8, 0, -3, 5, 5}, 4, 2);

    private static MethodSpec spec(String name, Kind statistics) {
        return new MethodSpec(name, statistics, 0.5, 4, PetalOptions.cifar10());
    }

    @Test
    void refusesAnUnknownNameAndSaysWhichThereAre() {
        assertThatThrownBy(() -> spec("nothing", Kind.EMA))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("method refused: expected one of " + MethodSpec.NAMES + ", got \"nothing\"");
    }

    @ParameterizedTest
    @FieldSource("io.perennial.adaptation.method.MethodSpec#NAMES")
    void everyMethodOpensAtTheSourceAndClosesWhatItOpened(String name) {
        try (Method method = spec(name, Kind.EMA).open(network, null, NONE, 1)) {
            assertThat(method.step()).isZero();
            assertThat(network.vectors).isNotEmpty();
        }
        assertThat(network.vectors).isEmpty();
    }

    /** EATA learns nothing from a batch that it has seen already. */
    static final List<String> LEARN_ALWAYS =
            MethodSpec.NAMES.stream().filter(name -> !name.equals("eata")).toList();

    @ParameterizedTest
    @FieldSource("LEARN_ALWAYS")
    void everyMethodCountsItsSteps(String name) {
        try (Method method = spec(name, Kind.EMA).open(network, null, NONE, 1)) {
            for (int step = 1; step <= 3; step++) {
                assertThat(method.adapt(method.score(batch, true)).step()).isEqualTo(step);
            }
            assertThat(method.step()).isEqualTo(3);
        }
        assertThat(network.recordings).isZero();
    }

    @ParameterizedTest
    @FieldSource("io.perennial.adaptation.method.MethodSpec#NAMES")
    void everyMethodContinuesFromItsState(String name) {
        try (Method first = spec(name, Kind.EMA).open(network, null, NONE, 1);
                Method second = spec(name, Kind.EMA).open(network, null, NONE, 1)) {
            first.adapt(first.score(batch, true));
            second.restore(first.state());
            assertThat(second.step()).isEqualTo(1);
            assertThat(second.score(batch, true).logits().values())
                    .containsExactly(first.score(batch, true).logits().values());
        }
    }

    @ParameterizedTest
    @FieldSource("io.perennial.adaptation.method.MethodSpec#NAMES")
    void aGuardStandsAroundAnyMethodAndGoesOnFromItsState(String name) {
        MethodSpec guarded = new MethodSpec(name, Kind.EMA, 0.5, 4, PetalOptions.cifar10(), true);
        try (Method first = guarded.open(network, null, NONE, 1);
                Method second = guarded.open(network, null, NONE, 1)) {
            assertThat(first).isInstanceOf(Guarded.class);
            first.adapt(first.score(batch, true));
            second.restore(first.state());
            assertThat(second.step()).isEqualTo(1);
            assertThat(second.state()).usingRecursiveComparison().isEqualTo(first.state());
            first.adapt(first.score(batch, true));
            second.adapt(second.score(batch, true));
            assertThat(second.state()).usingRecursiveComparison().isEqualTo(first.state());
        }
        assertThat(network.vectors).isEmpty();
        assertThat(network.recordings).isZero();
    }

    @Test
    void frozenIsTheSourceWhateverStatisticsAreAskedFor() {
        NormStatistics sources = NormStatistics.fixed(network.sourceStatistics());
        try (Method frozen = spec("frozen", Kind.EMA).open(network, null, NONE, 1)) {
            for (int step = 0; step < 3; step++) {
                try (Scored scored = frozen.score(batch, true)) {
                    assertThat(scored.logits().values())
                            .containsExactly(source(sources).values());
                    assertThat(frozen.adapt(scored).learned()).isFalse();
                }
            }
        }
    }

    @Test
    void normMovesTheStatisticsAndNothingElse() {
        NormStatistics average = NormStatistics.ema(network.sourceStatistics(), 0.5f);
        try (Method norm = spec("norm", Kind.EMA).open(network, null, NONE, 1)) {
            for (int step = 0; step < 3; step++) {
                try (Scored scored = norm.score(batch, true)) {
                    assertThat(scored.logits().values())
                            .containsExactly(source(average).values());
                    norm.adapt(scored);
                }
            }
            assertThat(norm.state().arrays()).containsOnlyKeys("statistics");
            assertThat(norm.state().arrays().get("statistics")).containsExactly(average.values());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "petal-fim, 1e-9, true",
        "petal-sres, 1e-9, true",
        "petal-fim, 0, false",
        "norm, 1, false",
        "frozen, 1, false"
    })
    void onlyPetalWithAPriorReadsAPosterior(String name, double weight, boolean expected) {
        PetalOptions options = new PetalOptions(1e-3, true, 0.999, 0.9, 4, weight, 1e-6, false, new Restore.Fisher(0));
        assertThat(new MethodSpec(name, Kind.EMA, 0.5, 4, options).usesPosterior())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "tent, true",
        "eata, true",
        "sar, true",
        "roid, true",
        "rotta, true",
        "cotta, false",
        "petal-fim, false",
        "petal-sres, false",
        "lame, false",
        "norm, false",
        "frozen, false"
    })
    void methodsDefinedOnNormalisationLayersAskForTheirParameters(String name, boolean norm) {
        ParameterSelection all = new ParameterSelection.All();
        ParameterSelection named = new ParameterSelection.Named(Pattern.compile("bn1"));
        assertThat(spec(name, Kind.EMA).selection(all)).isEqualTo(norm ? new ParameterSelection.Norm() : all);
        assertThat(spec(name, Kind.EMA).selection(named)).isSameAs(named);
    }

    private Logits source(NormStatistics statistics) {
        try (ParameterVector source = network.source()) {
            return network.forward(source, batch, statistics);
        }
    }
}
