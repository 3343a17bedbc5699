// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.digits.Digits;
import io.perennial.store.Bundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PrepareCommandTest {

    @TempDir
    private Path directory;

    private Path model;
    private final StringWriter out = new StringWriter();
    private Exception failure;

    @BeforeEach
    void write() throws IOException {
        byte[] onnx = Bundle.resource(PrepareCommandTest.class.getClassLoader(), Digits.BUNDLE_ROOT)
                .model();
        model = Files.write(directory.resolve("model.onnx"), onnx);
    }

    @Test
    void isACommandOfTheProgram() {
        assertThat(Main.class.getAnnotation(CommandLine.Command.class).subcommands())
                .contains(PrepareCommand.class);
    }

    @Test
    void aBundleThatEvaluateTakes() throws IOException {
        Path bundle = directory.resolve("made");
        int status = run(
                "--train",
                csv("train.csv", 0, 200, true),
                "--validation",
                csv("held.csv", 200, 100, true),
                "--classes",
                "zero,one,two,three,four,five,six,seven,eight,nine",
                "--bundle-version",
                "1.10");
        assertThat(failure).isNull();
        assertThat(status).isZero();
        assertThat(out.toString())
                .contains("bundle made@1.10 in " + bundle, "10 classes, 200 training events", "posterior fitted")
                .contains("on held-out events");
        Bundle read = Bundle.read(bundle);
        assertThat(read.labels()).startsWith("zero").endsWith("nine");
        assertThat(read.provenance()).containsEntry("prepared-by", Main.VERSION);
        assertThat(read.reference().orElseThrow().accuracy().orElseThrow()).isGreaterThan(0.9);
        CommandLine evaluate = new CommandLine(new EvaluateCommand()).setOut(new PrintWriter(out));
        int evaluated = evaluate.execute(
                "--bundle",
                bundle.toString(),
                "--stream",
                csv("stream.csv", 300, 64, false),
                "--method",
                "frozen",
                "--set",
                "score.threads=1");
        assertThat(evaluated).isZero();
        assertThat(out.toString()).contains("frozen");
    }

    @Test
    void theSameCommandAgainGivesTheSameBytesAndSaysWhereLabelsLack() throws IOException {
        String train = csv("train.csv", 0, 50, false);
        assertThat(run("--train", train, "--name", "first")).isZero();
        assertThat(out.toString()).contains("NO posterior", "accuracy not known, mean confidence");
        Path bundle = directory.resolve("made");
        byte[] yaml = Files.readAllBytes(bundle.resolve("bundle.yaml"));
        byte[] reference = Files.readAllBytes(bundle.resolve("reference.json"));
        assertThat(run("--train", train, "--name", "first")).isZero();
        assertThat(bundle.resolve("bundle.yaml")).hasBinaryContent(yaml);
        assertThat(bundle.resolve("reference.json")).hasBinaryContent(reference);
        assertThat(bundle.resolve("posterior.safetensors")).doesNotExist();
    }

    @Test
    void refusesBeforeItComputesWhatCouldNotBeWritten() throws IOException {
        String train = csv("train.csv", 0, 20, true);
        refuses("--name refused: expected up to 128 letters", "--train", train, "--name", "my bundle");
        refuses("--bundle-version refused: expected up to 128", "--train", train, "--bundle-version", "../1");
        refuses("--epochs refused: expected more than 0, got 0", "--train", train, "--epochs", "0");
        refuses("--learning-rate refused: expected more than 0", "--train", train, "--learning-rate", "NaN");
        refuses("label refused: expected one of [a, b]", "--train", words("words.csv"), "--classes", "a,b");
        refuses(
                "expected one to read, found none",
                "--train",
                directory.resolve("none.csv").toString());
        assertThat(directory.resolve("made")).doesNotExist();
        Files.createDirectory(directory.resolve("made"));
        Files.writeString(directory.resolve("made/thesis.tex"), "years");
        refuses("--out refused: expected an empty directory or a bundle, got \"thesis.tex\" in it", "--train", train);
        assertThat(directory.resolve("made/thesis.tex")).hasContent("years");
    }

    private void refuses(String reason, String... options) {
        failure = null;
        assertThat(run(options)).isEqualTo(2);
        assertThat(failure).isInstanceOf(IllegalArgumentException.class);
        assertThat(failure).hasMessageContaining(reason);
    }

    private int run(String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "--model", model.toString(), "--out", directory.resolve("made").toString(), "--snapshots", "1"));
        if (!List.of(options).contains("--epochs")) {
            arguments.addAll(List.of("--epochs", "1"));
        }
        arguments.addAll(List.of(options));
        return new CommandLine(new PrepareCommand())
                .setOut(new PrintWriter(out))
                .setExecutionExceptionHandler((exception, command, parsed) -> {
                    failure = exception;
                    return 2;
                })
                .execute(arguments.toArray(String[]::new));
    }

    private String words(String name) throws IOException {
        Path numbers = Path.of(csv(name, 0, 3, true));
        return Files.writeString(numbers, Files.readString(numbers).replaceAll("(?m),([0-9])$", ",word"))
                .toString();
    }

    private String csv(String name, int from, int count, boolean labelled) throws IOException {
        Digits digits = Digits.load();
        StringBuilder csv = new StringBuilder();
        for (int p = 0; p < 64; p++) {
            csv.append(p == 0 ? "p" : ",p").append(p);
        }
        csv.append(labelled ? ",label\n" : "\n");
        for (int i = from; i < from + count; i++) {
            float[] image = digits.image(i);
            for (int p = 0; p < 64; p++) {
                csv.append(p == 0 ? "" : ",").append(image[p]);
            }
            csv.append(labelled ? "," + digits.label(i) : "").append('\n');
        }
        return Files.writeString(directory.resolve(name), csv).toString();
    }
}
