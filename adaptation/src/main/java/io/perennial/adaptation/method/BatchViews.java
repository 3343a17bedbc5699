// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.uncertainty.ViewAverage;
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
     * Looks at a few views of all events, each by its own statistics.
     *
     * @param values in the layout of {@link Network#sourceStatistics}; not read
     * @return the mean of these statistics
     */
    NormStatistics first(int count, float... values) {
        double[] sum = new double[values.length];
        while (taken < count && !over) {
            for (Batch view : pair(taken, count)) {
                float[] own = values.clone();
                Logits said = network.forward(teacher, view, NormStatistics.ema(own, 1));
                Arrays.setAll(sum, i -> sum[i] + own[i]);
                over = add(said, open) || over;
            }
        }
        float[] mean = new float[sum.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sum[i] / taken);
        }
        return NormStatistics.fixed(mean);
    }

    /** Made side by side, as long as there are two. */
    private List<Batch> pair(int from, int count) {
        if (from + 1 == count) {
            return List.of(views.view(batch, step, from));
        }
        Network.Both<Batch, Batch> two =
                network.both(0, () -> views.view(batch, step, from), () -> views.view(batch, step, from + 1));
        return List.of(two.first(), two.second());
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
