// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.uncertainty.ViewAverage;
import java.util.Arrays;
import java.util.function.Supplier;

/** Step 4 of PETAL: what the teacher says of events of which the anchor is unsure, averaged over augmented views. */
final class TeacherViews {

    /**
     * What the teacher says in the end.
     *
     * @param logits [B, C]
     * @param views [B], how many were averaged for each event
     * @param mutualInformation [B] of class and view in nats, 0 without views
     * @param abstained [B], whether an event's average was still moving with the last view
     */
    record Said(Logits logits, int[] views, float[] mutualInformation, boolean[] abstained) {

        static Said plainly(Logits logits) {
            int size = logits.size();
            return new Said(logits, new int[size], new float[size], new boolean[size]);
        }

        /** Of any event. */
        int most() {
            return Arrays.stream(views).max().orElse(0);
        }
    }

    /** Events whose own statistics can stand for those of a batch: half of what is usual for one. */
    static final int FEWEST = 32;

    /** Views whose mean statistics stand for those of all. */
    static final int FIRST = 4;

    private final Network network;
    private final ViewSource views;
    private final int budget;
    private final Extensions.Viewing viewing;

    TeacherViews(Network network, ViewSource views, PetalOptions options) {
        this.network = network;
        this.views = views;
        this.budget = options.views();
        this.viewing = options.extensions().viewing();
    }

    /**
     * Averages for the unsure events; the others keep what is said of them plainly. Where the statistics do not depend on
     * the batch, only the unsure events are looked at, and each no longer than until it has settled; where the first views give
     * them, that is so from there on.
     *
     * @param plain [B, C], asked for only where there is another event
     */
    Said average(
            ParameterVector teacher,
            Batch x,
            Supplier<Logits> plain,
            int[] unsure,
            long step,
            NormStatistics statistics,
            Effort effort) {
        int most = effort.of(budget);
        if (unsure.length == 0 || most == 0) {
            return Said.plainly(plain.get());
        }
        boolean many = viewing.unsureAlone() && unsure.length >= FEWEST;
        boolean alone = (statistics.batchShare() == 0 || many) && unsure.length < x.size();
        Batch seen = alone ? EventWeights.select(x, unsure) : x;
        BatchViews looks = new BatchViews(network, teacher, views, seen, step, viewing);
        NormStatistics used = statistics;
        if (viewing.firstStatistics() && statistics.batchShare() == 1) {
            if (!alone) {
                looks.only(unsure);
            }
            used = looks.first(Math.min(most, FIRST));
        }
        looks.rest(most, used);
        return spread(x.size(), plain, looks, unsure, alone);
    }

    private Said spread(int size, Supplier<Logits> plain, BatchViews looks, int[] unsure, boolean alone) {
        int classes = network.classes();
        ViewAverage average = looks.average();
        float[] mean = average.prediction(viewing.mean()).values();
        float[] information = average.mutualInformation();
        Said said = Said.plainly(unsure.length < size ? plain.get() : Logits.zeros(size, classes));
        for (int i = 0; i < unsure.length; i++) {
            int to = unsure[i];
            int from = alone ? i : to;
            System.arraycopy(mean, from * classes, said.logits().values(), to * classes, classes);
            said.views()[to] = average.views(from);
            said.mutualInformation()[to] = information[from];
            said.abstained()[to] = looks.isMoving(from);
        }
        return said;
    }
}
