// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.perennial.config.ObserveSettings;
import io.perennial.config.Settings;
import io.perennial.http.Access;
import io.perennial.http.Health;
import io.perennial.http.HttpEndpoint;
import io.perennial.observe.Happenings;
import io.perennial.observe.Progress;
import io.perennial.page.CheckpointSource;
import io.perennial.page.Page;
import io.perennial.page.Shown;
import io.perennial.score.ServedModel;
import io.perennial.store.Bundle;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;

/** What can be seen of an application from outside: the page, metrics, health. Opened before the stream, serves with it. */
final class Outlook implements AutoCloseable {

    /** What a header, and the address behind its #, can carry as it is. */
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{16,}");

    private final ObserveSettings how;
    private final PrometheusMeterRegistry registry;
    private final Page page;
    private volatile KafkaStreams streams;
    private HttpEndpoint http;

    private Outlook(ObserveSettings how, PrometheusMeterRegistry registry, Shown shown) {
        this.how = how;
        this.registry = registry;
        this.page = how.enabled() && how.page() ? new Page(shown, registry, this::state, Clock.systemUTC()) : null;
    }

    /** @throws IllegalArgumentException if commands were to be taken from whoever asks */
    static void check(ObserveSettings how) {
        String token = how.token().orElse("");
        if (!token.isEmpty() && !TOKEN.matcher(token).matches()) {
            throw new IllegalArgumentException(
                    "observe.token refused: expected 16 or more visible ASCII characters, got "
                            + (token.length() < 16 ? "fewer" : "others") + "; make one with: openssl rand -hex 16");
        }
        if (how.control() && token.isEmpty()) {
            throw new IllegalArgumentException(
                    "observe.control refused: expected a secret that commands are given with, got none; set observe.token,"
                            + " or PERENNIAL_OBSERVE_TOKEN in the environment");
        }
    }

    static Outlook open(
            Settings settings,
            Bundle bundle,
            ServedModel served,
            Optional<CheckpointSource> checkpoints,
            PrometheusMeterRegistry registry) {
        ObserveSettings how = settings.observe();
        Shown shown = new Shown(
                settings.application().id(),
                served.id(),
                served.method(),
                bundle.input(),
                settings.adapt().enabled(),
                how.showEvents(),
                how.control(),
                checkpoints);
        return new Outlook(how, registry, shown);
    }

    /** Whom the stages tell what they do. */
    Happenings happenings() {
        return page == null ? Happenings.NONE : page;
    }

    /**
     * Listens, where the configuration asks for it.
     *
     * @param progress of the stream
     * @param control takes the body of a command; null for none
     */
    void serve(KafkaStreams running, Progress progress, Function<byte[], String> control) {
        streams = running;
        if (!how.enabled()) {
            return;
        }
        List<String> names = Arrays.stream(how.names().orElse("").split(","))
                .map(String::trim)
                .filter(name -> !name.isEmpty())
                .toList();
        http = HttpEndpoint.start(
                how.host(),
                how.port(),
                Access.of(how.host(), names, how.token().orElse(null)),
                new HttpEndpoint.Served(
                        registry::scrape,
                        () -> new Health(state(), progress.started(), progress.restoring()),
                        Optional.ofNullable(page),
                        Optional.ofNullable(control)));
        if (page != null) {
            page.start();
        }
    }

    private State state() {
        return streams == null ? State.CREATED : streams.state();
    }

    /** Where it is served, or -1 where it is not. */
    int port() {
        return http == null ? -1 : http.port();
    }

    boolean hasPage() {
        return page != null;
    }

    @Override
    public void close() {
        if (http != null) {
            http.close();
        }
        if (page != null) {
            page.close();
        }
    }
}
