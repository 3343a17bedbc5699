// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import io.perennial.adaptation.method.Effort;
import io.perennial.adaptation.ration.Arrivals;
import io.perennial.adaptation.ration.Ration;
import io.perennial.adaptation.ration.RationChange;
import io.perennial.observe.PartitionMetrics;
import io.perennial.record.Event;
import io.perennial.tensor.MicroBatch;
import java.util.List;
import java.util.Optional;

/**
 * How much the next batch of a partition may cost, by how long ago its newest event arrived. The level is no state of the
 * partition: it has to do with how fast this process is, so a successor begins with all of the adaptation.
 */
final class PartitionRation {

    private final RationOn on;
    private final int partition;
    private final PartitionMetrics metrics;
    private final Ration ration;
    private long began;

    /**
     * @param on null where adaptation is not rationed
     * @param views the most that a prediction of the method averages
     */
    PartitionRation(RationOn on, int partition, int views, PartitionMetrics metrics) {
        this.on = on;
        this.partition = partition;
        this.metrics = metrics;
        ration = on == null ? null : new Ration(on.options(), views);
        if (on != null) {
            metrics.ration(ration.level());
        }
    }

    /** Begins with a batch: what it may cost. */
    Effort next(MicroBatch batch) {
        if (on == null) {
            return Effort.FULL;
        }
        began = on.clock().getAsLong();
        List<Event> events = batch.events();
        long newest = events.get(events.size() - 1).origin().offset();
        Arrivals arrivals = on.ends().arrivals(partition);
        Effort effort = ration.next(
                arrivals == null ? Double.NaN : arrivals.lateness(newest, began),
                arrivals == null ? Double.NaN : arrivals.rate(),
                began);
        metrics.ration(ration.level());
        return effort;
    }

    /** Ends with it: all the stream's work on it is done. */
    void done() {
        if (on != null) {
            ration.worked(on.clock().getAsLong() - began);
        }
    }

    /** What the last {@link #next} changed. */
    Optional<RationChange> changed() {
        return on == null ? Optional.empty() : ration.changed();
    }
}
