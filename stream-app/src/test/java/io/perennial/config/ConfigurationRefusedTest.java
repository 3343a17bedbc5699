// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationRefusedTest {

    private static final String MINIMAL = "bundle: b\nkafka: {bootstrap.servers: 'h:1'}\n";

    @TempDir
    private Path directory;

    private List<String> problems(byte[] yaml, Map<String, String> environment, Map<String, String> bundle) {
        Path file = directory.resolve("p.yaml");
        try {
            Files.write(file, yaml);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        ConfigurationRefused refused =
                catchThrowableOfType(ConfigurationRefused.class, () -> Settings.load(file, environment, bundle));
        assertThat(refused).as("refusal").isNotNull();
        assertThat(refused.getMessage()).contains(refused.problems());
        return refused.problems();
    }

    private List<String> problems(String yaml) {
        return problems(yaml.getBytes(StandardCharsets.UTF_8), Map.of(), Map.of());
    }

    @ParameterizedTest
    @CsvSource({
        "tensor, batch-size, 0",
        "tensor, batch-size, many",
        "tensor, batch-size, 1.5",
        "tensor, batch-size, ''",
        "tensor, max-wait, 500",
        "tensor, max-wait, 0s",
        "tensor, max-wait, -1s",
        "record, max-bytes, 1MB",
        "record, max-bytes, 3GiB",
        "record, topic, a/b",
        "record, topic, ..",
        "score, abstain-below, 1.1",
        "score, abstain-below, NaN",
        "score, source-shadow, yes",
        "score, source-shadow, ture",
        "adapt, method, petal",
        "adapt, statistics, average",
        "adapt, parameters, 'conv('",
        "adapt, prior-damping, 0",
        "adapt, seed, 1e3",
        "publish, guarantee, exactly_once",
        "publish, labels-topic, a b",
        "observe, port, 65536"
    })
    void namesTheKeyTheValueTheLineAndTheRemedy(String group, String key, String value) {
        List<String> problems = problems(MINIMAL + group + ":\n  " + key + ": '" + value + "'\n");

        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith(group + "." + key + " refused: expected ")
                .contains("got \"" + value + "\"", "[p.yaml:4]; correct it");
    }

    @Test
    void reportsAllProblemsAtOnce() {
        List<String> problems = problems("tensor: {batch-size: 0, max-wait: 5}\nadpat: {views: 3}\n");

        assertThat(problems)
                .containsExactlyInAnyOrder(
                        "adpat.views refused: expected a known key, got one that is not [p.yaml:2]; did you mean"
                                + " adapt.views?",
                        "tensor.batch-size refused: expected an integer, from 1 to 65536, got \"0\" [p.yaml:1]; correct"
                                + " it, or leave it out for the default",
                        "tensor.max-wait refused: expected a duration such as 500ms, 1s or 2m, from 1 to 3600000ms, got"
                                + " \"5\" [p.yaml:1]; correct it, or leave it out for the default",
                        "bundle refused: expected the directory of a bundle, got nothing; set bundle: builtin:digits to"
                                + " try the built-in example",
                        "kafka.bootstrap.servers refused: expected brokers as host:port, got nothing; set kafka:"
                                + " bootstrap.servers, or PERENNIAL_KAFKA_BOOTSTRAP_SERVERS");
    }

    @ParameterizedTest
    @CsvSource({
        "batch-size, tensor.batch-size",
        "tensor.batchSize, tensor.batch-size",
        "tensor.batch_size, tensor.batch-size",
        "adapt.learningrate, adapt.learning-rate",
        "adapt.inline-limit, adapt.checkpoint.inline-limit",
        "publish.prediction-topic, publish.predictions-topic"
    })
    void suggestsTheNearestKey(String key, String nearest) {
        assertThat(problems(MINIMAL + key + ": 1\n"))
                .singleElement()
                .asString()
                .startsWith(key + " refused")
                .endsWith("; did you mean " + nearest + "?");
    }

    @Test
    void suggestsNothingWhereNothingIsNear() {
        assertThat(problems(MINIMAL + "weather: sunny\n"))
                .singleElement()
                .asString()
                .endsWith("; remove it");
    }

    @Test
    void refusesUnknownVariablesOfItsOwnGroups() {
        assertThat(problems(
                        MINIMAL.getBytes(StandardCharsets.UTF_8), Map.of("PERENNIAL_TENSOR_BATCHSIZE", "1"), Map.of()))
                .singleElement()
                .asString()
                .contains("PERENNIAL_TENSOR_BATCHSIZE", "did you mean PERENNIAL_TENSOR_BATCH_SIZE?");
    }

    @Test
    void namesTheVariableThatIsWrong() {
        assertThat(problems(
                        MINIMAL.getBytes(StandardCharsets.UTF_8), Map.of("PERENNIAL_TENSOR_BATCH_SIZE", "x"), Map.of()))
                .singleElement()
                .asString()
                .contains("[PERENNIAL_TENSOR_BATCH_SIZE]");
    }

    @Test
    void refusesAnythingButAdaptationFromABundle() {
        assertThat(problems(MINIMAL.getBytes(StandardCharsets.UTF_8), Map.of(), Map.of("record.topic", "x")))
                .singleElement()
                .asString()
                .startsWith("record.topic refused: expected only keys of adapt");
    }

    @Test
    void refusesClientPropertiesThatHaveAKeyOfTheirOwn() {
        assertThat(problems(MINIMAL.replace("}", ", processing.guarantee: at_least_once}")))
                .singleElement()
                .asString()
                .endsWith("set publish.guarantee");
    }

    @Test
    void refusesOneTopicForTwoThings() {
        assertThat(problems(MINIMAL + "publish: {predictions-topic: perennial.events}\n"))
                .singleElement()
                .asString()
                .contains("perennial.events", "a topic of its own");
    }

    @Test
    void namesReferencesThatLeadNowhereWithoutShowingSecrets() {
        assertThat(problems(MINIMAL.replace("}", ", ssl.key.password: 'hunter${NOWHERE}'}")))
                .singleElement()
                .asString()
                .contains("kafka.ssl.key.password", "********")
                .doesNotContain("hunter");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: b: c",
                "[1, 2]",
                "text",
                "tensor: {batch-size: 1",
                "tensor: {}\ntensor: {}",
                "a: &x 1\nb: *x",
                "---\na: 1\n---\nb: 2",
                "tensor: [[1]]",
                "\t- x",
                "tensor.views: 1\ntensor: {views: 2}"
            })
    void refusesWhatIsNotOneCleanDocument(String yaml) {
        assertThat(problems(yaml)).anyMatch(p -> p.startsWith("configuration file refused: expected "));
    }

    @Test
    void refusesBytesThatAreNoText() {
        assertThat(problems(new byte[] {(byte) 0xC3, (byte) 0x28}, Map.of(), Map.of()))
                .anyMatch(p -> p.startsWith("configuration file refused: expected text in UTF-8"));
    }

    @Test
    void refusesAFileThatIsNotThere() {
        ConfigurationRefused refused = catchThrowableOfType(
                ConfigurationRefused.class, () -> Settings.load(directory.resolve("none.yaml"), Map.of(), Map.of()));

        assertThat(refused.problems().get(0)).contains("expected a readable file", "none.yaml");
    }

    @Test
    void readsAnEmptyFileAsNoKeys() {
        assertThat(problems("# nothing\n")).hasSize(2);
    }
}
