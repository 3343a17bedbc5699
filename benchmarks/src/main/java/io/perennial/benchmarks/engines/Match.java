// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.engines;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Engines on one model, with one size of batch and one number of threads. All processes are there at the same time, and one
 * computes while the others wait: what disturbs the machine disturbs neighbouring rounds of all of them.
 *
 * @param threads within one operator, 0 for one per processor
 */
record Match(Subject subject, int batch, int threads) {

    /** Losses of the same formula on the same numbers: what is further apart is another computation. */
    private static final double SAME_LOSS = 1e-3;

    private static final int MOST_STEPS = 10_000;

    /**
     * How long it takes.
     *
     * @param rounds of each engine
     * @param seconds of a round, about
     * @param warmUp seconds of each engine before the first round
     */
    record Effort(int rounds, double seconds, double warmUp) {

        /** Of a round, by what one of them took before. */
        int steps(Round before) {
            double wanted = seconds * 1e3 / before.millisPerStep();
            return (int) Math.max(1, Math.min(MOST_STEPS, Math.round(wanted)));
        }
    }

    /** @param engines names; the first is the one that the others are compared with */
    List<Outcome> play(List<String> engines, Effort effort) throws IOException {
        List<WorkerProcess> workers = new ArrayList<>();
        try {
            List<Outcome> outcomes = new ArrayList<>();
            for (String engine : engines) {
                WorkerProcess worker = WorkerProcess.start(engine, this);
                workers.add(worker);
                outcomes.add(warmUp(engine, worker, effort));
                checkLoss(outcomes.get(0), outcomes.get(outcomes.size() - 1));
            }
            List<Integer> order = new ArrayList<>(outcomes.size());
            for (int i = 0; i < outcomes.size(); i++) {
                order.add(i);
            }
            for (int round = 0; round < effort.rounds(); round++) {
                for (int i : order) {
                    Outcome outcome = outcomes.get(i);
                    outcome.rounds().add(workers.get(i).round(effort.steps(outcome.warm())));
                }
                Collections.reverse(order);
            }
            return outcomes;
        } finally {
            workers.forEach(WorkerProcess::close);
        }
    }

    /** Makes rounds, each as long as the one before allows. */
    private Outcome warmUp(String engine, WorkerProcess worker, Effort effort) throws IOException {
        long end = System.nanoTime() + (long) (effort.warmUp() * 1e9);
        Round first = worker.round(1);
        Round last = first;
        do {
            last = worker.round(effort.steps(last));
        } while (System.nanoTime() < end);
        return new Outcome(this, engine, worker.ready(), first, last, new ArrayList<>());
    }

    /** @throws IllegalStateException if the first steps differ by more than rounding does */
    static void checkLoss(Outcome reference, Outcome other) {
        double expected = reference.first().loss();
        double got = other.first().loss();
        boolean same = Math.abs(got - expected) <= SAME_LOSS * Math.abs(expected);
        if (!other.isBaseline() && !same) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "engine %s refused: expected the loss of %s on the first batch, %s, got %s; its time would be that of"
                            + " another computation",
                    other.engine(),
                    reference.engine(),
                    expected,
                    got));
        }
    }
}
