// SPDX-License-Identifier: Apache-2.0
package io.perennial.deploy.image;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the image, and that it starts: unpacked, with its own runtime, libraries and natives, and nothing else. */
class ImageIT {

    private static final String MODEL = "../examples/digits/bundle/model.onnx";
    private static final String BOM = "opt/perennial/sbom/bom.json";

    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)");

    /** As the build was told: {@code torch} or {@code nd4j}. */
    private static final String ENGINE = System.getProperty("perennial.image.engine");

    private static final Pattern SIZE = Pattern.compile("`" + ENGINE + "`, (\\d+) MB unpacked, (\\d+) MB packed");

    @TempDir
    private static Path root;

    private static ImageArchive image;

    @TempDir
    private Path directory;

    @BeforeAll
    static void unpack() throws IOException {
        image = ImageArchive.open();
        image.unpack(root);
    }

    @Test
    void servesAStreamAndStopsInOrder() throws Exception {
        Path state = Files.createDirectory(directory.resolve("state"));
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        try (EventStream stream = EventStream.open()) {
            Path config = stream.configure(directory.resolve("perennial.yaml"), 0, state);
            Path secrets = stream.secrets(directory.resolve("secrets"));
            Process process = start(temporary, "run", "--config", config.toString(), "--secrets", secrets.toString());
            try {
                stream.send(200);
                stream.awaitPredictions();

                assertThat(health("started")).isEqualTo(200);
                assertThat(health("ready")).isEqualTo(200);
                process.destroy();
                assertThat(process.waitFor(40, SECONDS)).isTrue();
                assertThat(process.exitValue()).as(output()).isEqualTo(143);
            } finally {
                process.destroyForcibly();
            }
        }
        assertThat(output()).doesNotContain("ERROR").doesNotContain("WARNING");
        try (var files = Files.list(temporary)) {
            assertThat(files.filter(file -> !file.getFileName().toString().startsWith("hsperfdata")))
                    .as("nothing was unpacked")
                    .isEmpty();
        }
    }

    @Test
    void refusesAMisspeltKey() throws Exception {
        Path config = directory.resolve("perennial.yaml");
        Files.writeString(
                config, "bundle: builtin:digits\nkafka:\n  bootstrap.servers: x:1\ntensor:\n  batchsize: 3\n");
        Process process = start(directory, "run", "--config", config.toString());

        assertThat(process.waitFor(40, SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(output()).contains("tensor.batchsize").contains("tensor.batch-size");
    }

    @Test
    void runsAsNobodyInParticular() {
        JsonNode configuration = image.configuration();

        assertThat(configuration.get("User").asText()).isEqualTo("10001:10001");
        assertThat(configuration.get("Entrypoint").get(0).asText()).isEqualTo("/opt/java/bin/java");
        assertThat(configuration.get("Env"))
                .extracting(JsonNode::asText)
                .contains("ORT_DISABLE_TELEMETRY=1", "MALLOC_ARENA_MAX=2", "OPENBLAS_THREAD_TIMEOUT=10");
        assertThat(configuration
                        .get("Labels")
                        .get("org.opencontainers.image.licenses")
                        .asText())
                .isEqualTo("Apache-2.0");
    }

    @Test
    void hasNoShellAndNoOtherPlatform() throws IOException {
        assertThat(root.resolve("bin/sh")).doesNotExist();
        assertThat(root.resolve("usr/bin/sh")).doesNotExist();
        try (var files = Files.walk(root)) {
            assertThat(files.map(file -> root.relativize(file).toString()))
                    .noneMatch(file -> file.endsWith(".dll") || file.endsWith(".dylib") || file.endsWith("-musl.so"))
                    .noneMatch(file -> file.matches(".*linux-x86_64\\.jar"))
                    .contains("opt/perennial/natives/libonnxruntime.so");
        }
    }

    @Test
    void hasOneEngineAndNothingOfTheOther() throws IOException {
        boolean torch = ENGINE.equals("torch");
        try (var files = Files.walk(root.resolve("opt/perennial"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .contains(torch ? "libtorch_cpu.so" : "libnd4jcpu.so")
                    .noneMatch(file -> file.contains(torch ? "nd4j" : "torch"));
        }
        assertThat(Files.readString(root.resolve(BOM)))
                .contains(torch ? "pkg:maven/org.bytedeco/pytorch@" : "pkg:maven/org.nd4j/nd4j-native@")
                .doesNotContain(torch ? "pkg:maven/org.nd4j/" : "pkg:maven/org.bytedeco/pytorch@");
    }

    @Test
    void namesItsEngineWithoutBeingTold() throws Exception {
        Process process = start(directory, "inspect", MODEL);

        assertThat(process.waitFor(60, SECONDS)).isTrue();
        assertThat(output())
                .containsPattern("engine: " + (ENGINE.equals("torch") ? "libtorch" : "ND4J") + " .* CPU thread")
                .contains("this model can be adapted");
    }

    @Test
    void refusesTheEngineThatItLacks() throws Exception {
        String other = ENGINE.equals("torch") ? "nd4j" : "torch";
        Process process = start(directory, "inspect", "--engine", other, MODEL);

        assertThat(process.waitFor(60, SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(output())
                .contains(
                        "score.engine refused: expected " + ENGINE + ", the only engine of this build, got \"" + other);
    }

    @Test
    void saysWhatItIsMadeOf() throws IOException {
        JsonNode bom = new ObjectMapper().readTree(root.resolve(BOM).toFile());
        List<String> made = new ArrayList<>();
        bom.get("components")
                .forEach(part -> made.add(
                        part.get("name").asText() + "-" + part.get("version").asText()));

        assertThat(bom.get("bomFormat").asText()).isEqualTo("CycloneDX");
        try (var jars = Files.list(root.resolve("opt/perennial/lib"))) {
            assertThat(jars.map(jar -> jar.getFileName().toString().replaceAll("\\.jar$", "")))
                    .isSubsetOf(made);
        }
    }

    @Test
    void isAsLargeAsTheDocumentationSays() throws IOException {
        Matcher said = SIZE.matcher(Files.readString(Path.of("..", "docs", "howto", "image.md")));
        assertThat(said.find()).isTrue();
        assumeTrue(image.hasBase(), "the sizes are those of an image with a base");
        try (var files = Files.walk(root)) {
            long unpacked = files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
            assertThat(unpacked / 1e6).isCloseTo(Double.parseDouble(said.group(1)), withinPercentage(5));
        }
        assertThat(Files.size(ImageArchive.TAR) / 1e6)
                .isCloseTo(Double.parseDouble(said.group(2)), withinPercentage(5));
    }

    private Process start(Path temporary, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        JsonNode entry = image.configuration().get("Entrypoint");
        command.add(inRoot(entry.get(0).asText()));
        command.add("-Djava.io.tmpdir=" + temporary);
        command.add("-Xmx256m");
        command.add("@" + options());
        for (int i = 2; i < entry.size(); i++) {
            command.add(entry.get(i).asText());
        }
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log().toFile());
        builder.environment().clear();
        image.configuration().get("Env").forEach(variable -> {
            String[] parts = variable.asText().split("=", 2);
            builder.environment().put(parts[0], parts[1]);
        });
        return builder.start();
    }

    /** The image's options, whose paths are those inside of it. */
    private Path options() throws IOException {
        String options = Files.readString(root.resolve("opt/perennial/java.options"));
        return Files.writeString(directory.resolve("java.options"), options.replace("/opt/", root + "/opt/"));
    }

    private static String inRoot(String path) {
        return root.resolve(path.substring(1)).toString();
    }

    private int health(String question) throws IOException, InterruptedException {
        Matcher address = ADDRESS.matcher(output());
        await().atMost(20, SECONDS).until(() -> address.reset(output()).find());
        URI uri = URI.create(address.group() + "/health/" + question);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .statusCode();
    }

    private Path log() {
        return directory.resolve("log");
    }

    private String output() throws IOException {
        return Files.readString(log());
    }
}
