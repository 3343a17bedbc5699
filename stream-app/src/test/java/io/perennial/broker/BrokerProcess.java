// SPDX-License-Identifier: Apache-2.0
package io.perennial.broker;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.perennial.harness.ChildProcess;
import io.perennial.harness.FaultProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/**
 * The same broker as {@link EmbeddedKafka} as a process of its own: it outlives an application that is killed, and can
 * be killed and started again on what it had written.
 */
public final class BrokerProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);
    private static final List<String> OPTIONS = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final Path directory;
    private final BrokerSettings settings;
    private ChildProcess process;

    private BrokerProcess(Path directory, BrokerSettings settings) {
        this.directory = directory;
        this.settings = settings;
    }

    /**
     * @param directory for data, {@code server.properties} and {@code server.log}; left to the caller to delete
     */
    public static BrokerProcess start(Path directory) throws IOException {
        return start(directory, Map.of());
    }

    /**
     * @param directory for data, {@code server.properties} and {@code server.log}; left to the caller to delete
     * @param overrides server properties that replace ours
     */
    public static BrokerProcess start(Path directory, Map<String, String> overrides) throws IOException {
        var broker = prepared(
                directory, new BrokerSettings(directory.resolve("data"), Ports.free(), overrides), Uuid.randomUuid());
        broker.start();
        return broker;
    }

    /**
     * The same with a second listener, which sends its clients through a proxy; those of {@link #bootstrapServers} take the
     * direct way.
     */
    public static BrokerProcess behind(FaultProxy proxy, Path directory, Map<String, String> overrides)
            throws IOException {
        Ports ports = Ports.free();
        int second = Ports.free().client();
        var all = new HashMap<>(overrides);
        var plain = new BrokerSettings(directory, ports, Map.of()).properties();
        all.put("listeners", plain.get("listeners") + ",PROXIED://127.0.0.1:" + second);
        all.put("advertised.listeners", plain.get("advertised.listeners") + ",PROXIED://127.0.0.1:" + proxy.port());
        all.put("listener.security.protocol.map", plain.get("listener.security.protocol.map") + ",PROXIED:PLAINTEXT");
        var broker = prepared(directory, new BrokerSettings(directory.resolve("data"), ports, all), Uuid.randomUuid());
        broker.start();
        proxy.to(second);
        return broker;
    }

    /** Formatted, and not started yet. */
    static BrokerProcess prepared(Path directory, BrokerSettings settings, Uuid cluster) throws IOException {
        Files.createDirectories(directory);
        Node.format(settings, cluster.toString());
        var properties = new Properties();
        properties.putAll(settings.properties());
        try (var out = Files.newOutputStream(directory.resolve("server.properties"))) {
            properties.store(out, null);
        }
        return new BrokerProcess(directory, settings);
    }

    public String bootstrapServers() {
        return settings.bootstrapServers();
    }

    /** Sends SIGKILL and waits until the process is gone. */
    public void kill() {
        process.kill();
    }

    /** Starts again on the same directory and the same ports, and waits until it serves. */
    public void start() throws IOException {
        launch();
        try {
            awaitServing();
        } catch (RuntimeException | Error failure) {
            process.close();
            throw failure;
        }
    }

    /** Starts it and does not wait. */
    void launch() throws IOException {
        process = ChildProcess.java(
                directory.resolve("server.log"),
                OPTIONS,
                "kafka.Kafka",
                directory.resolve("server.properties").toString());
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }

    void awaitServing() {
        long end = System.nanoTime() + START.toNanos();
        while (!serves()) {
            if (!process.isAlive() || System.nanoTime() - end > 0) {
                throw new AssertionError("broker did not start: expected it to serve at " + bootstrapServers()
                        + " within " + START + "; its output is\n" + process.output());
            }
        }
    }

    private boolean serves() {
        try (var admin = Admin.create(Map.of(
                "bootstrap.servers", bootstrapServers(),
                "request.timeout.ms", "500",
                "default.api.timeout.ms", "1000"))) {
            return !admin.describeCluster().nodes().get(2000, MILLISECONDS).isEmpty();
        } catch (ExecutionException | TimeoutException notYet) {
            return false;
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the broker was starting", interrupt);
        }
    }
}
