// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

import io.perennial.adaptation.method.Weights;
import io.perennial.adaptation.uncertainty.Probabilities;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.Consumer;

/** The four kinds beside one reference, window by window. */
final class Detectors {

    private final DriftOptions options;
    private final InputDrift input;
    private final PredictionDrift prediction;
    private final ParameterDrift parameter;
    private final ContractDrift contract;
    private int events;
    private long windows;
    private long since;
    private long sinceStep;
    /** The window that parameters still have to be looked at for; null for none. */
    private Span ended;

    private boolean weightsChanged = true;

    Detectors(FeatureReader reader, SourceReference reference, DriftOptions options, ContractDrift contract) {
        this.options = options;
        input = new InputDrift(reader, reference, options.tolerance());
        prediction = new PredictionDrift(reference, options.classes(), options.tolerance());
        parameter = new ParameterDrift(options.tolerance());
        this.contract = contract;
        contract.knows(reader, reference.features());
    }

    /** One event; what its window shows, where it is the last one. */
    void event(
            float[] row,
            Probabilities published,
            Probabilities source,
            int event,
            long time,
            long step,
            Consumer<Drift> told) {
        if (events == 0) {
            since = time;
            sinceStep = step;
        }
        input.add(row);
        prediction.add(published, source, event);
        contract.add(row);
        events++;
        if (events == options.window()) {
            close(new Span(events, since, sinceStep, step), told);
        }
    }

    private void close(Span window, Consumer<Drift> told) {
        input.measure();
        tell(contract.close(input, window), told);
        tell(input.close(window, contract.claimed()), told);
        tell(prediction.close(window), told);
        ended = window;
        events = 0;
        windows++;
    }

    /** After the step that learned from the events until now. */
    void step(Weights weights, long step, Consumer<Drift> told) {
        if (ended != null) {
            Span window = new Span(ended.events(), ended.time(), ended.firstStep(), step);
            ended = null;
            weightsChanged = true;
            tell(parameter.close(weights, window), told);
        }
    }

    /** Whether {@link #step} will look at the weights. */
    boolean windowEnded() {
        return ended != null;
    }

    void otherWeights() {
        parameter.forget();
        weightsChanged = true;
    }

    private static void tell(Drift drift, Consumer<Drift> told) {
        if (drift != null) {
            told.accept(drift);
        }
    }

    Severity severity(DriftKind kind) {
        return switch (kind) {
            case INPUT -> input.severity();
            case PREDICTION -> prediction.severity();
            case PARAMETER -> parameter.severity();
            case CONTRACT -> contract.severity();
        };
    }

    InputFigures input() {
        return input.figures();
    }

    PredictionFigures prediction() {
        return prediction.figures();
    }

    ParameterFigures parameters() {
        return parameter.figures();
    }

    long windows() {
        return windows;
    }

    Samples samples() {
        return contract.samples();
    }

    /** Whether {@link #saveWeights} would write something else than the last time. */
    boolean weightsChanged() {
        boolean changed = weightsChanged;
        weightsChanged = false;
        return changed;
    }

    void saveWeights(DataOutput out) throws IOException {
        parameter.save(out);
    }

    void loadWeights(DataInput in) throws IOException {
        parameter.load(in);
        weightsChanged = false;
    }

    /** Places of closed windows. */
    int places() {
        return input.panes().size();
    }

    void savePane(int place, DataOutput out) throws IOException {
        input.panes().save(place, out);
        prediction.panes().save(place, out);
    }

    void loadPane(int place, DataInput in) throws IOException {
        input.panes().load(place, in);
        prediction.panes().load(place, in);
    }

    void saveTold(DataOutput out) throws IOException {
        input.saveTold(out);
        prediction.saveTold(out);
    }

    void loadTold(DataInput in) throws IOException {
        input.loadTold(in);
        prediction.loadTold(in);
    }

    void save(DataOutput out) throws IOException {
        out.writeLong(windows);
        out.writeInt(events);
        out.writeLong(since);
        out.writeLong(sinceStep);
        input.save(out);
        prediction.save(out);
    }

    void load(DataInput in) throws IOException {
        windows = in.readLong();
        events = in.readInt();
        since = in.readLong();
        sinceStep = in.readLong();
        input.load(in);
        prediction.load(in);
        input.panes().next((int) (windows % places()));
        prediction.panes().next((int) (windows % places()));
    }
}
