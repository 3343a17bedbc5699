// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import io.perennial.adapt.DetectedDrift;
import io.perennial.adapt.DriftEvent;
import io.perennial.adaptation.drift.Drift;
import io.perennial.adaptation.drift.DriftKind;
import io.perennial.adaptation.drift.Severity;
import io.perennial.adaptation.guard.Figures;
import io.perennial.adaptation.guard.GuardState;
import io.perennial.adaptation.guard.Reason;
import io.perennial.adaptation.guard.Transition;
import io.perennial.adaptation.quality.EstimateSums;
import io.perennial.adaptation.quality.Judged;
import io.perennial.adaptation.quality.LabelledSums;
import io.perennial.adaptation.uncertainty.Probabilities;
import io.perennial.control.ControlEvent;
import io.perennial.observe.QualityMetrics;
import java.util.List;

/** The payloads that the reference page shows. */
final class Examples {

    /** 2026-11-24T12:00:00Z. */
    private static final long TIME = 1_795_521_600_000L;

    private Examples() {}

    static Prediction prediction() {
        return new Prediction(
                "cam-7/0001",
                3,
                "three",
                new float[] {0.01f, 0.02f, 0.07f, 0.9f},
                0.9f,
                2,
                0.45f,
                Prediction.ADAPTED,
                "digits",
                "3",
                1234,
                "bde0fbe8bc05dde1");
    }

    static DriftEvent drift() {
        Figures figures = new Figures(1.25, 7.5, 0.75, 0.5, -0.0625, 0.125, 0.75, 0, 0, 0.03125);
        Transition transition = new Transition(GuardState.CLOSED, GuardState.OPEN, Reason.COLLAPSE, figures, 1234);
        return new DriftEvent(0, transition, "bde0fbe8bc05dde1");
    }

    static DetectedDrift detected() {
        Drift.Moved moved = new Drift.Moved(
                "mean of channel 0",
                null,
                List.of(
                        new Drift.Figure("psi", 4.375),
                        new Drift.Figure("distance", 7.0),
                        new Drift.Figure("mean", 0.0625),
                        new Drift.Figure("expected", 0.3125)));
        return new DetectedDrift(
                0,
                new Drift(DriftKind.INPUT, Severity.CRITICAL, Severity.NONE, List.of(moved), 500, TIME, 1224, 1232),
                false,
                false,
                "bde0fbe8bc05dde1");
    }

    static DetectedDrift contract() {
        Drift.Moved moved = new Drift.Moved(
                "7",
                "rescaled",
                List.of(
                        new Drift.Figure("factor", 1000),
                        new Drift.Figure("offset", 0),
                        new Drift.Figure("distance", 812.5),
                        new Drift.Figure("left", 0.125)));
        return new DetectedDrift(
                0,
                new Drift(DriftKind.CONTRACT, Severity.CRITICAL, Severity.NONE, List.of(moved), 500, TIME, 1224, 1232),
                false,
                true,
                "bde0fbe8bc05dde1");
    }

    /** @param refused why; null where it was applied */
    static ControlEvent rollback(String refused, long toStep) {
        return new ControlEvent(
                0,
                "001795521600000-5f0c4b36-2a0e-4c1b-9a53-0d4c6a2f8e11",
                "rollback",
                "ada",
                "2026-11-24T12:00:00Z",
                refused,
                1234,
                "bde0fbe8bc05dde1",
                toStep,
                refused == null ? "c3d94a18da9f7379" : "bde0fbe8bc05dde1");
    }

    static Uncertainty uncertainty() {
        return new Uncertainty(
                "cam-7/0001",
                0.4051f,
                0.83f,
                0.0214f,
                0.0037f,
                true,
                0.273f,
                8,
                false,
                new int[] {2, 3},
                0.9f,
                "adapted",
                1234,
                "bde0fbe8bc05dde1");
    }

    /** As it is where the source shadow is off and no views were taken. */
    static Uncertainty sparse() {
        return new Uncertainty(
                "a", 0.5f, 0.1f, Float.NaN, 0, false, Float.NaN, 0, true, null, Float.NaN, "source", 0, "l");
    }

    /** A window of a thousand labelled events. */
    static byte[] labelled() {
        LabelCounts labels = new LabelCounts();
        for (int i = 0; i < 12; i++) {
            labels.count(QualityMetrics.Label.LATE);
        }
        labels.count(QualityMetrics.Label.UNKNOWN);
        LabelledSums window = new LabelledSums();
        for (int i = 0; i < 1000; i++) {
            int truth = i % 10 == 0 ? 2 : 3;
            window.add(new Judged(
                    new Probabilities(new float[] {0.01f, 0.02f, 0.07f, 0.9f}, 4),
                    3,
                    new Probabilities(new float[] {0.1f, 0.15f, 0.45f, 0.3f}, 4),
                    0.92f,
                    0.6f,
                    i % 4 == 0,
                    TIME + 20L * i,
                    1234 + i / 64,
                    truth,
                    1000));
        }
        return QualityJson.labelled(0, window, 0.9, labels);
    }

    /** A window of a thousand events without labels. */
    static byte[] estimate() {
        EstimateSums window = new EstimateSums();
        Probabilities published = new Probabilities(new float[] {0.01f, 0.02f, 0.07f, 0.9f}, 4);
        Probabilities source = new Probabilities(new float[] {0.1f, 0.15f, 0.45f, 0.3f}, 4);
        for (int i = 0; i < 1000; i++) {
            window.add(published, i % 4 == 0 ? source : published, 0, TIME + 20L * i, 1234 + i / 64);
        }
        return QualityJson.estimate(0, window, 0.9, new LabelledSums());
    }
}
