// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import io.perennial.adaptation.method.Effort;
import io.perennial.adaptation.method.ServedBy;
import io.perennial.tensor.MicroBatch;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns beside the stream thread, one batch after the other in their order. While a step is on its way the learner belongs to
 * the thread that takes it; from its end until the next one begins, to the stream thread, which alone calls what is here.
 */
final class StepsBeside implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(StepsBeside.class);

    /**
     * What a step left.
     *
     * @param batch learned from, where the learner learns
     * @param snapshot of the learner; null where none was due, or where it cannot be had
     * @param snapshotNanos how long that took
     * @param serving whose predictions are published from now on
     */
    record Done(ScoredBatch batch, OpenSnapshot snapshot, long snapshotNanos, ServedBy serving) {}

    /** The one step that is on its way. */
    private record Underway(AtomicBoolean begun, CompletableFuture<Done> done) {}

    private final Immediate how;
    private final CheckpointPolicy commits;
    private final ArrayDeque<MicroBatch> waiting = new ArrayDeque<>();
    private Underway underway;

    /** @param commits when what was learned is kept */
    StepsBeside(Immediate how, CheckpointPolicy commits) {
        this.how = how;
        this.commits = commits;
    }

    /**
     * Puts a batch at the end of those that wait.
     *
     * @return the batch that has waited for longest, which is no longer waited for; null where there was room
     */
    MicroBatch offer(MicroBatch batch) {
        waiting.add(batch);
        return waiting.size() > how.backlog() ? waiting.remove() : null;
    }

    /** How many batches wait. */
    int waiting() {
        return waiting.size();
    }

    /** Whether no step is on its way, so that the learner may be touched. */
    boolean isIdle() {
        return underway == null;
    }

    /** Begins with the batch that has waited for longest, and says whether there is one; only where {@link #isIdle}. */
    boolean next(Learner learner) {
        MicroBatch batch = waiting.poll();
        if (batch == null) {
            return false;
        }
        Underway step = new Underway(new AtomicBoolean(), new CompletableFuture<>());
        underway = step;
        how.steps().execute(() -> {
            if (step.begun().compareAndSet(false, true)) {
                try {
                    step.done().complete(step(learner, batch));
                } catch (Throwable e) { // the stream thread has to hear of errors, too
                    step.done().completeExceptionally(e);
                }
            }
        });
        return true;
    }

    private Done step(Learner learner, MicroBatch batch) {
        long start = System.nanoTime();
        ScoredBatch scored = learner.score(batch, Effort.FULL);
        StepTaken step = null;
        try (var owned = scored.scored()) {
            if (scored.unasked() == null) {
                step = learner.take(scored, commits);
            }
        }
        long end = System.nanoTime();
        StepTaken taken = step == null ? null : new StepTaken(step.report(), step.learned(), end - start);
        boolean due = step != null
                && (step.report().step() % how.snapshotInterval() == 0
                        || !step.report().transitions().isEmpty());
        OpenSnapshot snapshot = due ? learner.snapshot() : null;
        return new Done(scored.learning(() -> taken), snapshot, System.nanoTime() - end, learner.serving());
    }

    /**
     * What the step on its way left, once it has ended; null before.
     *
     * @throws IllegalStateException if it failed
     */
    Done poll() {
        if (underway == null || !underway.done().isDone()) {
            return null;
        }
        CompletableFuture<Done> done = underway.done();
        underway = null;
        try {
            return done.join();
        } catch (CompletionException e) {
            throw new IllegalStateException("a step failed: " + e.getCause().getMessage(), e.getCause());
        }
    }

    /** Has an old snapshot closed by the thread that takes the steps. */
    void close(OpenSnapshot old) {
        if (old != null) {
            how.steps().execute(old::close);
        }
    }

    /** Waits for the step on its way, whose outcome is lost; one that has not begun never will. Batches that wait are left. */
    @Override
    public void close() {
        waiting.clear();
        if (underway != null && !underway.begun().compareAndSet(false, true)) {
            try {
                Done done = underway.done().join();
                if (done.snapshot() != null) {
                    done.snapshot().close();
                }
            } catch (CompletionException e) {
                log.warn("the last step before the partition went failed", e.getCause());
            }
        }
        underway = null;
    }
}
