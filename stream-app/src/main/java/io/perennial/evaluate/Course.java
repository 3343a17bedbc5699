// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import io.perennial.adaptation.guard.GuardState;
import io.perennial.adaptation.method.Scored;
import io.perennial.adaptation.method.StepReport;
import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.ArrayList;
import java.util.List;

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
    private final int[] order;
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

    /** @param order places in the recording, in which they are run */
    Course(Recording recording, int... order) {
        this.recording = recording;
        this.order = order;
    }

    /** @param source the untouched model's classes by place in the recording; null where nobody asks */
    void scored(Scored scored, int[] source) {
        Probabilities predicted = scored.probabilities();
        for (int i = 0; i < predicted.size(); i++, events++) {
            int place = order[events];
            confidence += predicted.confidence(i);
            entropy += predicted.entropy(i);
            disagreements += source != null && source[place] != predicted.label(i) ? 1 : 0;
            if (recording.labelled()) {
                int label = recording.label(place);
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
        return order;
    }

    Recording recording() {
        return recording;
    }

    /** The figures of the whole run. */
    Run run(String method, long seed, int batch, Order how, double seconds, double peakMegabytes) {
        boolean labelled = recording.labelled();
        List<Run.Segment> segments = segments();
        return new Run(
                method,
                seed,
                batch,
                how.name(),
                labelled ? hits.error() : null,
                labelled ? brier.mean() : null,
                labelled ? nll.mean() : null,
                labelled ? calibration.expectedError() : null,
                labelled
                        ? segments.stream()
                                .mapToDouble(Run.Segment::error)
                                .max()
                                .orElse(Double.NaN)
                        : null,
                labelled ? hits.lastTenth() : null,
                events,
                steps,
                steps == 0 ? 0 : restored / steps,
                guardActions,
                events / seconds,
                peakMegabytes,
                segments,
                labelled && how.visits() > 1 ? visits(how.visits()) : null,
                labelled ? null : confidence / events,
                labelled ? null : entropy / events,
                labelled ? null : (double) disagreements / events);
    }

    private List<Run.Segment> segments() {
        if (recording.labelled()) {
            return hits.bySegment(recording, order).stream()
                    .map(part -> new Run.Segment(part.name(), part.events(), part.error()))
                    .toList();
        }
        int[] counts = new int[recording.segmentNames().size()];
        for (int place : order) {
            counts[recording.segment(place)]++;
        }
        List<Run.Segment> segments = new ArrayList<>();
        for (int s = 0; s < counts.length; s++) {
            segments.add(new Run.Segment(recording.segmentNames().get(s), counts[s], null));
        }
        return segments;
    }

    private List<Run.Visit> visits(int count) {
        return hits.byVisit(count).stream()
                .map(part -> new Run.Visit(Integer.parseInt(part.name()), part.events(), part.error()))
                .toList();
    }
}
