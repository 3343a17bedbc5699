// SPDX-License-Identifier: Apache-2.0
package io.perennial.page;

import io.perennial.adaptation.ration.RationLevel;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * What is happening now, in one sentence. The first of the cases that holds is told: what stands in the way of everything
 * else comes before it.
 *
 * @param key of the case, for programs and for a screen reader, which is told when it changes
 * @param text its times are ISO-8601 in UTC
 */
record Sentence(String key, Tone tone, String text) {

    /** How it looks. */
    enum Tone {
        GOOD,
        BUSY,
        WARNING,
        BAD
    }

    /** No prediction for so long is silence. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    /** A lag of so many seconds' worth of events is told. */
    private static final double LAG_SECONDS = 10;

    /** Below this a lag is no more than what is on its way. */
    private static final double LEAST_LAG = 1000;

    static Sentence of(Situation s) {
        return state(s).or(() -> input(s)).or(() -> held(s)).orElseGet(() -> learning(s));
    }

    private static Optional<Sentence> state(Situation s) {
        return switch (s.state()) {
            case CREATED, REBALANCING ->
                Optional.of(
                        s.lastBatch().isEmpty()
                                ? new Sentence("starting", Tone.BUSY, "Starting: partitions are being taken over.")
                                : new Sentence(
                                        "rebalancing", Tone.BUSY, "Rebalancing: partitions are changing hands."));
            case PENDING_SHUTDOWN, NOT_RUNNING -> Optional.of(new Sentence("stopping", Tone.BUSY, "Stopping."));
            case PENDING_ERROR, ERROR ->
                Optional.of(new Sentence("failed", Tone.BAD, "Stopped: the stream could not go on; the log says why."));
            case RUNNING -> Optional.empty();
        };
    }

    private static Optional<Sentence> input(Situation s) {
        double refused = s.refusedPerSecond();
        if (refused > 0 && !(refused <= s.eventsPerSecond())) {
            return Optional.of(new Sentence(
                    "refusing",
                    Tone.BAD,
                    "Refusing most of the input"
                            + s.refusal().map(r -> " (" + r + ")").orElse("")
                            + ": it goes to the dead letters, with reasons."));
        }
        if (s.lastBatch().isEmpty()) {
            return Optional.of(new Sentence("waiting", Tone.BUSY, "Waiting for events."));
        }
        Instant last = s.lastBatch().get();
        if (Duration.between(last, s.now()).compareTo(SILENCE) > 0) {
            return s.lag() >= 1
                    ? Optional.of(new Sentence(
                            "stuck",
                            Tone.BAD,
                            count(s.lag()) + " events wait, but none has been answered since " + time(last) + "."))
                    : Optional.of(new Sentence("idle", Tone.BUSY, "No events since " + time(last) + "."));
        }
        return Optional.empty();
    }

    private static Optional<Sentence> held(Situation s) {
        Optional<Situation.Guard> open =
                s.guards().stream().filter(Situation.Guard::open).findFirst();
        if (open.isPresent()) {
            return Optional.of(new Sentence("guard-open", Tone.BAD, guard(s, open.get(), "Guard open", "answers")));
        }
        if (s.lag() > LEAST_LAG && s.lag() > LAG_SECONDS * s.eventsPerSecond()) {
            return Optional.of(new Sentence(
                    "lagging",
                    Tone.WARNING,
                    "Lagging by " + count(s.lag()) + " events, at " + count(s.eventsPerSecond()) + " a second"
                            + (s.ration() == RationLevel.FULL ? "" : "; " + rationed(s)) + quality(s) + "."));
        }
        if (s.paused() > 0) {
            return Optional.of(new Sentence(
                    "paused",
                    Tone.WARNING,
                    "Paused by command" + some(s.paused(), s.partitions()) + ": predictions go on, nothing is learned"
                            + quality(s) + "."));
        }
        if (s.ration() != RationLevel.FULL) {
            return Optional.of(
                    new Sentence("rationed", Tone.WARNING, "Predictions came late: " + rationed(s) + quality(s) + "."));
        }
        return s.guards().stream()
                .findFirst()
                .map(trial ->
                        new Sentence("guard-trial", Tone.WARNING, guard(s, trial, "Guard on trial", "still answers")));
    }

    private static String rationed(Situation s) {
        return switch (s.ration()) {
            case FULL -> "";
            case HALF_VIEWS, QUARTER_VIEWS, NO_VIEWS ->
                "fewer views are averaged (" + s.ration().tag() + ")";
            case EVERY_2, EVERY_4, EVERY_8, EVERY_16 ->
                "not every batch is learned from (" + s.ration().tag() + ")";
            case NONE -> "nothing is learned until they are in time again";
        };
    }

    private static String guard(Situation s, Situation.Guard guard, String what, String does) {
        int count = (int) s.guards().stream()
                .filter(other -> other.open() == guard.open())
                .count();
        return what + some(count, s.partitions())
                + (guard.reason().isEmpty() ? "" : " (" + guard.reason() + ")") + ": the source " + does
                + guard.since().map(at -> " since " + time(at)).orElse("") + quality(s) + ".";
    }

    private static Sentence learning(Situation s) {
        String does = !s.learns()
                ? "Predicting without learning"
                : s.held() > 0 ? "Not learning" + some(s.held(), s.partitions()) : "Adapting";
        Optional<Situation.Drift> worst = s.drifting().stream()
                .filter(drift -> drift.severity().compareTo(Severity.WARNING) >= 0)
                .findFirst();
        if (worst.isEmpty()) {
            String drift = s.watched() ? ": no drift to speak of" : "";
            return new Sentence(s.learns() ? "steady" : "fixed", Tone.GOOD, does + drift + quality(s) + ".");
        }
        Situation.Drift drift = worst.get();
        String what = drift.subject().isEmpty() ? "" : ", most of all " + drift.subject();
        String since = drift.since().isEmpty() ? "" : ", since " + shortTime(drift.since());
        return new Sentence(
                "drifted-" + drift.kind(),
                drift.severity() == Severity.CRITICAL && drift.kind().equals("contract") ? Tone.BAD : Tone.WARNING,
                does + ": " + subject(drift.kind()) + " (" + drift.severity().tag() + what + since + ")" + quality(s)
                        + ".");
    }

    private static String subject(String kind) {
        return switch (kind) {
            case "input" -> "the stream has drifted";
            case "prediction" -> "the predictions have drifted";
            case "parameter" -> "the weights have moved far";
            case "contract" -> "the input looks broken rather than drifted";
            default -> kind + " drift";
        };
    }

    private static String quality(Situation s) {
        Situation.Quality q = s.quality();
        if (Double.isNaN(q.adapted()) || (!q.counted() && !q.reliable())) {
            return "";
        }
        String verb = q.counted() ? "errs " : "errs an estimated ";
        return "; the adapted model " + verb + percent(q.adapted())
                + (Double.isNaN(q.source()) ? "" : " where the source errs " + percent(q.source()));
    }

    private static String some(int count, int partitions) {
        return partitions > 1 ? " on " + count + " of " + partitions + " partitions" : "";
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String count(double number) {
        return String.format(Locale.ROOT, "%,d", Math.round(number));
    }

    private static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** As a detector wrote it, to the second where it can be read. */
    private static String shortTime(String since) {
        try {
            return time(Instant.parse(since));
        } catch (DateTimeParseException e) {
            return since;
        }
    }
}
