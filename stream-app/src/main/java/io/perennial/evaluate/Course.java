// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import io.perennial.adaptation.guard.GuardState;
import io.perennial.adaptation.method.Scored;
import io.perennial.adaptation.method.StepReport;
import io.perennial.adaptation.uncertainty.BrierScore;
import io.perennial.adaptation.uncertainty.Calibration;
import io.perennial.adaptation.uncertainty.LogLoss;
import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Collects what a run shows, event by event and batch by batch. */
public final class Course {

    /**
     * State of the weights after a batch.
     *
     * @param events how many had come by
     * @param distance of the prediction's weights from the source, relative to the source's norm
     * @param restored share of the parameters that went back, in [0, 1]
     */
    record Point(int events, double distance, double restored) {}

    private final Recording recording;
    private final Sequence sequence;
    private final Hits hits = new Hits();
    private final BrierScore brier = new BrierScore();
    private final LogLoss nll = new LogLoss();
    private final Calibration calibration = new Calibration();
    private final List<Point> points = new ArrayList<>();
    private int events;
    private long steps;
    private double restored;
    private double confidence;
    private double entropy;
    private long disagreements;
    private long guardActions;

    Course(Recording recording, Sequence sequence) {
        this.recording = recording;
        this.sequence = sequence;
    }

    /** @param source the untouched model's classes by place in the recording; null where nobody asks */
    void scored(Scored scored, int[] source) {
        Probabilities predicted = scored.probabilities();
        for (int i = 0; i < predicted.size(); i++, events++) {
            int place = sequence.places()[events];
            confidence += predicted.confidence(i);
            entropy += predicted.entropy(i);
            disagreements += source != null && source[place] != predicted.label(i) ? 1 : 0;
            int label = recording.label(place);
            if (label == Recording.UNKNOWN) {
                hits.skip();
            } else {
                hits.add(predicted.label(i) == label);
                brier.add(predicted, i, label);
                nll.add(scored.logits(), i, label);
                calibration.add(predicted, i, label);
            }
        }
    }

    void adapted(StepReport report) {
        points.add(new Point(events, report.distance(), report.restoredShare()));
        steps += report.learned() ? 1 : 0;
        guardActions += report.transitions().stream()
                .filter(transition -> transition.to() == GuardState.OPEN)
                .count();
        restored += report.learned() ? report.restoredShare() : 0;
    }

    Hits hits() {
        return hits;
    }

    Calibration calibration() {
        return calibration;
    }

    List<Point> points() {
        return points;
    }

    int[] order() {
        return sequence.places();
    }

    /** Error of a part of the run, its ends as shares of the events; null where no class is known there. */
    public Double error(double from, double to) {
        return known(hits.error((int) Math.round(from * events), (int) Math.round(to * events)));
    }

    Recording recording() {
        return recording;
    }

    /** The figures of the whole run. */
    Run run(String method, long seed, int batch, double seconds, double peakMegabytes) {
        boolean labelled = recording.labelled();
        List<Run.Segment> segments = segments();
        return new Run(
                method,
                seed,
                batch,
                sequence.name(),
                known(hits.error()),
                known(brier.mean()),
                known(nll.mean()),
                known(calibration.expectedError()),
                segments.stream()
                        .map(Run.Segment::error)
                        .filter(Objects::nonNull)
                        .max(Double::compare)
                        .orElse(null),
                known(hits.lastTenth()),
                events,
                steps,
                steps == 0 ? 0 : restored / steps,
                guardActions,
                events / seconds,
                peakMegabytes,
                segments,
                labelled && sequence.visits() > 1 ? visits(sequence.visits()) : null,
                labelled ? null : confidence / events,
                labelled ? null : entropy / events,
                labelled ? null : (double) disagreements / events);
    }

    private List<Run.Segment> segments() {
        return hits.bySegment(recording, sequence.places()).stream()
                .map(part -> new Run.Segment(part.name(), part.events(), known(part.error())))
                .toList();
    }

    private List<Run.Visit> visits(int count) {
        return hits.byVisit(count).stream()
                .map(part -> new Run.Visit(Integer.parseInt(part.name()), part.events(), known(part.error())))
                .toList();
    }

    /** A rate of nothing is not a number, and has none in JSON. */
    private static Double known(double figure) {
        return Double.isNaN(figure) ? null : figure;
    }
}
