// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ModelBuilder;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.network.AdamRates;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterLayout;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.network.Recorded;
import io.perennial.adaptation.source.SourceModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a network computes, holds and gives back. */
public abstract class NetworkContract extends StatisticsContract {

    private static final int[] SIZES = {1, 7, 3, 16, 1};

    /** Whether {@link Network#nativeBytes} counts; where not it is 0. */
    protected boolean countsMemory() {
        return true;
    }

    @Test
    public void tellsTheShapesOfTheModel() {
        try (Network network = network()) {
            assertThat(network.eventShape()).containsExactly(3, 6, 6);
            assertThat(network.classes()).isEqualTo(CLASSES);
            assertThat(network.sourceStatistics()).hasSize(16);
            assertThat(network.normChannels()).containsExactly(8);
            assertThat(network.layout().size()).isEqualTo(PARAMETERS);
        }
    }

    /** Also where an engine joins them: an odd number of views, whose statistics are those of each. */
    @Test
    public void viewsAreSeenAsEachWouldBeAlone() {
        int views = 13;
        try (Network network = network();
                ParameterVector source = network.source()) {
            Batch batch = batch(5, 1);
            List<Batch> made =
                    IntStream.range(0, views).mapToObj(k -> batch(5, 100 + k)).toList();
            float[] own = network.sourceStatistics();
            for (NormStatistics statistics :
                    List.of(NormStatistics.batch(own), NormStatistics.fixed(own), NormStatistics.mix(own, 0.3f))) {
                List<Logits> together = network.forwardViews(source, batch, views, made::get, statistics);
                assertThat(together).hasSize(views);
                for (int k = 0; k < views; k++) {
                    Logits alone = network.forward(source, made.get(k), statistics);
                    for (int i = 0; i < alone.values().length; i++) {
                        assertThat(together.get(k).values()[i])
                                .as("view %d, value %d, batch share %s", k, i, statistics.batchShare())
                                .isCloseTo(alone.values()[i], within(1e-5f));
                    }
                }
            }
            assertThat(network.forwardViews(source, batch, 0, made::get, NormStatistics.batch(own)))
                    .isEmpty();
            float[][] used = new float[views][];
            List<Logits> told = network.forwardViews(source, batch, views, made::get, used);
            for (int k = 0; k < views; k++) {
                float[] moments = network.sourceStatistics();
                Logits alone = network.forward(source, made.get(k), NormStatistics.ema(moments, 1));
                assertThat(told.get(k).values()).containsExactly(alone.values(), within(1e-5f));
                assertThat(used[k]).containsExactly(moments, within(1e-6f));
            }
        }
    }

    /** What was recorded here is pulled back there, and what fails there fails where it is asked for. */
    @Test
    public void whatIsDoneBesideGivesWhatItGivesHere() {
        try (Network network = network();
                ParameterVector source = network.source();
                ParameterVector beside = network.zeros();
                ParameterVector here = network.zeros()) {
            Batch batch = batch(5, 1);
            NormStatistics statistics = NormStatistics.batch(network.sourceStatistics());
            try (Recorded one = network.record(source, batch, statistics);
                    Recorded other = network.record(source, batch, statistics);
                    Network.Begun<Logits> begun = network.beside(5, () -> {
                        one.pullback(one.logits(), beside);
                        return network.forward(source, batch, statistics);
                    })) {
                assertThat(begun.get().values()).containsExactly(one.logits().values());
                other.pullback(other.logits(), here);
                assertThat(beside.toArray()).containsExactly(here.toArray());
            }
            try (Network.Begun<Integer> closed = network.beside(5, () -> 1)) {
                closed.close(); // whether it has begun or not
            }
            try (Network.Begun<Integer> begun = network.beside(5, () -> {
                throw new IllegalStateException("beside");
            })) {
                assertThatThrownBy(begun::get)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("beside");
            }
        }
    }

    /** Side by side or not: what each gives is what it gives alone, and what was recorded on one thread is pulled back on another. */
    @Test
    public void twoPassesGiveWhatEachWouldGiveAlone() {
        try (Network network = network();
                ParameterVector weights = network.source();
                ParameterVector source = network.source();
                ParameterVector together = network.zeros();
                ParameterVector alone = network.zeros()) {
            weights.scale(0.9f);
            Batch batch = batch(5, 1);
            NormStatistics statistics = NormStatistics.batch(network.sourceStatistics());
            for (boolean recordedFirst : new boolean[] {true, false}) {
                Supplier<Recorded> recording = () -> network.record(weights, batch, statistics);
                Supplier<Logits> plain = () -> network.forward(source, batch, statistics);
                Recorded recorded;
                Logits said;
                if (recordedFirst) {
                    Network.Both<Recorded, Logits> both = network.both(5, recording, plain);
                    recorded = both.first();
                    said = both.second();
                } else {
                    Network.Both<Logits, Recorded> both = network.both(5, plain, recording);
                    recorded = both.second();
                    said = both.first();
                }
                try (recorded;
                        Recorded again = recording.get()) {
                    assertThat(said.values()).containsExactly(plain.get().values());
                    assertThat(recorded.logits().values())
                            .containsExactly(again.logits().values());
                    recorded.pullback(recorded.logits(), together);
                    again.pullback(again.logits(), alone);
                    assertThat(together.toArray()).containsExactly(alone.toArray());
                }
            }
        }
    }

    @Test
    public void givesTheParametersOfTheFileAndFreshCopies() {
        Graph graph = graph();
        try (Network network = open(graph);
                var source = network.source();
                var again = network.source();
                var zeros = network.zeros()) {
            assertThat(zeros.toArray()).containsOnly(0).hasSize(PARAMETERS);
            float[] values = source.toArray();
            for (ParameterLayout.Slice slice : network.layout().slices()) {
                assertThat(Arrays.copyOfRange(values, slice.offset(), slice.offset() + slice.length()))
                        .as(slice.name())
                        .containsExactly(graph.initialisers().get(slice.name()).floats());
            }
            source.scale(2);
            assertThat(again.toArray()).containsExactly(values);
            network.sourceStatistics()[0] += 1;
            assertThat(network.sourceStatistics()).containsExactly(graph.statistics());
        }
    }

    @Test
    public void countsTheMemoryOfItsConstantsAndOpenVectors() {
        try (Network network = network()) {
            long alone = network.nativeBytes();
            long vector = countsMemory() ? 4L * PARAMETERS : 0;
            assertThat(alone).isBetween(0L, countsMemory() ? Long.MAX_VALUE : 0);
            try (ParameterVector one = network.zeros();
                    ParameterVector other = network.source()) {
                assertThat(one.size()).isEqualTo(other.size());
                assertThat(network.nativeBytes()).isEqualTo(alone + 2 * vector);
                twice(other::close);
                assertThat(network.nativeBytes()).isEqualTo(alone + vector);
            }
            assertThat(network.nativeBytes()).isEqualTo(alone);
            twice(network::close);
            assertThat(network.nativeBytes()).isZero();
        }
    }

    @Test
    public void learnsOnlyWhatIsSelected() {
        Graph graph = graph();
        try (Network network = engine().open(graph, ParameterSelection.parse("norm"));
                Network whole = open(graph);
                var parameters = network.source();
                var all = whole.source()) {
            assertThat(network.layout().slices()).hasSize(2);
            Batch batch = batch(4, 1);
            NormStatistics fixed = NormStatistics.fixed(network.sourceStatistics());
            assertThat(network.forward(parameters, batch, fixed).values())
                    .containsExactly(whole.forward(all, batch, fixed).values(), within(1e-6f));
        }
    }

    @Test
    public void givesTheSameFromManyThreads() throws InterruptedException, ExecutionException {
        try (Network network = network();
                var source = network.source()) {
            Batch batch = batch(8, 3);
            NormStatistics statistics = NormStatistics.batch(new float[0]);
            float[] expected = network.forward(source, batch, statistics).values();
            var pool = Executors.newFixedThreadPool(4);
            List<Future<float[]>> results = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                results.add(pool.submit(
                        () -> network.forward(source, batch, statistics).values()));
                results.add(pool.submit(() -> {
                    try (var recorded = network.record(source, batch, statistics);
                            var gradient = network.zeros()) {
                        recorded.pullback(Logits.zeros(8, 5), gradient);
                        return recorded.logits().values();
                    }
                }));
            }
            for (Future<float[]> result : results) {
                assertThat(result.get()).containsExactly(expected, within(1e-5f));
            }
            pool.shutdown();
        }
    }

    @Test
    public void givesTheSameBitsForTheSameInput() {
        try (Network network = network();
                var source = network.source();
                var gradient = network.zeros()) {
            float[] values = network.sourceStatistics();
            for (NormStatistics statistics : new NormStatistics[] {
                NormStatistics.fixed(values), NormStatistics.batch(values), NormStatistics.mix(values, 0.3f)
            }) {
                float[] logits =
                        network.forward(source, batch(9, 4), statistics).values();
                float[] slopes = slopes(network, source, batch(9, 4), statistics, gradient);
                // Something else in between must not show.
                slopes(network, source, batch(5, 6), statistics, gradient);
                assertThat(network.forward(source, batch(9, 4), statistics).values())
                        .containsExactly(logits);
                assertThat(slopes(network, source, batch(9, 4), statistics, gradient))
                        .containsExactly(slopes);
            }
        }
    }

    /** With fixed statistics no event sees another, so logits are the same alone and gradients add up. */
    @Test
    public void takesBatchesOfAnySizeOneAfterTheOther() {
        try (Network network = network();
                var source = network.source();
                var gradient = network.zeros();
                var sum = network.zeros()) {
            NormStatistics fixed = NormStatistics.fixed(network.sourceStatistics());
            for (int size : SIZES) {
                Batch together = batch(size, 20 + size);
                float[] logits = network.forward(source, together, fixed).values();
                float[] slopes = slopes(network, source, together, fixed, gradient);
                sum.scale(0);
                for (int event = 0; event < size; event++) {
                    Batch alone = Batch.of(together.event(event), 1, 3, 6, 6);
                    assertThat(network.forward(source, alone, fixed).values())
                            .containsExactly(
                                    Arrays.copyOfRange(logits, event * CLASSES, (event + 1) * CLASSES), within(1e-5f));
                    slopes(network, source, alone, fixed, gradient);
                    sum.add(gradient, 1);
                }
                assertThat(sum.toArray()).containsExactly(slopes, within(1e-5f * largest(slopes)));
            }
        }
    }

    /** As PyTorch exports without dynamic axes: the number of events stands in the input and in every reshape. */
    @Test
    public void takesBatchesOfAnySizeWhereTheFileFixesOne() {
        byte[] model = new ModelBuilder(17, 4, 2, 3)
                .floats("w", new int[] {6, 3}, gaussian(18, 31))
                .longs("rows", 4, 6)
                .longs("back", 4, 3, 1)
                .node("Reshape", "x rows", "h")
                .node("MatMul", "h w", "m")
                .node("Reshape", "m back", "b")
                .node("Flatten", "b", "y")
                .output("y");
        try (Network network = open(Graph.read(model));
                SourceModel oracle = SourceModel.open(model);
                var source = network.source()) {
            for (int size : SIZES) {
                Batch batch = Batch.of(gaussian(size * 6, size), size, 2, 3);
                assertThat(network.forward(source, batch, NormStatistics.fixed(new float[0]))
                                .values())
                        .containsExactly(oracle.score(batch).values(), within(1e-5f));
            }
        }
    }

    /** Garbage collection of handles would hide a leak for a while, never for thousands of steps. */
    @Test
    public void keepsResidentMemoryFlat() throws IOException {
        try (Network network = network();
                var student = network.source();
                var gradient = network.zeros();
                var first = network.zeros();
                var second = network.zeros()) {
            Batch batch = batch(16, 5);
            float[] statistics = network.sourceStatistics();
            steps(500, network, student, batch, statistics, gradient, first, second);
            long before = ResidentMemory.kilobytes();
            steps(2000, network, student, batch, statistics, gradient, first, second);
            // One leaked activation a step, [16, 8, 6, 6] float32, would be 36 MiB.
            assertThat(ResidentMemory.kilobytes() - before).as("growth in KiB").isLessThan(12 * 1024);
        }
    }

    private static void steps(
            int count,
            Network network,
            ParameterVector student,
            Batch batch,
            float[] statistics,
            ParameterVector... v) {
        for (int step = 1; step <= count; step++) {
            try (Recorded recorded = network.record(student, batch, NormStatistics.ema(statistics, 0.1f))) {
                recorded.pullback(recorded.logits(), v[0]);
            }
            student.adam(v[0], v[1], v[2], AdamRates.of(1e-5), step);
            network.forward(student, batch, NormStatistics.batch(statistics));
        }
    }

    private static float[] slopes(
            Network network, ParameterVector at, Batch batch, NormStatistics statistics, ParameterVector into) {
        try (Recorded recorded = network.record(at, batch, statistics)) {
            recorded.pullback(recorded.logits(), into);
        }
        return into.toArray();
    }

    private static float largest(float... values) {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
