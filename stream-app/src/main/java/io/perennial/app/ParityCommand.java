// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.adaptation.golden.GoldenCase;
import io.perennial.adaptation.golden.Parity;
import io.perennial.adaptation.network.Engine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code perennial parity}: replays a recorded run and compares every step. */
@Command(
        name = "parity",
        description =
                "Replays a run recorded with the PETAL authors' code and prints the largest differences per step.",
        footer = "Exit status: 0 inside the run's tolerances, 1 outside.",
        mixinStandardHelpOptions = true)
final class ParityCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "DIR",
            description = "a directory with model.onnx, case.json, batches.npy, views.npy and the recorded results")
    private Path directory;

    @Mixin
    private EngineOptions engine;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (!Files.isRegularFile(directory.resolve("case.json"))) {
            throw new IllegalArgumentException("recorded run refused: expected case.json in " + directory
                    + ", found none; name the directory of one case");
        }
        PrintWriter out = spec.commandLine().getOut();
        Engine chosen = engine.engine();
        out.println(directory + " on " + chosen.describe());
        GoldenCase golden = GoldenCase.read(name -> Files.readAllBytes(directory.resolve(name)));
        Parity.Report report = Parity.replay(golden, chosen);
        out.println("step  teacher logits  anchor confidence  restored share");
        for (Parity.Step step : report.steps()) {
            out.printf(
                    Locale.ROOT,
                    "%4d  %14.2e  %17.2e  %14.2e%n",
                    step.step(),
                    step.teacherLogits(),
                    step.anchorConfidence(),
                    step.restoredShare());
        }
        out.printf(
                Locale.ROOT,
                "displacement of the student %.2e, of the teacher %.2e%n",
                report.displacement(),
                report.teacherDisplacement());
        report.turned()
                .forEach(
                        step -> out.println(
                                "step " + step + " restored the other of two gradients that are closer than"
                                        + " float32 rounds them: which one is smaller is the order of this engine's additions"));
        report.exceeded().forEach(line -> out.println("OUTSIDE " + line));
        out.println(report.agrees() ? "agrees with the reference" : "does NOT agree with the reference");
        out.flush();
        return report.agrees() ? 0 : 1;
    }
}
