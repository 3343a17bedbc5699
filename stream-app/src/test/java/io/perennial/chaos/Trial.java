// SPDX-License-Identifier: Apache-2.0
package io.perennial.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perennial.app.DigitRecords;
import io.perennial.app.Follower;
import io.perennial.app.Load;
import io.perennial.app.Service;
import io.perennial.harness.ChildProcess;
import io.perennial.harness.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An application of its own under load while something is done to it. At the end all it said is verified against all it was
 * sent, by {@code perennial verify} in a process of its own, and a row is added to the {@link ChaosTable}.
 */
final class Trial implements AutoCloseable {

    private static final Duration RECOVERED = Duration.ofSeconds(120);
    private static final Duration STOPPED = Duration.ofSeconds(40);

    /** Something that is done to it. */
    interface Fault {
        void strike() throws Exception;
    }

    private final Plan plan;
    private final io.perennial.topology.Topics topics;
    private final Service service;
    private final Load load;
    private final Follower follower;
    private final Map<String, ChildProcess> instances = new LinkedHashMap<>();
    private final List<Double> seconds = new ArrayList<>();

    private Trial(Plan plan, io.perennial.topology.Topics topics) {
        this.plan = plan;
        this.topics = topics;
        service = Service.on(plan.connection(), plan.directory().resolve("state"))
                .with("application.id", plan.application())
                .with(Recovery.QUICK)
                .with(plan.settings().toArray(String[]::new));
        load = Load.start(plan.brokers(), DigitRecords.fromNow(topics.events()), plan.eventsPerSecond(), plan.events());
        follower = new Follower(plan.brokers(), topics);
    }

    /** Creates the topics and begins to send. */
    static Trial begin(Plan plan) throws Exception {
        io.perennial.topology.Topics topics = Service.topics(plan.application());
        new Topics(plan.brokers()).create(plan.partitions(), topics.names().toArray(String[]::new));
        return new Trial(plan, topics);
    }

    /** The same, as most plans are. */
    static Trial begin(String fault, String application, String brokers, Path directory, String... settings)
            throws Exception {
        return begin(Plan.of(fault, application, brokers, directory).with(settings));
    }

    Load load() {
        return load;
    }

    io.perennial.topology.Topics topics() {
        return topics;
    }

    Service service() {
        return service;
    }

    /** Starts an instance under a name, with a state directory of its own. */
    ChildProcess start(String name, String... jvm) throws IOException {
        return start(name, service, jvm);
    }

    /** The same with other settings. */
    ChildProcess start(String name, Service configured, String... jvm) throws IOException {
        Path home = Files.createDirectories(plan.directory().resolve(name));
        ChildProcess started = configured(name, configured, home).start(home, List.of(jvm));
        instances.put(name, started);
        return started;
    }

    /** The same in another environment, as NAME=value. */
    ChildProcess startUnder(String name, String... environment) throws IOException {
        Path home = Files.createDirectories(plan.directory().resolve(name));
        ChildProcess started = configured(name, service, home).startUnder(home, List.of(environment));
        instances.put(name, started);
        return started;
    }

    private static Service configured(String name, Service service, Path home) {
        return service.with("kafka.state.dir", home.resolve("state").toString(), "kafka.client.id", name);
    }

    /** Where an instance has its configuration, log and state. */
    Path home(String name) {
        return plan.directory().resolve(name);
    }

    /** Waits until so many more events are answered: the application is at work. */
    void settle(long events) {
        follower.await(follower.count() + events, RECOVERED);
    }

    /** Lets time pass, and counts what is answered in it. */
    void watch(Duration time) {
        follower.watch(time);
    }

    /** Strikes, and measures how long it takes until every event that was sent before it ended is answered. */
    void strike(Fault what) throws Exception {
        long start = System.nanoTime();
        what.strike();
        follower.await(load.sent(), RECOVERED);
        seconds.add((System.nanoTime() - start) / 1e9);
    }

    /**
     * Ends the stream, waits for the last answer, stops what still runs, and verifies.
     *
     * @param remark for the table; may be empty
     * @param options of {@code perennial verify}
     * @return its report
     */
    JsonNode finish(String remark, String... options) throws Exception {
        long sent = load.finish();
        follower.await(sent, RECOVERED);
        for (ChildProcess instance : instances.values()) {
            instance.terminate();
        }
        for (ChildProcess instance : instances.values()) {
            instance.awaitExit(STOPPED);
        }
        Path file = plan.directory().resolve("verified.json");
        Path log = plan.directory().resolve("verify.log");
        String[] all = Stream.concat(Stream.of("--within", "20s", "--json", file.toString()), Stream.of(options))
                .toArray(String[]::new);
        try (ChildProcess verify = service.with("kafka.bootstrap.servers", plan.brokers())
                .command(Files.createDirectories(plan.directory().resolve("verify")), log, List.of(), "verify", all)) {
            int status = verify.awaitExit(RECOVERED);
            assertThat(status).as(verify.output()).isZero();
        }
        JsonNode report = new ObjectMapper().readTree(file.toFile());
        assertThat(sum(report, "events")).isEqualTo(sent);
        if (seconds.isEmpty()) {
            return report; // nothing was done to it
        }
        ChaosTable.add(new ChaosTable.Row(
                plan.fault(), sent, sum(report, "lost"), sum(report, "duplicated"), seconds, remark));
        return report;
    }

    static long sum(JsonNode report, String key) {
        long sum = 0;
        for (JsonNode partition : report.path("partitions")) {
            sum += partition.path(key).asLong();
        }
        return sum;
    }

    @Override
    public void close() throws Exception {
        instances.values().forEach(ChildProcess::close);
        follower.close();
        load.close();
    }
}
