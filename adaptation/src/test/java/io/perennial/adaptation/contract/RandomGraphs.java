// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.contract;

import io.perennial.adaptation.contract.GraphDraft.Value;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Small classifiers at random: one to eight steps, each a layer, a function, a branch or a move, and a projection to some
 * classes. Opsets 11 to 21, events of rank 1 to 3, 4 to 9 events; every value has a known shape and stays near 1 in size.
 */
public final class RandomGraphs {

    private static final int MOST_STEPS = 8;

    /** One step: what it adds follows the value, or null where it does not fit. */
    private interface Step {
        Value after(GraphDraft draft, Value value);
    }

    /** A row that stands twice is drawn twice as often. */
    private static final List<Step> STEPS = List.of(
            RandomLayers::conv,
            RandomLayers::conv,
            RandomLayers::conv,
            RandomLayers::gemm,
            RandomLayers::gemm,
            RandomLayers::matMul,
            RandomLayers::batchNorm,
            RandomLayers::batchNorm,
            RandomLayers::batchNorm,
            RandomLayers::instanceNorm,
            RandomLayers::layerNorm,
            RandomLayers::softmax,
            RandomLayers::maxPool,
            RandomLayers::averagePool,
            RandomLayers::globalPool,
            RandomPointwise::relu,
            RandomPointwise::relu,
            RandomPointwise::bent,
            RandomPointwise::smooth,
            RandomPointwise::same,
            RandomPointwise::positive,
            RandomPointwise::withConstant,
            RandomPointwise::residual,
            RandomPointwise::residual,
            RandomPointwise::concat,
            RandomMoves::transpose,
            RandomMoves::reshape,
            RandomMoves::flatten,
            RandomMoves::unsqueezeAndSqueeze,
            RandomMoves::unsqueeze,
            RandomMoves::expand,
            RandomMoves::slice,
            RandomMoves::gather,
            RandomMoves::pad,
            RandomMoves::splitAndConcat,
            RandomMoves::reduce);

    private RandomGraphs() {}

    /**
     * Graphs of these operators. They shrink to fewer steps of the same seed.
     *
     * @param operators that an engine knows
     */
    public static Arbitrary<RandomGraph> of(Collection<String> operators) {
        return Combinators.combine(
                        Arbitraries.longs().dontShrink(), Arbitraries.integers().between(1, MOST_STEPS))
                .as(RandomGraphs::draw)
                .filter(graph -> operators.containsAll(graph.operators()));
    }

    /**
     * One of them again, by what a failed property says of it.
     *
     * @param seed that everything follows from
     * @param steps before the projection
     */
    public static RandomGraph draw(long seed, int steps) {
        var draft = new GraphDraft(new SplittableRandom(seed));
        Value value = draft.input();
        for (int step = 0; step < steps; step++) {
            value = step(draft, value);
        }
        Value logits = RandomLayers.gemm(draft, flat(draft, value), draft.between(2, 5));
        int events = draft.batch();
        var random = draft.random();
        return new RandomGraph(
                seed,
                steps,
                List.copyOf(draft.operators()),
                draft.model(logits),
                draft.ported(),
                draft.probes(),
                Batch.of(
                        gaussian(random, events * draft.input().length()),
                        events,
                        draft.input().event()),
                new Logits(gaussian(random, events * logits.length()), logits.length()));
    }

    private static Value step(GraphDraft draft, Value value) {
        Value next = null;
        while (next == null) {
            next = STEPS.get(draft.random().nextInt(STEPS.size())).after(draft, value);
        }
        return next;
    }

    private static Value flat(GraphDraft draft, Value value) {
        return value.rank() == 1 ? value : draft.exact("Flatten", value.name(), new int[] {value.length()});
    }

    private static float[] gaussian(SplittableRandom random, int length) {
        var values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
