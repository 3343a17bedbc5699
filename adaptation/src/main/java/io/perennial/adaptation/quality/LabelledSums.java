// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.quality;

import io.perennial.adaptation.uncertainty.Probabilities;

/** What labelled events say of what was published and of the source beside it. Prequential: each was predicted before. */
public final class LabelledSums implements Sums<LabelledSums> {

    private static final int SOURCE = ModelScores.LENGTH;
    private static final int ADAPTIVE = SOURCE + ModelScores.LENGTH;
    private static final int FIXED = ADAPTIVE + SetScores.LENGTH;
    private static final int SPAN = FIXED + SetScores.LENGTH;
    private static final int OTHERS = SPAN + Span.LENGTH;
    private static final int DELAYS = OTHERS + 3;

    private final ModelScores adapted = new ModelScores();
    private final ModelScores source = new ModelScores();
    private final SetScores adaptive = new SetScores();
    private final SetScores fixed = new SetScores();
    private final Span span = new Span();
    private final Delays delays = new Delays();
    private long answered;
    private long answeredWrong;
    private double sourceExpected;

    /** One event with its truth. */
    public void add(Judged event) {
        boolean wrong = event.label() != event.truth();
        adapted.add(event.published(), wrong, event.truth());
        adaptive.add(event.published(), event.adaptive(), event.truth());
        Probabilities says = event.source();
        if (says != null) {
            source.add(says, says.label(0) != event.truth(), event.truth());
            fixed.add(says, event.fixed(), event.truth());
            float expected = event.published().at(0, says.label(0));
            sourceExpected += Float.isFinite(expected) ? expected : 0;
        }
        answered += event.abstained() ? 0 : 1;
        answeredWrong += !event.abstained() && wrong ? 1 : 0;
        span.add(event.time(), event.step());
        delays.add(event.delay());
    }

    @Override
    public void add(LabelledSums other) {
        adapted.add(other.adapted);
        source.add(other.source);
        adaptive.add(other.adaptive);
        fixed.add(other.fixed);
        span.add(other.span);
        delays.add(other.delays);
        answered += other.answered;
        answeredWrong += other.answeredWrong;
        sourceExpected += other.sourceExpected;
    }

    /** What was published. */
    public ModelScores adapted() {
        return adapted;
    }

    /** The untouched source; of no events where it was not asked. */
    public ModelScores source() {
        return source;
    }

    /** Sets around what was published. */
    public SetScores adaptive() {
        return adaptive;
    }

    /** The source's own sets. */
    public SetScores fixed() {
        return fixed;
    }

    /** When it was. */
    public Span span() {
        return span;
    }

    /** Median time from a prediction to its label, in milliseconds; 0 where labels came first. */
    public double delay() {
        return delays.median();
    }

    /** Share of the events that were not abstained from. */
    public double answered() {
        return (double) answered / adapted.events();
    }

    /** Share of wrong labels among those. */
    public double answeredError() {
        return (double) answeredWrong / answered;
    }

    /** Estimated accuracy of what was published, less the true one. */
    double adaptedExcess() {
        return adapted.overconfidence();
    }

    /** Estimated accuracy of the source, as {@link EstimateSums} estimates it, less the true one. */
    double sourceExcess() {
        return sourceExpected / source.events() - (1 - source.error());
    }

    @Override
    public double[] save() {
        double[] state = new double[DELAYS + delays.length()];
        adapted.save(state, 0);
        source.save(state, SOURCE);
        adaptive.save(state, ADAPTIVE);
        fixed.save(state, FIXED);
        span.save(state, SPAN);
        state[OTHERS] = answered;
        state[OTHERS + 1] = answeredWrong;
        state[OTHERS + 2] = sourceExpected;
        delays.save(state, DELAYS);
        return state;
    }

    @Override
    public void load(double... state) {
        adapted.load(state, 0);
        source.load(state, SOURCE);
        adaptive.load(state, ADAPTIVE);
        fixed.load(state, FIXED);
        span.load(state, SPAN);
        answered = (long) state[OTHERS];
        answeredWrong = (long) state[OTHERS + 1];
        sourceExpected = state[OTHERS + 2];
        delays.load(state, DELAYS);
    }
}
