// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

import io.perennial.adaptation.method.Weights;
import io.perennial.adaptation.uncertainty.Probabilities;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Watches the stream of one partition for drift: its features, what is predicted of them, the weights, and whether events keep
 * to the contract. Where nothing is known of the source's own events, the beginning of the stream is taken for usual. What it
 * knows can be saved at any time, and goes on bit for bit. Not thread-safe.
 */
public final class DriftWatch {

    private final FeatureReader reader;
    private final DriftOptions options;
    private final float[] row;
    private final List<Drift> told = new ArrayList<>();
    private final Consumer<Drift> tell = told::add;
    private final StateFormat format;
    private final String identity;
    private ContractDrift contract;
    private ReferenceLearner learner;
    private Detectors detectors;
    private SourceReference reference;

    /**
     * @param reference null where there is none
     * @param identity of the model and of all that decides what figures mean: a state of another one is left behind
     */
    public DriftWatch(FeatureReader reader, SourceReference reference, DriftOptions options, String identity) {
        this.reader = reader;
        this.options = options;
        this.identity = identity + " " + options.window() + " " + options.learn() + " " + reader.count() + " "
                + options.classes().size() + " " + options.reasons().size() + " "
                + (reference == null ? "none" : reference.fingerprint());
        row = new float[reader.count()];
        format = new StateFormat(this.identity);
        begin(reference);
    }

    private void begin(SourceReference known) {
        reference = known;
        contract = new ContractDrift(options.window(), options.tolerance(), options.reasons());
        detectors = known == null ? null : new Detectors(reader, known, options, contract);
        learner = known == null && options.learn() > 0
                ? new ReferenceLearner(
                        reader, options.learn(), options.classes().size())
                : null;
    }

    /**
     * One event of a batch.
     *
     * @param values of the batch, as the model sees them
     * @param event its number in the batch
     * @param published what was predicted, before any temperature, as the reference is, [B, C]
     * @param source what the untouched source predicts; null where it was not asked
     * @param time of the event, in milliseconds
     * @param step of the weights that predicted
     */
    public void event(float[] values, int event, Probabilities published, Probabilities source, long time, long step) {
        reader.read(values, event * (values.length / published.size()), row);
        contract.received(time, step);
        count(step);
        if (detectors != null) {
            detectors.event(row, published, source, event, time, step, tell);
        } else if (learner != null) {
            learner.add(row, published, event);
            if (learner.complete()) {
                format.drop(learner);
                reference = learner.reference();
                detectors = new Detectors(reader, reference, options, contract);
                learner = null;
            }
        }
    }

    /** Events that were refused, with the number of the reason. */
    public void refused(int reason, long count, long time, long step) {
        if (count > 0) {
            contract.refused(reason, count, time, step);
            count(step);
        }
    }

    private void count(long step) {
        Drift drift = contract.count(step);
        if (drift != null) {
            told.add(drift);
        }
    }

    /** Whether weights are looked at when {@link #learned} is called next. */
    public boolean wantsWeights() {
        return detectors != null && detectors.windowEnded();
    }

    /**
     * The events until now were learned from, or left alone.
     *
     * @param weights as they stand; null where there are none, or they are not wanted
     */
    public void learned(Weights weights, long step) {
        if (detectors != null) {
            detectors.step(weights, step, tell);
        }
    }

    /** The weights are others now than those that the last step left: their movements are counted anew. */
    public void otherWeights() {
        if (detectors != null) {
            detectors.otherWeights();
        }
    }

    /** What happened since this was last asked, in order. */
    public List<Drift> told() {
        List<Drift> happened = List.copyOf(told);
        told.clear();
        return happened;
    }

    /** Whether features look rescaled or swapped, so that nothing should be learned from them. */
    public boolean holds() {
        return contract.holds();
    }

    /** What the stream is compared with; null while that is being learned, or where there is nothing. */
    public SourceReference reference() {
        return reference;
    }

    /** Of one kind, now. */
    public Severity severity(DriftKind kind) {
        if (kind == DriftKind.CONTRACT) {
            return contract.severity();
        }
        return detectors == null ? Severity.NONE : detectors.severity(kind);
    }

    /** How many windows have ended. */
    public long windows() {
        return detectors == null ? 0 : detectors.windows();
    }

    /** Of the last window. */
    public InputFigures input() {
        return detectors == null ? InputFigures.NONE : detectors.input();
    }

    /** Of the last window. */
    public PredictionFigures prediction() {
        return detectors == null ? PredictionFigures.none(options.classes().size()) : detectors.prediction();
    }

    /** Of the last window; null where there is none. */
    public ParameterFigures parameters() {
        return detectors == null ? null : detectors.parameters();
    }

    /** Share of refused events in the last window; not a number before the first. */
    public double missing() {
        return contract.missing();
    }

    /** Writes what has changed. */
    public void save(DriftState state) {
        format.save(state, contract, learner, detectors, reference);
    }

    /**
     * Continues from what was saved. What cannot be read, or is of another model, another version or other settings, is deleted,
     * and the watch begins anew.
     *
     * @return why it begins anew; null where it continues, or where there was nothing
     */
    public String load(DriftState state) {
        SourceReference given = reference != null && !reference.learned() ? reference : null;
        try {
            String anew = format.check(state);
            if (anew == null && state.get(StateFormat.NOW) != null) {
                SourceReference learned = given == null ? format.reference(state) : null;
                begin(learned == null ? given : learned);
                format.load(state, contract, learner, detectors);
            } else if (anew != null) {
                format.clear(state);
            }
            return anew;
        } catch (IOException | RuntimeException e) {
            format.clear(state);
            begin(given);
            return "drift state refused: expected one that is whole, got " + e.getMessage();
        }
    }
}
