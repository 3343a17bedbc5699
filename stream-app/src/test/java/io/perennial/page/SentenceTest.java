// SPDX-License-Identifier: Apache-2.0
package io.perennial.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.adaptation.ration.RationLevel;
import io.perennial.page.Situation.Drift;
import io.perennial.page.Situation.Guard;
import io.perennial.page.Situation.Quality;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentenceTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:03:20Z");
    private static final Quality COUNTED = new Quality(0.917, 0.069, true, true);

    private State state = State.RUNNING;
    private boolean learns = true;
    private int partitions = 1;
    private int paused;
    private int held;
    private RationLevel ration = RationLevel.FULL;
    private List<Guard> guards = List.of();
    private boolean watched = true;
    private List<Drift> drifting = List.of();
    private double events = 1000;
    private double refused;
    private Optional<String> refusal = Optional.empty();
    private double lag;
    private Optional<Instant> last = Optional.of(NOW);
    private Quality quality = COUNTED;

    private Sentence sentence() {
        return Sentence.of(new Situation(
                state,
                NOW,
                learns,
                partitions,
                paused,
                held,
                ration,
                guards,
                watched,
                drifting,
                events,
                refused,
                refusal,
                lag,
                last,
                quality));
    }

    private void says(String key, Sentence.Tone tone, String text) {
        assertThat(sentence()).isEqualTo(new Sentence(key, tone, text));
    }

    @Test
    void aSteadyStream() {
        says(
                "steady",
                Sentence.Tone.GOOD,
                "Adapting: no drift to speak of; the adapted model errs 6.9 % where the source errs 91.7 %.");
    }

    @Test
    void saysNothingOfDriftWhereNobodyLooksForIt() {
        watched = false;
        says("steady", Sentence.Tone.GOOD, "Adapting; the adapted model errs 6.9 % where the source errs 91.7 %.");
    }

    @Test
    void adaptationThatIsRationed() {
        quality = Quality.UNKNOWN;
        ration = RationLevel.QUARTER_VIEWS;
        says("rationed", Sentence.Tone.WARNING, "Predictions came late: fewer views are averaged (quarter-views).");
        ration = RationLevel.EVERY_4;
        says("rationed", Sentence.Tone.WARNING, "Predictions came late: not every batch is learned from (every-4).");
        ration = RationLevel.NONE;
        lag = 20_000;
        says(
                "lagging",
                Sentence.Tone.WARNING,
                "Lagging by 20,000 events, at 1,000 a second; nothing is learned until they are in time again.");
    }

    @Test
    void aStreamThatHasDrifted() {
        drifting = List.of(
                new Drift("input", Severity.CRITICAL, "mean of channel 0", "2026-11-24T12:03:10.123Z"),
                new Drift("prediction", Severity.WARNING, "", ""));
        says(
                "drifted-input",
                Sentence.Tone.WARNING,
                "Adapting: the stream has drifted (critical, most of all mean of channel 0, since 2026-11-24T12:03:10Z);"
                        + " the adapted model errs 6.9 % where the source errs 91.7 %.");
    }

    @Test
    void driftOfWhichOnlyTheGaugeKnows() {
        drifting = List.of(new Drift("parameter", Severity.WARNING, "", ""));
        quality = Quality.UNKNOWN;
        says("drifted-parameter", Sentence.Tone.WARNING, "Adapting: the weights have moved far (warning).");
    }

    @Test
    void aNoticeIsNoDriftToSpeakOf() {
        drifting = List.of(new Drift("input", Severity.NOTICE, "x", ""));
        assertThat(sentence().key()).isEqualTo("steady");
    }

    @Test
    void aBrokenContractIsBad() {
        drifting = List.of(new Drift("contract", Severity.CRITICAL, "pixel 3", "2026-11-24T12:00:00Z"));
        assertThat(sentence().tone()).isEqualTo(Sentence.Tone.BAD);
        assertThat(sentence().text()).startsWith("Adapting: the input looks broken rather than drifted (critical");
        held = 1;
        assertThat(sentence().text()).startsWith("Not learning: the input looks broken rather than drifted (critical");
    }

    @Test
    void anEstimateIsToldAsOneAndOnlyWhereItIsReliable() {
        quality = new Quality(0.4, 0.1, false, true);
        assertThat(sentence().text())
                .endsWith("the adapted model errs an estimated 10.0 % where the source errs 40.0 %.");
        quality = new Quality(0.4, 0.1, false, false);
        assertThat(sentence().text()).isEqualTo("Adapting: no drift to speak of.");
        quality = new Quality(Double.NaN, 0.1, true, true);
        assertThat(sentence().text()).endsWith("; the adapted model errs 10.0 %.");
    }

    @Test
    void anOpenGuardComesBeforeDriftAndLag() {
        guards = List.of(
                new Guard(0, false, "waited", Optional.empty()),
                new Guard(2, true, "collapse", Optional.of(Instant.parse("2026-11-24T12:03:10.9Z"))));
        partitions = 4;
        drifting = List.of(new Drift("input", Severity.CRITICAL, "x", ""));
        lag = 1e6;
        says(
                "guard-open",
                Sentence.Tone.BAD,
                "Guard open on 1 of 4 partitions (collapse): the source answers since 2026-11-24T12:03:10Z; the adapted"
                        + " model errs 6.9 % where the source errs 91.7 %.");
    }

    @Test
    void aGuardThatWasOpenBeforeThisProcess() {
        guards = List.of(new Guard(0, true, "", Optional.empty()));
        quality = Quality.UNKNOWN;
        assertThat(sentence().text()).isEqualTo("Guard open: the source answers.");
    }

    @Test
    void aGuardOnTrial() {
        guards = List.of(new Guard(0, false, "waited", Optional.of(NOW)));
        quality = Quality.UNKNOWN;
        says(
                "guard-trial",
                Sentence.Tone.WARNING,
                "Guard on trial (waited): the source still answers since 2026-11-24T12:03:20Z.");
    }

    @Test
    void aPause() {
        paused = 1;
        partitions = 2;
        quality = Quality.UNKNOWN;
        says(
                "paused",
                Sentence.Tone.WARNING,
                "Paused by command on 1 of 2 partitions: predictions go on, nothing is learned.");
    }

    @Test
    void aLagOfMoreThanTenSeconds() {
        lag = 12_000;
        quality = Quality.UNKNOWN;
        says("lagging", Sentence.Tone.WARNING, "Lagging by 12,000 events, at 1,000 a second.");
        lag = 9_999;
        assertThat(sentence().key()).isEqualTo("steady");
        events = 1;
        lag = 900;
        assertThat(sentence().key()).as("what is on its way is no lag").isEqualTo("steady");
    }

    @Test
    void inputThatIsMostlyRefused() {
        refused = 1001;
        refusal = Optional.of("wrong-shape");
        says(
                "refusing",
                Sentence.Tone.BAD,
                "Refusing most of the input (wrong-shape): it goes to the dead letters, with reasons.");
        events = Double.NaN;
        assertThat(sentence().key()).isEqualTo("refusing");
        events = 5000;
        assertThat(sentence().key()).isEqualTo("steady");
    }

    @Test
    void silence() {
        last = Optional.empty();
        says("waiting", Sentence.Tone.BUSY, "Waiting for events.");
        last = Optional.of(NOW.minusSeconds(11));
        says("idle", Sentence.Tone.BUSY, "No events since 2026-11-24T12:03:09Z.");
        lag = 5;
        says("stuck", Sentence.Tone.BAD, "5 events wait, but none has been answered since 2026-11-24T12:03:09Z.");
        last = Optional.of(NOW.minusSeconds(10));
        assertThat(sentence().key()).isEqualTo("steady");
    }

    @Test
    void aModelThatDoesNotLearn() {
        learns = false;
        assertThat(sentence().key()).isEqualTo("fixed");
        assertThat(sentence().text()).startsWith("Predicting without learning: no drift");
    }

    @ParameterizedTest
    @CsvSource({
        "CREATED, starting, BUSY",
        "REBALANCING, starting, BUSY",
        "PENDING_SHUTDOWN, stopping, BUSY",
        "NOT_RUNNING, stopping, BUSY",
        "PENDING_ERROR, failed, BAD",
        "ERROR, failed, BAD"
    })
    void whatIsNotRunning(State now, String key, Sentence.Tone tone) {
        state = now;
        last = Optional.empty();
        guards = List.of(new Guard(0, true, "collapse", Optional.empty()));
        assertThat(sentence().key()).isEqualTo(key);
        assertThat(sentence().tone()).isEqualTo(tone);
    }

    @Test
    void partitionsThatChangeHands() {
        state = State.REBALANCING;
        assertThat(sentence().key()).isEqualTo("rebalancing");
    }
}
