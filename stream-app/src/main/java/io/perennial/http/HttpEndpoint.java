// SPDX-License-Identifier: Apache-2.0
package io.perennial.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.util.JavalinBindException;
import io.perennial.config.ConfigurationRefused;
import io.perennial.page.Page;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * {@code /metrics}, {@code /health/started}, {@code /health/live}, {@code /health/ready} and, where they are asked for, the page and {@code POST
 * /control} over HTTP; 404 for all else.
 *
 * <p>What the answers about health mean is in {@link Health}.
 */
public final class HttpEndpoint implements AutoCloseable {

    /** Prometheus' text format. */
    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    // Jetty keeps a few threads for itself; probes, a scraper and pages need no more than these.
    private static final int THREADS = 8;
    private static final long MOST_BODY = 16 * 1024;

    private final Javalin server;

    private HttpEndpoint(Javalin server) {
        this.server = server;
    }

    /**
     * What is served.
     *
     * @param metrics the text of a scrape
     * @param health asked at each request for it
     * @param page empty for none
     * @param control answers the body of a command with an id, or throws an {@link IllegalArgumentException}; empty where
     *     no commands are taken
     */
    public record Served(
            Supplier<String> metrics,
            Supplier<Health> health,
            Optional<Page> page,
            Optional<Function<byte[], String>> control) {}

    /**
     * Starts to listen.
     *
     * @param port 0 for any that is free, see {@link #port()}
     * @throws ConfigurationRefused where the address cannot be listened on
     */
    public static HttpEndpoint start(String host, int port, Access access, Served served) {
        Javalin server = Javalin.create(config -> {
            quiet(config);
            config.http.maxRequestSize = MOST_BODY;
            config.routes.before(http -> SecurityHeaders.set(http.res()));
            config.routes.get("/metrics", http -> http.contentType(METRICS_TYPE)
                    .result(served.metrics().get()));
            health(config, "started", served.health(), Health::started);
            health(config, "live", served.health(), Health::live);
            health(config, "ready", served.health(), Health::ready);
            served.page().ifPresent(page -> PageRoutes.add(config, page, access));
            served.control()
                    .ifPresent(control -> config.routes.post("/control", http -> {
                        access.name(http.req());
                        access.command(http.req());
                        command(http, control);
                    }));
            config.routes.exception(AccessRefused.class, HttpEndpoint::refused);
        });
        try {
            return new HttpEndpoint(server.start(host, port));
        } catch (JavalinBindException e) { // its own message says "port in use" whatever went wrong
            Throwable cause = e.getCause().getCause() == null
                    ? e.getCause()
                    : e.getCause().getCause();
            throw new ConfigurationRefused(List.of("observe.port refused: expected a free port of this machine, got "
                    + host + ":" + port + " (" + cause
                    + "); set observe.host and observe.port, or observe.enabled: false"));
        }
    }

    private static void quiet(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
        threads.setName("observe");
        threads.setDaemon(true);
        config.jetty.threadPool = threads;
        config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
    }

    private static void refused(AccessRefused refused, Context http) {
        http.status(refused.status()).contentType("text/plain").result(refused.getMessage());
        if (refused.status() == 401) {
            http.header("WWW-Authenticate", "Bearer");
        }
    }

    private static void command(Context http, Function<byte[], String> control) {
        try {
            String id = control.apply(http.bodyAsBytes());
            http.status(202).contentType("application/json").result("{\"id\":\"" + id + "\"}");
        } catch (IllegalArgumentException e) {
            http.status(400).contentType("text/plain").result(e.getMessage());
        } catch (IllegalStateException e) {
            http.status(503).contentType("text/plain").result(e.getMessage());
        }
    }

    private static void health(
            JavalinConfig config, String question, Supplier<Health> health, Predicate<Health> healthy) {
        config.routes.get("/health/" + question, http -> {
            Health now = health.get();
            http.status(healthy.test(now) ? 200 : 503)
                    .contentType("application/json")
                    .result("{\"healthy\":" + healthy.test(now) + ",\"state\":\"" + now.state() + "\",\"restoring\":"
                            + now.restoring() + "}");
        });
    }

    /** The port that is listened on. */
    public int port() {
        return server.port();
    }

    /** Stops to listen and waits for requests that are being answered. */
    @Override
    public void close() {
        server.stop();
    }
}
