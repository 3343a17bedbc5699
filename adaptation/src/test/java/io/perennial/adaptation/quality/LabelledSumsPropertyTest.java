// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LabelledSumsPropertyTest {

    private static final int CLASSES = 4;

    private static Judged event(SplittableRandom random, int i, boolean withSource) {
        Probabilities published = probabilities(random);
        Probabilities source = probabilities(random);
        return new Judged(
                published,
                published.label(0),
                withSource ? source : null,
                (float) random.nextDouble(),
                (float) random.nextDouble(),
                random.nextInt(3) == 0,
                1000 + i,
                i / 10,
                random.nextInt(CLASSES),
                random.nextInt(5000));
    }

    private static Probabilities probabilities(SplittableRandom random) {
        float[] p = new float[CLASSES];
        float sum = 0;
        for (int c = 0; c < CLASSES; c++) {
            p[c] = (float) Math.pow(random.nextDouble(), 3);
            sum += p[c];
        }
        for (int c = 0; c < CLASSES; c++) {
            p[c] /= sum;
        }
        return new Probabilities(p, CLASSES);
    }

    /** Every figure as its definition has it, from a list of all events. */
    @Property(tries = 100)
    void figuresAreThoseOfTheDefinitions(@ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int count) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Judged> events = new ArrayList<>();
        LabelledSums sums = new LabelledSums();
        for (int i = 0; i < count; i++) {
            events.add(event(random, i, true));
            sums.add(events.get(i));
        }
        assertThat(sums.adapted().error()).isCloseTo(mean(events, e -> e.label() == e.truth() ? 0 : 1), within(1e-12));
        assertThat(sums.adapted().brier()).isCloseTo(mean(events, e -> brier(e.published(), e.truth())), within(1e-9));
        assertThat(sums.source().brier()).isCloseTo(mean(events, e -> brier(e.source(), e.truth())), within(1e-9));
        assertThat(sums.adapted().nll())
                .isCloseTo(
                        mean(events, e -> -Math.log(Math.max(e.published().at(0, e.truth()), Float.MIN_NORMAL))),
                        within(1e-9));
        assertThat(sums.adapted().ece()).isCloseTo(ece(events), within(1e-9));
        assertThat(sums.adaptive().coverage())
                .isCloseTo(
                        mean(events, e -> 1 - e.published().at(0, e.truth()) <= e.adaptive() ? 1 : 0), within(1e-12));
        assertThat(sums.fixed().size()).isCloseTo(mean(events, e -> members(e.source(), e.fixed())), within(1e-9));
        assertThat(sums.answered()).isCloseTo(mean(events, e -> e.abstained() ? 0 : 1), within(1e-12));
        List<Judged> answered = events.stream().filter(e -> !e.abstained()).toList();
        if (!answered.isEmpty()) {
            assertThat(sums.answeredError())
                    .isCloseTo(mean(answered, e -> e.label() == e.truth() ? 0 : 1), within(1e-12));
        }
        assertThat(sums.span().fromTime()).isEqualTo(1000);
        assertThat(sums.span().toTime()).isEqualTo(1000 + count - 1);
        assertThat(sums.span().toStep()).isEqualTo((count - 1) / 10);
        long[] delays = events.stream().mapToLong(Judged::delay).sorted().toArray();
        double median = delays[(count - 1) / 2];
        assertThat(sums.delay()).isCloseTo(median, within(0.1 * median + 1));
    }

    private static double mean(List<Judged> events, ToDoubleFunction<Judged> figure) {
        return events.stream().mapToDouble(figure).average().orElse(Double.NaN);
    }

    private static double brier(Probabilities p, int truth) {
        double sum = 0;
        for (int c = 0; c < CLASSES; c++) {
            double wanted = c == truth ? 1 : 0;
            sum += Math.pow(p.at(0, c) - wanted, 2);
        }
        return sum;
    }

    private static double members(Probabilities p, float threshold) {
        int members = 0;
        for (int c = 0; c < CLASSES; c++) {
            members += 1 - p.at(0, c) <= threshold ? 1 : 0;
        }
        return members;
    }

    private static double ece(List<Judged> events) {
        Map<Integer, List<Judged>> bins = new HashMap<>();
        for (Judged e : events) {
            int bin = (int) Math.ceil((double) e.published().confidence(0) * 15);
            bins.computeIfAbsent(bin, b -> new ArrayList<>()).add(e);
        }
        double error = 0;
        for (List<Judged> bin : bins.values()) {
            double accuracy = mean(bin, e -> e.published().label(0) == e.truth() ? 1 : 0);
            double confidence = mean(bin, e -> e.published().confidence(0));
            error += Math.abs(accuracy - confidence) * bin.size() / events.size();
        }
        return error;
    }

    @Property(tries = 50)
    void partsAddUpAndComeBack(@ForAll long seed, @ForAll @IntRange(min = 2, max = 60) int count) {
        SplittableRandom random = new SplittableRandom(seed);
        LabelledSums whole = new LabelledSums();
        LabelledSums first = new LabelledSums();
        LabelledSums second = new LabelledSums();
        for (int i = 0; i < count; i++) {
            Judged event = event(random, i, i % 3 != 0);
            whole.add(event);
            (i < count / 2 ? first : second).add(event);
        }
        LabelledSums loaded = new LabelledSums();
        loaded.load(first.save());
        loaded.add(second);
        assertThat(loaded.save()).usingComparatorWithPrecision(1e-9).containsExactly(whole.save());
    }

    @Test
    void withoutASourceItsFiguresAreUnknown() {
        LabelledSums sums = new LabelledSums();
        sums.add(event(new SplittableRandom(3), 0, false));
        assertThat(sums.source().events()).isZero();
        assertThat(sums.source().error()).isNaN();
        assertThat(sums.fixed().coverage()).isNaN();
    }

    @Test
    void aPredictionThatIsNotFiniteIsWrongAndCountsInNothingElse() {
        LabelledSums sums = new LabelledSums();
        float nan = Float.NaN;
        Probabilities none = new Probabilities(new float[] {nan, nan}, 2);
        sums.add(new Judged(none, 0, null, nan, nan, true, 0, 0, 1, 0));
        assertThat(sums.adapted().error()).isEqualTo(1);
        assertThat(sums.adapted().brier()).isNaN();
    }
}
