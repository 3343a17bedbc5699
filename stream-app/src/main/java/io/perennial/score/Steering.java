// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import io.perennial.checkpoint.Checkpoints;
import io.perennial.control.Command;
import io.perennial.control.CommandJson;
import io.perennial.control.ControlEvent;
import io.perennial.control.ControlLog;
import io.perennial.store.Checkpoint;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Applies commands to the model of one partition, in the order of their ids, between two micro-batches. What it changes and
 * which commands it has seen is written to the partition's state, so that both commit with the task's outputs: a command is
 * applied once. While a checkpoint is on its way from the store the stream goes on, and later commands wait behind it.
 */
final class Steering {

    private static final Instant BEGAN =
            Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());

    private final ControlLog log;
    private final Checkpoints checkpoints;
    private final WeightsStore store;
    private final int partition;
    private final TreeSet<String> seen;
    private boolean paused;
    private long looked = -1;
    private String waitingFor;
    private CompletableFuture<?> waiting;
    /** The weights when what is waited for was begun. */
    private WeightsVersion begun;

    private boolean written;

    /**
     * A partition that has no state yet takes no command that was given before this process began; only a pause still holds.
     */
    Steering(ControlLog log, Checkpoints checkpoints, WeightsStore store, int partition) {
        this.log = log;
        this.checkpoints = checkpoints;
        this.store = store;
        this.partition = partition;
        WeightsStore.Steered steered = store.steered();
        written = steered != null;
        if (steered != null) {
            seen = new TreeSet<>(steered.seen());
            paused = steered.paused();
        } else {
            seen = new TreeSet<>();
            log.all().forEach(this::passBy);
        }
    }

    private void passBy(String id, byte[] json) {
        try {
            Command command = CommandJson.read(id, json);
            if (!Instant.parse(command.time()).isBefore(BEGAN)) {
                return;
            }
            boolean decides = command.kind() == Command.Kind.PAUSE || command.kind() == Command.Kind.RESUME;
            if (decides && command.isFor(partition)) {
                paused = command.kind() == Command.Kind.PAUSE;
            }
        } catch (IllegalArgumentException | DateTimeParseException e) {
            // What cannot be read now was refused when it came.
        }
        seen.add(id);
    }

    boolean paused() {
        return paused;
    }

    /** Applies what can be applied now, and says what became of it. */
    List<ControlEvent> apply(Learner learner) {
        if (log.size() == looked && waiting == null) {
            return List.of();
        }
        looked = log.size();
        Map<String, byte[]> all = log.all();
        List<ControlEvent> events = new ArrayList<>();
        for (Map.Entry<String, byte[]> entry : all.entrySet()) {
            if (!seen.contains(entry.getKey()) && !take(entry.getKey(), entry.getValue(), learner, events)) {
                break;
            }
        }
        // Once without any command too: what is given while nobody runs is then known not to be from before the
        // beginning.
        if (!events.isEmpty() || !written) {
            seen.retainAll(all.keySet());
            store.steer(new WeightsStore.Steered(paused, List.copyOf(seen)));
            written = true;
        }
        return events;
    }

    /** Whether the command is done with. */
    private boolean take(String id, byte[] json, Learner learner, List<ControlEvent> events) {
        WeightsVersion before = learner.version();
        Command command = null;
        String refused = null;
        try {
            command = CommandJson.read(id, json);
            if (command.isFor(partition)) {
                if (!ready(command, learner)) {
                    return false;
                }
                run(command, learner);
            }
        } catch (RuntimeException e) { // whatever lies in the store: a command must not end the stream
            refused = e.getMessage() == null ? e.toString() : e.getMessage();
        }
        seen.add(id);
        if (command == null || command.isFor(partition)) {
            boolean promotes = command != null && command.kind() == Command.Kind.PROMOTE && begun != null;
            events.add(
                    promotes
                            ? event(id, command, refused, begun, begun) // what was promoted, wherever the stream is now
                            : event(id, command, refused, before, learner.version()));
        }
        return true;
    }

    /** Begins what takes time, and says whether it has ended. */
    private boolean ready(Command command, Learner learner) {
        boolean already = command.id().equals(waitingFor);
        switch (command.kind()) {
            case ROLLBACK -> waiting = already ? waiting : checkpoints.find(partition, command.to());
            case PROMOTE ->
                waiting = already ? waiting : checkpoints.promote(learner.checkpoint(learner.state()), command.to());
            default -> {
                return true;
            }
        }
        begun = already ? begun : learner.version();
        waitingFor = command.id();
        return waiting.isDone();
    }

    private void run(Command command, Learner learner) {
        switch (command.kind()) {
            case PAUSE, RESUME -> {
                paused = command.kind() == Command.Kind.PAUSE;
                learner.pause(paused);
            }
            case RESET -> {
                learner.reset();
                store.save(learner.state(), learner.version(), learner.served().sha256());
            }
            case ROLLBACK -> {
                learner.rollBack((Checkpoint) ended());
                store.save(learner.state(), learner.version(), learner.served().sha256());
            }
            case PROMOTE -> ended();
        }
    }

    private Object ended() {
        CompletableFuture<?> done = waiting;
        waiting = null;
        waitingFor = null;
        try {
            return done.join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            throw cause instanceof IllegalArgumentException refused
                    ? refused
                    : new IllegalStateException("the store failed: " + cause.getMessage(), cause);
        }
    }

    private ControlEvent event(String id, Command command, String refused, WeightsVersion from, WeightsVersion to) {
        return new ControlEvent(
                partition,
                id,
                command == null ? "unknown" : command.kind().tag(),
                command == null ? "unknown" : command.by(),
                command == null ? "unknown" : command.time(),
                refused,
                from.step(),
                from.lineage(),
                to.step(),
                to.lineage());
    }
}
