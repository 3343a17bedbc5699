// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perennial.digits.Digits;
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

class EvaluateCommandTest {

    @TempDir
    private Path directory;

    private Path stream;
    private final StringWriter out = new StringWriter();
    private Exception failure;

    @BeforeEach
    void writeStream() throws IOException {
        Digits digits = Digits.load();
        StringBuilder csv = new StringBuilder();
        for (int p = 0; p < 64; p++) {
            csv.append('p').append(p).append(',');
        }
        csv.append("label\n");
        for (int i = 0; i < 150; i++) {
            for (float value : digits.image(i)) {
                csv.append(value).append(',');
            }
            csv.append(digits.label(i)).append('\n');
        }
        stream = Files.writeString(directory.resolve("stream.csv"), csv);
    }

    @Test
    void aTableALineForEachMethodAndTheFiguresOfEachSeed() throws IOException {
        Path json = directory.resolve("out.json");
        Path html = directory.resolve("out.html");
        int status = run(
                "--method",
                "frozen,petal-fim",
                "--seed",
                "1,2",
                "--views",
                "1",
                "--order",
                "mixed",
                "--limit",
                "128",
                "--json",
                json.toString(),
                "--html",
                html.toString());
        assertThat(failure).isNull();
        assertThat(status).isZero();
        assertThat(out.toString().lines()).hasSize(3);
        assertThat(out.toString()).contains("error", "worst segment", "frozen", "petal-fim", "±");
        JsonNode runs = new ObjectMapper().readTree(json.toFile()).get("runs");
        assertThat(runs).hasSize(4);
        assertThat(runs.get(3).get("method").asText()).isEqualTo("petal-fim");
        assertThat(runs.get(3).get("seed").asInt()).isEqualTo(2);
        assertThat(runs.get(3).get("events").asInt()).isEqualTo(128);
        assertThat(html).content().contains("Restored share");
    }

    @Test
    void aMethodIsTheSameWhicheverMethodsStandBesideIt() throws IOException {
        Path together = directory.resolve("together.json");
        Path alone = directory.resolve("alone.json");
        run("--method", "petal-fim,tent", "--statistics", "batch", "--views", "1", "--json", together.toString());
        assertThat(failure).isNull();
        run("--method", "tent", "--statistics", "batch", "--json", alone.toString());
        JsonNode beside =
                new ObjectMapper().readTree(together.toFile()).get("runs").get(1);
        JsonNode by = new ObjectMapper().readTree(alone.toFile()).get("runs").get(0);
        assertThat(beside.get("nll").asDouble()).isEqualTo(by.get("nll").asDouble());
    }

    @Test
    void whatIsKnownOfTheSourceChangesTheMethodsThatCanUseIt() throws IOException {
        String[] methods = {"--method", "eata,lame,tent", "--statistics", "batch", "--json"};
        JsonNode without = runs(methods, directory.resolve("without.json"));
        JsonNode with = runs(methods, directory.resolve("with.json"), "--train", stream.toString());
        assertThat(nll(with, 0)).isNotEqualTo(nll(without, 0));
        assertThat(nll(with, 1)).isNotEqualTo(nll(without, 1));
        assertThat(nll(with, 2)).isEqualTo(nll(without, 2));
    }

    private JsonNode runs(String[] options, Path json, String... more) throws IOException {
        List<String> all = new ArrayList<>(List.of(options));
        all.add(json.toString());
        all.addAll(List.of(more));
        run(all.toArray(String[]::new));
        assertThat(failure).isNull();
        return new ObjectMapper().readTree(json.toFile()).get("runs");
    }

    private static double nll(JsonNode runs, int run) {
        return runs.get(run).get("nll").asDouble();
    }

    @Test
    void refusesAMethodThatThereIsNot() {
        run("--method", "magic");
        assertThat(failure)
                .hasMessageContaining("adapt.method refused: expected one of")
                .hasMessageContaining("magic");
    }

    @Test
    void refusesALimitOfNothing() {
        run("--limit", "0");
        assertThat(failure)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--limit refused: expected 1 or more, got 0");
    }

    private int run(String... options) {
        List<String> arguments =
                new ArrayList<>(List.of("--bundle", "builtin:digits", "--stream", stream.toString(), "--set"));
        arguments.add("score.threads=1");
        arguments.addAll(List.of(options));
        CommandLine line = new CommandLine(new EvaluateCommand());
        line.setOut(new PrintWriter(out));
        line.setExecutionExceptionHandler((exception, command, parsed) -> {
            failure = exception;
            return 2;
        });
        return line.execute(arguments.toArray(String[]::new));
    }
}
