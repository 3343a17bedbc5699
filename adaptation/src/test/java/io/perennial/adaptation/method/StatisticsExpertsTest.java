// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatisticsExpertsTest {

    private static final int WINDOW = 64;
    private static final int OBSERVED = 1;
    private static final int FAST = 2;

    private final LinearNetwork network = new LinearNetwork(2, 2, 1);
    private final ParameterVector weights = network.source();
    private final SplittableRandom random = new SplittableRandom(3);
    private final StatisticsExperts experts = new StatisticsExperts(
            network, List.of(Pace.SOURCE, Pace.observed(1250), Pace.WINDOW, Pace.followed(600)), WINDOW);

    private Batch batch(int size) {
        float[] values = new float[2 * size];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (3 + random.nextGaussian());
        }
        return new Batch(values, size, 2);
    }

    private Logits[] see(Batch x) {
        return experts.forward(weights, weights, x, true);
    }

    @Test
    void theSlowestFollowsLast() {
        assertThat(experts.slowest()).isEqualTo(OBSERVED);
        assertThat(new StatisticsExperts(network, List.of(Pace.SOURCE), WINDOW).slowest())
                .isZero();
    }

    @Test
    void aWholeBatchIsViewedAsOftenAsAsked() {
        see(batch(200));
        assertThat(experts.viewsAnew(FAST, 200, 8)).isEqualTo(8);
        assertThat(experts.viewsAnew(OBSERVED, 200, 8)).isZero();
    }

    @Test
    void aSmallBatchIsViewedWithTheEventsBeforeIt() {
        see(batch(16));
        assertThat(experts.viewsAnew(FAST, 16, 8)).isZero(); // there is no window yet
        for (int i = 0; i < 3; i++) {
            see(batch(16));
        }
        Batch x = batch(16);
        Logits own = see(x)[FAST];
        assertThat(experts.viewsAnew(FAST, 16, 8)).isEqualTo(2);
        int[] seen = new int[1];
        Logits viewed = experts.views(FAST, weights, x, every(16), false, 1, (wide, k) -> {
                    seen[0] = wide.size();
                    return wide;
                })
                .get(0);
        assertThat(seen[0]).isEqualTo(WINDOW);
        assertThat(viewed.values()).containsExactly(own.values());
        see(batch(8));
        assertThat(experts.viewsAnew(FAST, 8, 8)).isZero(); // a view would cost eight times its batch
    }

    @Test
    void chosenEventsAreViewedWithAllOrAlone() {
        Batch x = batch(WINDOW);
        Logits[] own = see(x);
        int[] some = IntStream.range(0, 40).map(i -> 3 * i / 2).toArray();
        for (int expert : new int[] {FAST, OBSERVED}) {
            Logits viewed = views(expert, x, some, false);
            assertThat(viewed.values())
                    .containsExactly(EventWeights.select(own[expert], some).values());
        }
        Logits alone = views(FAST, x, some, true);
        Logits together = network.forward(
                weights, EventWeights.select(x, some), NormStatistics.batch(network.sourceStatistics()));
        assertThat(alone.values()).containsExactly(together.values());
        assertThat(views(OBSERVED, x, some, true).values())
                .containsExactly(views(OBSERVED, x, some, false).values());
        int[] few = IntStream.range(0, TeacherViews.FEWEST - 1).toArray();
        assertThat(views(FAST, x, few, true).values()) // too few for statistics of their own
                .containsExactly(views(FAST, x, few, false).values());
    }

    private Logits views(int expert, Batch x, int[] events, boolean alone) {
        return experts.views(expert, weights, x, events, alone, 1, (seen, k) -> seen)
                .get(0);
    }

    private static int[] every(int size) {
        return IntStream.range(0, size).toArray();
    }

    @Test
    void whatABatchMovedCanBeTakenBack() {
        see(batch(64));
        TreeMap<String, float[]> before = new TreeMap<>();
        experts.save(before);
        see(batch(64));
        experts.undo();
        TreeMap<String, float[]> after = new TreeMap<>();
        experts.save(after);
        for (String name : List.of("statistics-1", "statistics-3")) {
            assertThat(after.get(name)).as(name).containsExactly(before.get(name));
        }
    }
}
