// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.view.Views;
import io.perennial.config.Settings;
import io.perennial.evaluate.Backtest;
import io.perennial.evaluate.HtmlReport;
import io.perennial.evaluate.JsonReport;
import io.perennial.evaluate.LateLabels;
import io.perennial.evaluate.Order;
import io.perennial.evaluate.Outcome;
import io.perennial.evaluate.Recording;
import io.perennial.evaluate.ResultTable;
import io.perennial.score.PartitionModels;
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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

    @Option(
            names = "--method",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "frozen,norm,petal-fim",
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
            description = "augmented views that a teacher averages (default: the bundle's, else 8)")
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

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            defaultValue = "torch",
            description = "what computes (default: ${DEFAULT-VALUE})")
    private String engine;

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
        Recording recording = stream.read(bundle.labels());
        List<Outcome> outcomes = run(bundle, settings, recording, chosen, late);
        PrintWriter out = spec.commandLine().getOut();
        ResultTable.lines(outcomes).forEach(out::println);
        out.flush();
        if (json != null) {
            JsonReport.write(json, outcomes);
        }
        if (html != null) {
            HtmlReport.write(html, stream.title() + ", " + chosen.name() + " order", outcomes);
        }
        return 0;
    }

    private List<Outcome> run(
            Bundle bundle, List<Settings> settings, Recording recording, Order chosen, LateLabels late)
            throws IOException {
        List<PartitionModels.Options> options =
                settings.stream().map(Options::models).toList();
        Engine computes = Engine.named(engine).threads(settings.get(0).score().threads());
        Recording training = EvaluateModel.wanted(
                        options.stream().map(PartitionModels.Options::method).toList())
                ? stream.training(bundle.labels())
                : null;
        long events = (long) recording.size() * chosen.visits() * settings.size() * seeds.size()
                + (training == null ? 0 : EvaluateModel.fitEvents(training));
        List<Outcome> outcomes = new ArrayList<>();
        try (EvaluateModel opened = EvaluateModel.open(bundle, computes);
                EvaluateProgress progress = EvaluateProgress.of(events)) {
            Recording fitting = opened.fitting(recording);
            if (training != null) {
                progress.task("posterior");
                opened.fit(training, progress::advance);
            }
            Views views = Options.views(settings.get(0).adapt(), bundle.input());
            for (PartitionModels.Options each : options) {
                Backtest backtest = opened.backtest(fitting, views, each.selection());
                for (long seed : seeds) {
                    progress.task(each.method().name());
                    outcomes.add(backtest.run(each.method(), chosen, seed, late, progress::advance));
                }
            }
        }
        return outcomes;
    }

    /** The configuration that {@code run} would have; environment variables do not count, so that a run can be repeated. */
    private Settings settings(String method, Bundle bundle) {
        Map<String, String> keys = new LinkedHashMap<>(set);
        keys.put("bundle", bundle.name());
        keys.put("kafka.bootstrap.servers", "none");
        keys.put("score.engine", engine);
        keys.put("adapt.method", method);
        keys.put("tensor.batch-size", batch);
        putGiven(keys, "adapt.statistics", statistics);
        putGiven(keys, "adapt.statistics-momentum", statisticsMomentum);
        putGiven(keys, "adapt.views", views);
        return Settings.of(keys, Map.of(), bundle.adapt());
    }

    private static void putGiven(Map<String, String> keys, String name, String value) {
        if (value != null) {
            keys.put(name, value);
        }
    }
}
