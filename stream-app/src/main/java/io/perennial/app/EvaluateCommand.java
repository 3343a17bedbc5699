// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.adaptation.network.Engine;
import io.perennial.config.Settings;
import io.perennial.evaluate.Backtest;
import io.perennial.evaluate.HtmlReport;
import io.perennial.evaluate.JsonReport;
import io.perennial.evaluate.LateLabels;
import io.perennial.evaluate.Order;
import io.perennial.evaluate.Outcome;
import io.perennial.evaluate.Recording;
import io.perennial.evaluate.ResultTable;
import io.perennial.evaluate.TopicStream;
import io.perennial.store.Bundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code perennial evaluate}: the backtest. */
@Command(
        name = "evaluate",
        description = "Streams a recording through adaptation methods and shows what each would have done to it.",
        footer = "Exit status: 0 after a finished backtest, 1 for a failure, 2 for a refused argument or file.",
        mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {

    @ArgGroup(multiplicity = "1")
    private EvaluateSource model;

    @ArgGroup(validate = false)
    private EvaluateStream stream = new EvaluateStream();

    @ArgGroup(validate = false)
    private EvaluateTopic topic = new EvaluateTopic();

    @Option(
            names = "--method",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "frozen,norm,perennial",
            description = "methods to compare, comma-separated (default: ${DEFAULT-VALUE})")
    private List<String> methods;

    @Option(
            names = "--statistics",
            paramLabel = "KIND",
            description = "normalisation statistics: batch, source, mix or ema (default: the bundle's, else ema)")
    private String statistics;

    @Option(
            names = "--statistics-momentum",
            paramLabel = "SHARE",
            description = "of a full batch in the moving average (default: the bundle's, else 0.05)")
    private String statisticsMomentum;

    @Option(
            names = "--views",
            paramLabel = "N",
            description = "augmented views that a teacher averages (default: the bundle's, else 16)")
    private String views;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "any other key of adapt or score as in the configuration, such as adapt.prior-weight=0")
    private Map<String, String> set = new LinkedHashMap<>();

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "64",
            description = "events of a micro-batch (default: ${DEFAULT-VALUE})")
    private String batch;

    @Option(
            names = "--seed",
            paramLabel = "N",
            split = ",",
            defaultValue = "1",
            description = "seeds, comma-separated; each is a run (default: ${DEFAULT-VALUE})")
    private List<Long> seeds;

    @Option(
            names = "--order",
            paramLabel = "ORDER",
            defaultValue = "natural",
            description = {
                "natural: as recorded (default)",
                "shuffled: within each segment",
                "correlated: each segment sorted by class",
                "mixed: all segments shuffled together",
                "recurring:N: the whole stream N times"
            })
    private String order;

    @Option(
            names = "--cue-delay",
            paramLabel = "N",
            defaultValue = "0",
            description = "events after which a label is told to the methods that listen (default: ${DEFAULT-VALUE})")
    private int cueDelay;

    @Option(
            names = "--cue-share",
            paramLabel = "SHARE",
            defaultValue = "0",
            description =
                    "of the events whose label is told, with --set adapt.label-weight=1 (default: ${DEFAULT-VALUE})")
    private double cueShare;

    @Mixin
    private EngineOptions engine;

    @Option(names = "--json", paramLabel = "FILE", description = "writes the figures as JSON")
    private Path json;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "writes a report with charts, one file that needs no network")
    private Path html;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Bundle bundle = model.read();
        Order chosen = Order.parse(order);
        LateLabels late = new LateLabels(cueDelay, cueShare);
        List<Settings> settings =
                methods.stream().map(method -> settings(method, bundle)).toList();
        if (stream.isGiven() == topic.isGiven()) {
            throw new ParameterException(spec.commandLine(), "expected one of --stream and --topic");
        }
        stream.check();
        List<Outcome> outcomes = run(bundle, settings, chosen, late);
        PrintWriter out = spec.commandLine().getOut();
        ResultTable.lines(outcomes).forEach(out::println);
        out.flush();
        if (json != null) {
            JsonReport.write(json, outcomes);
        }
        if (html != null) {
            HtmlReport.write(
                    html,
                    (topic.isGiven() ? topic.title() : stream.title()) + ", " + chosen.name() + " order",
                    outcomes);
        }
        return 0;
    }

    private List<Outcome> run(Bundle bundle, List<Settings> settings, Order chosen, LateLabels late)
            throws IOException {
        List<Evaluation.Candidate> candidates =
                settings.stream().map(Evaluation::candidate).toList();
        Engine computes = Options.engine(settings.get(0));
        Recording training = Evaluation.wantsTraining(candidates) ? stream.training(bundle.labels()) : null;
        List<Outcome> outcomes = new ArrayList<>();
        try (Evaluation opened = Evaluation.open(bundle, computes, Options.sourceDevice(settings.get(0)))) {
            Recording fitting = opened.fitting(stream.limited(read(bundle, settings.get(0), opened)));
            long events = (long) fitting.size() * chosen.visits() * settings.size() * seeds.size()
                    + (training == null ? 0 : Evaluation.fitEvents(training, candidates));
            try (EvaluateProgress progress = EvaluateProgress.of(events)) {
                if (training != null) {
                    progress.task("posterior");
                    opened.train(training, candidates, progress::advance);
                }
                for (Evaluation.Candidate candidate : candidates) {
                    Backtest backtest = opened.backtest(fitting, candidate);
                    for (long seed : seeds) {
                        progress.task(candidate.method().name());
                        outcomes.add(backtest.run(
                                candidate.method(), chosen.sequence(fitting, seed), seed, late, progress::advance));
                    }
                }
            }
        }
        return outcomes;
    }

    private Recording read(Bundle bundle, Settings settings, Evaluation opened) throws IOException {
        if (!topic.isGiven()) {
            return stream.read(bundle.labels());
        }
        TopicStream.Read read = topic.read(
                bundle.input().raw(), opened.classNames(), settings.record().maxBytes());
        PrintWriter err = spec.commandLine().getErr();
        read.remarks().forEach(remark -> err.println("topic " + topic.title() + ": " + remark));
        err.flush();
        return read.recording();
    }

    private Settings settings(String method, Bundle bundle) {
        Map<String, String> keys = new LinkedHashMap<>(set);
        keys.put("score.engine", engine.name());
        keys.putIfAbsent("score.device", engine.device());
        keys.put("adapt.method", method);
        keys.put("tensor.batch-size", batch);
        putGiven(keys, "adapt.statistics", statistics);
        putGiven(keys, "adapt.statistics-momentum", statisticsMomentum);
        putGiven(keys, "adapt.views", views);
        return EvaluateSettings.of(bundle, keys);
    }

    private static void putGiven(Map<String, String> keys, String name, String value) {
        if (value != null) {
            keys.put(name, value);
        }
    }
}
