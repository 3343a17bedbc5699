// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.perennial.demo.Demo;
import io.perennial.demo.DemoSummary;
import io.perennial.digits.DigitStream;
import io.perennial.digits.Digits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code perennial demo}: the built-in example. */
@Command(
        name = "demo",
        description =
                "Streams handwritten digits under changing conditions through a real Kafka broker in this JVM, and"
                        + " shows a model that adapts beside the untouched one.",
        footer = "Exit status: 0 where every event got exactly one answer, 1 otherwise.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "stops after so many seconds of streaming (default: runs until Ctrl-C)")
    private Integer seconds;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "1000",
            description = "events per second (default: ${DEFAULT-VALUE})")
    private double rate;

    @Option(
            names = "--phase",
            paramLabel = "SECONDS",
            defaultValue = "4",
            description = "how long each condition lasts (default: ${DEFAULT-VALUE})")
    private double phase;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "1",
            description = "of the topics; each learns for itself (default: ${DEFAULT-VALUE})")
    private int partitions;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            description = "perennial, petal-fim, petal-sres, norm or frozen (default: the bundle's)")
    private String method;

    @Mixin
    private EngineOptions engine;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "of the stream and the method")
    private long seed;

    @Option(names = "--no-ui", description = "only the table on standard output, no page")
    private boolean noUi;

    @Option(names = "--summary", paramLabel = "FILE", description = "writes the outcome as JSON")
    private Path summary;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!(rate > 0 && phase > 0 && (seconds == null || seconds > 0))) {
            throw new IllegalArgumentException("demo refused: expected --rate, --phase and --seconds above 0");
        }
        Map<String, String> keys = new HashMap<>();
        keys.put("bundle", Bundles.BUILTIN);
        keys.put("score.engine", engine.name());
        keys.put("score.device", engine.device());
        // A network this small gains nothing from a second thread, and on a busy machine loses a third of its speed.
        keys.put("score.threads", "1");
        keys.put("adapt.seed", Long.toString(seed));
        keys.put("observe.port", "0");
        keys.put("publish.labels-topic", Demo.TOPICS.labels());
        if (method != null) {
            keys.put("adapt.method", method);
        }
        DigitStream digits = new DigitStream(Digits.load(), seed, (int) Math.ceil(rate * phase));
        Demo demo = new Demo(digits, rate, partitions, spec.commandLine().getOut());
        DemoSummary result = demo.run(seconds, new DemoService(keys, !noUi)::start);
        if (summary != null) {
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(summary.toFile(), result);
        }
        return result.missing() == 0 && result.duplicates() == 0 ? 0 : 1;
    }
}
