// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.contract;

import io.perennial.adaptation.graph.UnsupportedOperatorException;
import io.perennial.adaptation.network.Engine;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/**
 * An engine against ONNX Runtime on random classifiers. What is allowed follows from float32 and from the graph itself, see
 * {@code EngineComparison}; graphs that say nothing are counted, and must be few.
 */
public abstract class DifferentialContract {

    private static final String REFUSED = "REFUSED";

    /** Of the outcomes those that must have been compared, in percent; 95 are usual. */
    private static final int LEAST_COMPARED = 80;

    /** The engine under test; its threads should be one, for these tensors are tiny. */
    protected abstract Engine engine();

    /** An engine to try out with how far rounding moves a graph. */
    protected Engine reference() {
        return engine();
    }

    /** Whether the engine may say so of a graph whose operators it knows. */
    protected boolean mayRefuse(UnsupportedOperatorException refusal) {
        return false;
    }

    @Provide
    protected Arbitrary<RandomGraph> graphs() {
        Set<String> known = engine().operators();
        return RandomGraphs.of(
                reference().operators().stream().filter(known::contains).toList());
    }

    @Property(tries = 1000)
    public void computesWhatOnnxRuntimeComputes(@ForAll("graphs") RandomGraph graph) {
        count(() -> List.of(EngineComparison.withOnnxRuntime(graph, engine(), reference())));
    }

    /** Counts what came of a graph, so that no property holds because nothing was compared. */
    final void count(Supplier<List<EngineComparison.Outcome>> comparison) {
        var outcomes = Statistics.label("outcome");
        try {
            comparison.get().forEach(outcome -> outcomes.collect(outcome.name()));
        } catch (UnsupportedOperatorException e) {
            if (!mayRefuse(e)) {
                throw e;
            }
            outcomes.collect(REFUSED);
        }
        outcomes.coverage(coverage -> coverage.check(EngineComparison.Outcome.AGREED.name())
                .percentage(percentage -> percentage >= LEAST_COMPARED));
    }
}
