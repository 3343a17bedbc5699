// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.immediate;

import io.perennial.app.PerennialApp;
import io.perennial.broker.EmbeddedKafka;
import io.perennial.broker.TemporaryDirectory;
import io.perennial.config.Settings;
import io.perennial.digits.DigitEvent;
import io.perennial.digits.Digits;
import io.perennial.publish.PredictionJson;
import io.perennial.store.Bundle;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.streams.KafkaStreams;

/** One application on a broker of its own, under a steady rate of events. */
final class Trial {

    private static final String PREDICTIONS = "perennial.predictions";

    private final double rate;
    private final int linger;
    private final Duration commitInterval;
    private final List<DigitEvent> events;
    private final int passOver;
    private final boolean readsBeside;
    private final Map<String, String> more;

    /**
     * @param rate events per second
     * @param linger how long the sender lets an event wait for more to be sent with it, in milliseconds
     * @param events to be sent
     * @param passOver how many of them, until everything is compiled and warm, are not measured
     * @param readsBeside whether consumers read at once what is produced, and what is committed; if not, what is produced is read in
     *     the end, and nobody but the sender and the application has to do with the broker until then
     * @param more keys of the configuration
     */
    Trial(
            double rate,
            int linger,
            Duration commitInterval,
            List<DigitEvent> events,
            int passOver,
            boolean readsBeside,
            Map<String, String> more) {
        this.rate = rate;
        this.linger = linger;
        this.commitInterval = commitInterval;
        this.events = List.copyOf(events);
        this.passOver = passOver;
        this.readsBeside = readsBeside;
        this.more = more;
    }

    private interface Application extends AutoCloseable {

        /** As Kafka Streams calls it. */
        KafkaStreams.State state();

        /** Current value of a counter of Prometheus, summed over its labels. */
        double count(String metric, String label) throws IOException, InterruptedException;

        @Override
        void close();
    }

    @FunctionalInterface
    private interface Start {
        Application on(String bootstrap, String stateDirectory) throws IOException;
    }

    /** Records are passed on under the same guarantee, and nothing else. */
    Row nothing() throws IOException, InterruptedException {
        return run(name("nothing"), false, (bootstrap, directory) -> {
            String guarantee = more.getOrDefault("publish.guarantee", "exactly_once_v2");
            PassOn streams =
                    new PassOn(bootstrap, directory, guarantee, commitInterval, "perennial.events", PREDICTIONS);
            return new Application() {
                @Override
                public KafkaStreams.State state() {
                    return streams.state();
                }

                @Override
                public double count(String metric, String label) {
                    return 0;
                }

                @Override
                public void close() {
                    streams.close();
                }
            };
        });
    }

    /** @param keys of the configuration, as key, value, key, value */
    Row service(String name, String... keys) throws IOException, InterruptedException {
        return run(name(name), true, (bootstrap, directory) -> {
            Map<String, String> all = new HashMap<>(Map.of(
                    "bundle", "builtin:digits",
                    "kafka.bootstrap.servers", bootstrap,
                    "kafka.state.dir", directory,
                    "publish.commit-interval", commitInterval.toMillis() + "ms",
                    "score.threads", "1",
                    "observe.port", "0",
                    "observe.page", "false"));
            for (int i = 0; i < keys.length; i += 2) {
                all.put(keys[i], keys[i + 1]);
            }
            all.putAll(more);
            Bundle bundle = Bundle.resource(Trial.class.getClassLoader(), Digits.BUNDLE_ROOT);
            PerennialApp app = PerennialApp.start(Settings.of(all, Map.of(), bundle.adapt()), bundle);
            return new Application() {
                @Override
                public KafkaStreams.State state() {
                    return app.state();
                }

                @Override
                public double count(String metric, String label) throws IOException, InterruptedException {
                    return scrape(app.port(), metric, label);
                }

                @Override
                public void close() {
                    app.close();
                }
            };
        });
    }

    private String name(String what) {
        return what + ", " + commitInterval.toMillis() + " ms";
    }

    private Row run(String name, boolean predicts, Start start) throws IOException, InterruptedException {
        AtomicInteger wrong = new AtomicInteger();
        BiConsumer<Integer, byte[]> judge = (place, value) -> {
            if (predicts
                    && PredictionJson.decode(value).label()
                            != events.get(passOver + place).label()) {
                wrong.incrementAndGet();
            }
        };
        TemporaryDirectory directory = TemporaryDirectory.create("perennial-immediate-");
        try (EmbeddedKafka broker = EmbeddedKafka.start()) {
            String bootstrap = broker.bootstrapServers();
            broker.createTopics(
                    1, "perennial.events", "perennial.uncertainty", "perennial.drift", "perennial.dead-letter");
            broker.createTopics(List.of(new NewTopic(PREDICTIONS, 1, (short) 1)
                    .configs(Map.of("message.timestamp.type", "LogAppendTime"))));
            try (Application app = start.on(bootstrap, directory.path().toString());
                    Pump pump = new Pump(bootstrap, "perennial.events", rate, linger);
                    Reader produced =
                            reader(bootstrap, "read_uncommitted", readsBeside ? (place, value) -> {} : judge);
                    Reader committed = readsBeside ? reader(bootstrap, "read_committed", judge) : null) {
                if (readsBeside) {
                    produced.begin();
                    committed.begin();
                }
                pump.send(events, () -> !hasStopped(app));
                if (hasStopped(app)) {
                    throw new IllegalStateException(name + " has stopped; its log says why");
                }
                if (!readsBeside) {
                    produced.begin();
                }
                produced.await();
                if (readsBeside) {
                    committed.await();
                }
                return new Row(
                        name,
                        produced.appended(),
                        readsBeside ? produced.read() : new long[0],
                        readsBeside ? committed.read() : new long[0],
                        predicts ? (double) wrong.get() / (events.size() - passOver) : Double.NaN,
                        app.count("perennial_adapt_steps_total", ""),
                        app.count("perennial_adapt_skipped_batches_total", "reason=\"behind\""));
            }
        } finally {
            directory.delete();
        }
    }

    private static boolean hasStopped(Application app) {
        return app.state().hasStartedOrFinishedShuttingDown();
    }

    private Reader reader(String bootstrap, String isolation, BiConsumer<Integer, byte[]> read) {
        return new Reader(bootstrap, PREDICTIONS, isolation, passOver, events.size() - passOver, read);
    }

    private static double scrape(int port, String metric, String label) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .build();
        HttpResponse<InputStream> response =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(metric) && line.contains(label))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }
}
