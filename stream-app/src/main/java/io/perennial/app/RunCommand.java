// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.broker.EmbeddedKafka;
import io.perennial.config.Settings;
import io.perennial.store.Bundle;
import io.perennial.topology.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code perennial run}: the service. */
@Command(
        name = "run",
        description = "Runs the service against a Kafka cluster until it is stopped (SIGTERM, Ctrl-C).",
        footer = {
            "Any key can be overridden by the environment: PERENNIAL_TENSOR_BATCH_SIZE=128.",
            "Exit status: 128 + the signal that stopped it (143 for SIGTERM), 1 where the stream could not go on,",
            "2 for a refused configuration."
        },
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

    @Mixin
    private ConfigOptions config;

    @Option(
            names = "--embedded",
            description = "starts a Kafka broker in this JVM and creates the topics, for trying on a laptop")
    private boolean embedded;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (EmbeddedKafka broker = embedded ? EmbeddedKafka.start() : null) {
            Map<String, String> environment = config.environment();
            if (broker != null) {
                environment.put("PERENNIAL_KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
            }
            Bundles.Configured configured = config.configured(environment);
            Settings settings = configured.settings();
            PrintWriter out = spec.commandLine().getOut();
            if (broker != null) {
                Topics topics = Options.topics(settings);
                broker.createTopics(1, topics.names().toArray(String[]::new));
                out.println("embedded broker: " + broker.bootstrapServers() + ", topics " + topics.names());
            }
            return serve(settings, configured.bundle(), broker, out);
        }
    }

    private static int serve(Settings settings, Bundle bundle, EmbeddedKafka broker, PrintWriter out)
            throws InterruptedException {
        PerennialApp app = PerennialApp.start(settings, bundle);
        if (broker != null) {
            broker.closeFirst(app);
            broker.faulted().thenAccept(reason -> app.fail("the embedded broker failed: " + reason));
        }
        SignalStop stop = SignalStop.of(broker == null ? app::close : broker::close);
        if (app.port() >= 0) {
            String address = "http://" + settings.observe().host() + ":" + app.port();
            out.println((app.hasPage() ? "page, metrics and health: " : "metrics and health: ") + address);
        }
        out.flush();
        Throwable failure = app.awaitStopped();
        int status = stop.status();
        if (failure != null) {
            throw new IllegalStateException("the stream could not go on", failure);
        }
        return status;
    }
}
