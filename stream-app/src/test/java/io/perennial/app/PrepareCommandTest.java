// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl;
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

    /** The digits' network as if each digit were a label of its own. */
    @Test
    void aBundleOfTheSetsThatLabelsForm() throws IOException {
        model = Files.write(directory.resolve("labels.onnx"), sigmoids(Files.readAllBytes(model)));
        String train = csv("train.csv", 0, 100, true);
        Path words = Path.of(train);
        Files.writeString(
                words, Files.readString(words).replaceAll("(?m),3$", ",three").replaceAll("(?m),[0-9]$", ",none"));
        int status = run("--train", train, "--classes", "zero,one,two,three,four,five,six,seven,eight,nine");
        assertThat(failure).isNull();
        assertThat(status).isZero();
        assertThat(out.toString())
                .contains("1024 classes, 100 training events")
                .contains("the classes are the 1024 sets that 10 labels can form");
        Bundle read = Bundle.read(directory.resolve("made"));
        assertThat(read.labels()).hasSize(1024).startsWith("none", "zero", "one", "zero+one");
        assertThat(read.labels().get(1 << 3 | 1 << 9)).isEqualTo("three+nine");
        assertThat(read.posterior()).isPresent();
    }

    private static byte[] sigmoids(byte[] onnx) throws IOException {
        OnnxMl.ModelProto given = OnnxMl.ModelProto.parseFrom(onnx);
        String logits = given.getGraph().getOutput(0).getName();
        OnnxMl.GraphProto.Builder graph = given.getGraph().toBuilder()
                .clearOutput()
                .addOutput(OnnxMl.ValueInfoProto.newBuilder().setName("scores"))
                .addNode(OnnxMl.NodeProto.newBuilder()
                        .setOpType("Sigmoid")
                        .addInput(logits)
                        .addOutput("scores"));
        return given.toBuilder().setGraph(graph).build().toByteArray();
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
