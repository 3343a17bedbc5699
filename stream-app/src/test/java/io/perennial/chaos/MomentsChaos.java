// SPDX-License-Identifier: Apache-2.0
package io.perennial.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.perennial.app.Service;
import io.perennial.control.Acknowledgements;
import io.perennial.control.Command;
import io.perennial.control.ControlSender;
import io.perennial.harness.ChildProcess;
import io.perennial.harness.Topics;
import io.perennial.store.Checkpoint;
import io.perennial.store.archive.ModelStore;
import io.perennial.store.archive.ModelStores;
import io.perennial.store.archive.StoreOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The service ends at the moments at which it could do the most harm. */
class MomentsChaos extends OneBroker {

    private static final int TIMES = 3;
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void betweenForwardAndCommit() throws Exception {
        dies("SIGKILL between forward and commit", "forward", "forward.predictions", 40);
    }

    @Test
    void whileItsWeightsAreWritten() throws Exception {
        dies("SIGKILL while weights are written", "written", "written-weights-changelog", 5);
    }

    /** @param topic where so many records of a transaction have gone when it ends */
    private void dies(String fault, String application, String topic, int after) throws Exception {
        Path armed = directory.resolve("armed");
        try (Trial trial = trial(fault, application, Doom.settings())) {
            ChildProcess[] service = {trial.start("one", Doom.jvm(armed, topic, after))};
            for (int time = 0; time < TIMES; time++) {
                trial.settle(200);
                trial.strike(() -> {
                    Files.createFile(armed);
                    assertThat(service[0].awaitExit(SOON)).isEqualTo(Doom.KILLED);
                    Files.delete(armed);
                    service[0] = trial.start("one", Doom.jvm(armed, topic, after));
                });
            }
            trial.settle(200);
            trial.finish("", "--every-step", "--steps-back", "0");
        }
    }

    @Test
    void whileItsStateIsRestored() throws Exception {
        Path armed = Files.createFile(directory.resolve("armed"));
        try (Trial trial = trial("SIGKILL while state is restored", "restored")) {
            ChildProcess[] service = {trial.start("one")};
            Service doomed = trial.service().with(Doom.restoring());
            for (int time = 0; time < TIMES; time++) {
                trial.settle(200);
                trial.strike(() -> {
                    service[0].kill();
                    service[0] = trial.start("one", doomed, Doom.jvm(armed, "restored-weights-changelog", 3));
                    assertThat(service[0].awaitExit(SOON)).isEqualTo(Doom.KILLED);
                    service[0] = trial.start("one");
                });
            }
            trial.settle(200);
            trial.finish("", "--every-step", "--steps-back", "0");
        }
    }

    /** It has gone back, and dies before that is committed: its successor goes back once, and says so once. */
    @Test
    void duringARollback() throws Exception {
        Path armed = directory.resolve("armed");
        String control = "rollback.control";
        Path store = directory.resolve("store");
        String[] jvm = Doom.jvm(armed, "rollback.drift", 0);
        new Topics(brokers()).create(1, control);
        try (Trial trial = trial(
                "SIGKILL during a rollback",
                "rollback",
                "record.control-topic",
                control,
                "store.uri",
                store.toUri().toString(),
                "store.checkpoint-interval",
                "1s",
                Doom.settings()[0],
                Doom.settings()[1])) {
            ChildProcess[] service = {trial.start("one", jvm)};
            Map<String, String> client = Map.of("bootstrap.servers", brokers());
            for (int time = 0; time < TIMES; time++) {
                trial.settle(800);
                try (Acknowledgements answers =
                                new Acknowledgements(client, trial.topics().drift());
                        ControlSender sender = new ControlSender(client, control, Clock.systemUTC())) {
                    trial.strike(() -> {
                        Files.createFile(armed);
                        String to = "step:" + firstCheckpoint(store);
                        Command sent = sender.send(Command.Kind.ROLLBACK, Optional.of(0), to, "chaos");
                        assertThat(service[0].awaitExit(SOON)).isEqualTo(Doom.KILLED);
                        Files.delete(armed);
                        service[0] = trial.start("one", jvm);
                        JsonNode went = answers.next(sent.id(), SOON).orElseThrow();
                        assertThat(went.path("outcome").asText()).as("%s", went).isEqualTo("applied");
                        assertThat(answers.next(sent.id(), Duration.ofSeconds(2)))
                                .as("a second answer")
                                .isEmpty();
                    });
                }
            }
            trial.settle(200);
            JsonNode report = trial.finish("", "--every-step", "--steps-back", "0");
            assertThat(Trial.sum(report, "wentBack")).isZero();
        }
    }

    /** Step of the earliest checkpoint of the first partition: how soon there is one depends on the machine. */
    private static long firstCheckpoint(Path directory) throws Exception {
        try (ModelStore store = ModelStores.open(directory.toUri(), StoreOptions.defaults())) {
            return store.list(Checkpoint.name("rollback", 0)).stream()
                    .mapToLong(version -> Long.parseLong(version.metadata().get("step")))
                    .min()
                    .orElseThrow();
        }
    }
}
