// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import io.perennial.adaptation.quality.AbstainRisk;
import io.perennial.adaptation.quality.AdaptiveSets;
import io.perennial.adaptation.quality.EstimateSums;
import io.perennial.adaptation.quality.Judged;
import io.perennial.adaptation.quality.LabelledSums;
import io.perennial.adaptation.quality.RollingWindow;
import io.perennial.adaptation.uncertainty.Probabilities;
import io.perennial.observe.QualityMetrics;
import io.perennial.record.StoredBytes;
import io.perennial.score.SourceCalibration;

/**
 * Everything that a partition knows about the quality of its predictions, kept in the {@link QualityStore} and so committed
 * with them. Used by one stream thread; metrics read it from others.
 */
final class QualityBoard implements QualityMetrics.Source {

    /** Labelled events whose scores make the adaptive sets. */
    private static final int SCORES = 500;

    private static final String SETS = "sets-";
    private static final String RISK = "risk";
    private static final String LABELS = "labels";
    private static final String LABELLED = "labelled-";
    private static final String ESTIMATE = "estimate-";

    private final QualityStore store;
    private final AdaptiveSets sets;
    private final AbstainRisk risk;
    private final RollingWindow<LabelledSums> labelled;
    private final RollingWindow<EstimateSums> estimate;
    private final LabelCounts labels = new LabelCounts();
    private double own = Double.NaN;
    private boolean judged;

    /** Continues from what the store has. */
    QualityBoard(QualityStore store, PublishOptions options) {
        this.store = store;
        sets = new AdaptiveSets(options.setLevel(), options.setRate(), SCORES);
        risk = new AbstainRisk(options.abstainRisk(), options.setRate());
        labelled = new RollingWindow<>(options.window(), LabelledSums::new);
        estimate = new RollingWindow<>(options.window(), EstimateSums::new);
        sets.load(name -> store.get(SETS + name));
        if (store.get(RISK) != null) {
            risk.load(store.get(RISK));
            labels.load(counts(store.get(LABELS)));
        }
        labelled.load(name -> store.get(LABELLED + name));
        estimate.load(name -> store.get(ESTIMATE + name));
    }

    private static double[] counts(double... saved) {
        if (saved == null) {
            throw StoredBytes.damaged(QualityStore.NAME, "counts under " + LABELS, "none");
        }
        return saved;
    }

    /** Threshold of the prediction set of the next event; NaN before the first label. */
    float setThreshold() {
        return sets.known() ? sets.threshold() : Float.NaN;
    }

    boolean abstains(float confidence) {
        return risk.abstains(confidence);
    }

    /**
     * One prediction.
     *
     * @return a window of them that has ended, or null
     */
    synchronized EstimateSums predicted(
            Probabilities published,
            Probabilities source,
            int event,
            long time,
            long step,
            SourceCalibration calibration) {
        own = calibration.accuracy();
        estimate.running().add(published, source, event, time, step);
        return estimate.advance() ? estimate.closed() : null;
    }

    /** What became of a label. */
    void label(QualityMetrics.Label outcome) {
        labels.count(outcome);
        judged = true;
    }

    /**
     * A prediction whose label has come. Labels count in the order in which they find their predictions.
     *
     * @return a window of them that has ended, or null
     */
    synchronized LabelledSums judged(Judged event) {
        sets.observe(event.nonconformity(), event.adaptive());
        risk.observe(!event.abstained(), event.label() != event.truth());
        labelled.running().add(event);
        judged = true;
        return labelled.advance() ? labelled.closed() : null;
    }

    /** Writes what has changed, so that it commits with what was forwarded. */
    void savePredicted() {
        estimate.save((name, numbers) -> store.put(ESTIMATE + name, numbers));
    }

    /** The same for what labels have changed, if they have. */
    void saveJudged() {
        if (judged) {
            sets.save((name, numbers) -> store.put(SETS + name, numbers));
            store.put(RISK, risk.save());
            store.put(LABELS, labels.save());
            labelled.save((name, numbers) -> store.put(LABELLED + name, numbers));
            judged = false;
        }
    }

    LabelCounts labels() {
        return labels;
    }

    double level() {
        return sets.level();
    }

    @Override
    public synchronized LabelledSums labelled() {
        return labelled.recent();
    }

    @Override
    public synchronized EstimateSums estimate() {
        return estimate.recent();
    }

    @Override
    public synchronized double ownAccuracy() {
        return own;
    }
}
