// SPDX-License-Identifier: Apache-2.0
package io.perennial.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class StandardisationPropertyTest {

    private static final int CHANNELS = 2;
    private static final int EACH = 3;
    private static final int LENGTH = CHANNELS * EACH;

    @Example
    void oneMeanForAllOneForEachChannelOrOneForEachValue() {
        assertThat(applied(new float[] {1}, new float[] {2}, 1, 3, 5, 7)).containsExactly(0, 1, 2, 3);
        assertThat(applied(new float[] {1, 5}, new float[] {2, 4}, 1, 3, 5, 7)).containsExactly(0, 1, 0, .5f);
        assertThat(applied(new float[] {1, 2, 3, 4}, new float[] {1, 2, 4, 8}, 1, 4, 7, 20))
                .containsExactly(0, 1, 1, 2);
        assertThat(applied(new float[] {1, 5}, new float[] {2, 4}, 1, 3, 5, 7, 3, 1, 9, 5))
                .as("of every event alike")
                .containsExactly(0, 1, 0, .5f, 1, 0, 1, 0);
    }

    /** Values of one event of four. */
    private static float[] applied(float[] mean, float[] deviation, float... values) {
        new Standardisation(mean, deviation).apply(values, 4);
        return values;
    }

    @Property(tries = 500)
    void theInverseGivesTheRawValueBack(@ForAll("standardisations") Standardisation known, @ForAll("raw") float[] raw) {
        float[] values = raw.clone();
        known.apply(values, LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            int place = i / (LENGTH / known.mean().length);
            double mean = known.mean()[place];
            double back = values[i] * (double) known.deviation()[place] + mean;
            // Two roundings, of the difference and of the quotient, each of half a unit in the last place.
            double rounding = Math.abs(raw[i] - mean) * Math.ulp(1f);
            assertThat(back).isEqualTo(raw[i], within(rounding + Float.MIN_NORMAL));
        }
    }

    @Property(tries = 2_000)
    void noStandardisedValueIsBeyondWhatTheModelCanSee(
            @ForAll("standardisations") Standardisation known, @ForAll("raw") float[] raw) {
        float least = raw[0];
        float most = raw[0];
        for (float value : raw) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        InputContract contract = new InputContract("x", new int[] {CHANNELS, EACH, 1}, least, most, Optional.of(known));
        float[] values = raw.clone();
        contract.standardise(values);
        for (float value : values) {
            assertThat(value).isBetween(contract.modelMinimum(), contract.modelMaximum());
        }
    }

    @Example
    void aRangeWithoutEndsHasNoneForTheModel() {
        InputContract contract = new InputContract(
                "x",
                new int[] {2},
                Float.NEGATIVE_INFINITY,
                Float.POSITIVE_INFINITY,
                Optional.of(new Standardisation(new float[] {1, 2}, new float[] {3, 4})));
        assertThat(contract.modelMinimum()).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(contract.modelMaximum()).isEqualTo(Float.POSITIVE_INFINITY);
        float[] values = {4, 6};
        contract.raw().standardise(values);
        assertThat(values).as("left as they come").containsExactly(4, 6);
    }

    @Example
    void refusesWhatNoEventCanBeStandardisedBy() {
        assertThatThrownBy(() -> new Standardisation(new float[0], new float[0]))
                .hasMessageContaining("got 0 and 0");
        assertThatThrownBy(() -> new Standardisation(new float[1], new float[] {1, 1}))
                .hasMessageContaining("as many deviations as means, got 2 and 1");
        assertThatThrownBy(() -> new Standardisation(new float[2], new float[] {1, 0}))
                .hasMessageContaining("deviations above 0, got 0.0 and 0.0 [place 1]");
        assertThatThrownBy(() -> new Standardisation(new float[] {Float.NaN}, new float[] {1}))
                .hasMessageContaining("finite means");
        Optional<Standardisation> three = Optional.of(new Standardisation(new float[3], new float[] {1, 1, 1}));
        assertThatThrownBy(() -> new InputContract("x", new int[] {2, 2}, 0, 1, three))
                .hasMessageContaining("for each of [2, 2] or for each channel, got 3");
    }

    @Provide
    Arbitrary<Standardisation> standardisations() {
        return Arbitraries.of(1, CHANNELS, LENGTH).flatMap(places -> Combinators.combine(
                        Arbitraries.floats()
                                .between(-1e4f, 1e4f)
                                .ofScale(6)
                                .array(float[].class)
                                .ofSize(places),
                        Arbitraries.floats()
                                .between(1e-3f, 1e3f)
                                .ofScale(6)
                                .array(float[].class)
                                .ofSize(places))
                .as(Standardisation::new));
    }

    @Provide
    Arbitrary<float[]> raw() {
        return Arbitraries.floats()
                .between(-1e4f, 1e4f)
                .ofScale(6)
                .array(float[].class)
                .ofSize(LENGTH);
    }
}
