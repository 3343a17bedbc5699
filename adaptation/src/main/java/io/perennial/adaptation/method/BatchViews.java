// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.uncertainty.ViewAverage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The augmented views of one batch: how many were looked at so far, what they say, and which events need more. */
final class BatchViews {

    /** Views that are looked at together where each may be the last one of an event. */
    private static final int AHEAD = 2;

    private final Network network;
    private final ParameterVector teacher;
    private final ViewSource views;
    private final Batch batch;
    private final long step;
    private final Extensions.Viewing viewing;
    private final ViewAverage average;
    private final SettledViews settled;
    private int taken;
    private int[] open;
    private boolean over;

    BatchViews(
            Network network,
            ParameterVector teacher,
            ViewSource views,
            Batch batch,
            long step,
            Extensions.Viewing viewing) {
        this.network = network;
        this.teacher = teacher;
        this.views = views;
        this.batch = batch;
        this.step = step;
        this.viewing = viewing;
        average = new ViewAverage(batch.size(), network.classes());
        settled = new SettledViews(viewing.tolerance());
        open = IntStream.range(0, batch.size()).toArray();
    }

    /** What was said. */
    ViewAverage average() {
        return average;
    }

    /** Whether the last view still moved what is said of the event. */
    boolean isMoving(int event) {
        return settled.isMoving(event);
    }

    /**
     * Looks at a few views of all events, each by its own statistics, and gives the mean of these. Ends early where none of those
     * that need views needs another.
     */
    NormStatistics first(int count) {
        int[] all = IntStream.range(0, batch.size()).toArray();
        List<float[]> own = new ArrayList<>();
        while (taken < count && !over) {
            int from = taken;
            float[][] used = new float[Math.min(count - taken, viewing.tolerance() == 0 ? count : AHEAD)][];
            for (Logits said :
                    network.forwardViews(teacher, batch, used.length, k -> views.view(batch, step, from + k), used)) {
                add(said, all);
            }
            own.addAll(List.of(used));
            over = Arrays.stream(settled.open(open)).noneMatch(event -> event >= 0);
        }
        return NormStatistics.fixed(mean(own));
    }

    private static float[] mean(List<float[]> vectors) {
        float[] mean = new float[vectors.get(0).length];
        for (int i = 0; i < mean.length; i++) {
            double sum = 0;
            for (float[] vector : vectors) {
                sum += vector[i];
            }
            mean[i] = (float) (sum / vectors.size());
        }
        return mean;
    }

    /** Other events than these need no more. */
    void only(int... events) {
        open = events.clone();
    }

    /** Looks at views until so many were looked at, or no event needs more. */
    void rest(int most, NormStatistics statistics) {
        boolean apart = statistics.batchShare() == 0;
        if (apart) {
            drop(settled.open(open));
        }
        while (taken < most && !over) {
            Batch looked = open.length < batch.size() ? EventWeights.select(batch, open) : batch;
            int some = Math.min(most - taken, viewing.tolerance() == 0 ? most : apart ? AHEAD : 1);
            int from = taken;
            int[] rows = open;
            for (Logits said :
                    network.forwardViews(teacher, looked, some, k -> views.view(looked, step, from + k), statistics)) {
                boolean enough = add(said, rows);
                rows = apart ? settled.open(rows) : rows;
                over = apart ? Arrays.stream(rows).noneMatch(row -> row >= 0) : enough;
                if (over) {
                    break;
                }
            }
            drop(rows);
        }
    }

    /** Adds a view, and says whether nearly all events have settled. */
    private boolean add(Logits said, int... events) {
        taken++;
        average.add(said, events);
        return viewing.tolerance() > 0 && settled.after(average.prediction(viewing.mean()));
    }

    /** Those without a number have settled. */
    private void drop(int... events) {
        open = Arrays.stream(events).filter(event -> event >= 0).toArray();
        over = over || open.length == 0;
    }
}
