// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.network.Batch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom the teacher follows; on fixed statistics, since moving ones would see the batch once more in each real step. */
class LookaheadTest {

    private static final Restore NONE = new Restore.Fisher(0);
    private static final ViewSource SAME = (x, step, k) -> x;

    private final Toy toy = new Toy();
    private final Batch batch = Toy.batch(1);
    private final float[] source = toy.source();
    private final float[] teacher = elsewhere();

    private float[] elsewhere() {
        float[] moved = source.clone();
        moved[0] += 2;
        moved[4] -= 1;
        return moved;
    }

    private Petal open(PetalOptions options, ViewSource views) {
        NormPolicy fixed = new NormPolicy(NormPolicy.Kind.SOURCE, 0, Toy.BATCH, toy.network.sourceStatistics());
        float[] variance = Toy.moved(new float[Toy.SIZE], 0.1);
        Petal petal = new Petal(toy.network, options, Posterior.of(toy.network, source, variance), fixed, views, 1);
        Toy.place(petal, source, teacher);
        return petal;
    }

    private static PetalOptions options(boolean adam, double momentum, Lookahead.Kind kind, int steps) {
        return new PetalOptions(Toy.RATE, adam, momentum, Toy.SURE, 3, 0.01, 1e-6, false, NONE)
                .with(Extensions.NONE.with(new Lookahead.Options(kind, steps)));
    }

    /** A student of a teacher that never moves, which is what a virtual student is. */
    private float[] studentAfter(boolean adam, int steps) {
        try (Petal petal = open(options(adam, 1, Lookahead.Kind.NONE, 0), SAME)) {
            for (int i = 0; i < steps; i++) {
                Toy.step(petal, batch);
            }
            return Toy.student(petal);
        }
    }

    @ParameterizedTest
    @CsvSource({"true, 1", "true, 3", "false, 1", "false, 3"})
    void inDepthTheTeacherFollowsTheStudentOfSoManyStepsLater(boolean adam, int steps) {
        float[] later = studentAfter(adam, 1 + steps);
        try (Petal petal = open(options(adam, Toy.MOMENTUM, Lookahead.Kind.DEPTH, steps), SAME)) {
            Toy.step(petal, batch);
            for (int i = 0; i < Toy.SIZE; i++) {
                assertThat((double) Toy.teacher(petal)[i])
                        .isCloseTo(Toy.MOMENTUM * teacher[i] + (1 - Toy.MOMENTUM) * later[i], within(1e-6));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"DEPTH, true", "DEPTH, false", "WIDTH, true", "WIDTH, false"})
    void theStudentItselfTakesItsOrdinaryStepOnly(Lookahead.Kind kind, boolean adam) {
        try (Petal plain = open(options(adam, Toy.MOMENTUM, Lookahead.Kind.NONE, 0), Toy.NOISE);
                Petal looking = open(options(adam, Toy.MOMENTUM, kind, 3), Toy.NOISE)) {
            Toy.step(plain, batch);
            Toy.step(looking, batch);
            assertThat(Toy.student(looking)).containsExactly(Toy.student(plain));
            assertThat(Toy.teacher(looking)).isNotEqualTo(Toy.teacher(plain));
            String memory = adam ? "adam-first" : "sgd-buffer";
            assertThat(looking.state().arrays().get(memory))
                    .containsExactly(plain.state().arrays().get(memory));
        }
    }

    @Test
    void inWidthTheTeacherFollowsTheMeanOfStudentsThatSawAViewEach() {
        List<Integer> asked = new ArrayList<>();
        ViewSource counted = (x, step, k) -> {
            asked.add(k);
            return Toy.NOISE.view(x, step, k);
        };
        float[] mean = new float[Toy.SIZE];
        for (int view = 3; view < 5; view++) {
            int only = view;
            try (Petal petal =
                    open(options(true, 0, Lookahead.Kind.WIDTH, 1), (x, step, k) -> Toy.NOISE.view(x, step, only))) {
                Toy.step(petal, batch);
                for (int i = 0; i < Toy.SIZE; i++) {
                    mean[i] += Toy.teacher(petal)[i] / 2;
                }
            }
        }
        try (Petal petal = open(options(true, 0, Lookahead.Kind.WIDTH, 2), counted)) {
            Toy.step(petal, batch);
            assertThat(asked).containsExactly(3, 4); // those before are the teacher's
            for (int i = 0; i < Toy.SIZE; i++) {
                assertThat(Toy.teacher(petal)[i]).isCloseTo(mean[i], within(1e-6f));
            }
        }
    }

    @Test
    void oneVirtualStudentOnTheBatchItselfIsOneStepInDepth() {
        try (Petal wide = open(options(true, Toy.MOMENTUM, Lookahead.Kind.WIDTH, 1), SAME);
                Petal deep = open(options(true, Toy.MOMENTUM, Lookahead.Kind.DEPTH, 1), SAME)) {
            Toy.step(wide, batch);
            Toy.step(deep, batch);
            assertThat(Toy.teacher(wide)).containsExactly(Toy.teacher(deep));
        }
    }

    @ParameterizedTest
    @CsvSource({"NONE, 0", "DEPTH, 4", "WIDTH, 5"})
    void costsSoManyVectorsAndFreesThem(Lookahead.Kind kind, int more) {
        try (Petal petal = open(options(true, Toy.MOMENTUM, kind, 2), SAME)) {
            Toy.step(petal, batch);
            assertThat(toy.network.vectors).hasSize(8 + more);
            assertThat(toy.network.recordings).isZero();
        }
        assertThat(toy.network.vectors).isEmpty();
    }
}
