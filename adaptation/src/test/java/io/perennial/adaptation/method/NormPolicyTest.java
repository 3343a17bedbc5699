// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.adaptation.method.NormPolicy.Kind;
import io.perennial.adaptation.network.NormStatistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NormPolicyTest {

    private static final int FULL = 8;

    private final float[] source = {1, 2, 3, 4};

    private NormPolicy policy(Kind kind) {
        return new NormPolicy(kind, 0.25, FULL, source);
    }

    @ParameterizedTest
    @CsvSource({"BATCH, 1", "SOURCE, 0", "MIX, 0.25", "EMA, 0"})
    void passesThatOnlyReadTakeTheirShareOfTheBatchAndKeepNothing(Kind kind, float share) {
        NormStatistics pass = policy(kind).current();
        assertThat(pass.batchShare()).isEqualTo(share);
        assertThat(pass.keep()).isFalse();
        assertThat(pass.values()).containsExactly(source);
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, names = "EMA", mode = EnumSource.Mode.EXCLUDE)
    void onlyAMovingAverageObserves(Kind kind) {
        NormPolicy policy = policy(kind);
        assertThat(policy.observing(FULL)).isEqualTo(policy.current());
    }

    @ParameterizedTest
    @CsvSource({"1, 0.03125", "4, 0.125", "8, 0.25", "16, 0.25"})
    void aSmallBatchMovesTheAverageByItsPartOfTheMomentum(int size, float share) {
        NormStatistics pass = policy(Kind.EMA).observing(size);
        assertThat(pass.keep()).isTrue();
        assertThat(pass.batchShare()).isEqualTo(share);
    }

    @Test
    void whatOnePassKeepsTheNextOnesUse() {
        NormPolicy policy = policy(Kind.EMA);
        policy.observing(FULL).values()[2] = 30;
        assertThat(policy.current().values()).containsExactly(1, 2, 30, 4);
        assertThat(policy.values()).containsExactly(1, 2, 30, 4);
    }

    @Test
    void learningLeavesTheSourcesStatisticsAlone() {
        policy(Kind.EMA).observing(FULL).values()[0] = 30;
        assertThat(source).containsExactly(1, 2, 3, 4);
    }

    @Test
    void whatIsReadOutIsACopy() {
        NormPolicy policy = policy(Kind.EMA);
        policy.values()[0] = 30;
        assertThat(policy.values()).containsExactly(source);
    }

    @Test
    void continuesFromGivenStatisticsWithoutHoldingThem() {
        NormPolicy policy = policy(Kind.EMA);
        float[] learned = {5, 6, 7, 8};
        policy.set(learned);
        learned[0] = 30;
        assertThat(policy.current().values()).containsExactly(5, 6, 7, 8);
    }
}
