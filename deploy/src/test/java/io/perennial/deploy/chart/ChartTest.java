// SPDX-License-Identifier: Apache-2.0
package io.perennial.deploy.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.perennial.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each values file in {@code ci}: linted, rendered, read as the cluster would and as the application does. */
class ChartTest {

    /** Texts that look like numbers keep their quotes: the difference matters to the cluster. */
    private static final ObjectMapper READABLE = new ObjectMapper(YAMLFactory.builder()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build());

    @TempDir
    private Path directory;

    @BeforeAll
    static void helm() {
        Chart.needHelm();
    }

    static List<String> cases() throws IOException {
        return Chart.cases();
    }

    /** What the documentation shows as values is rendered, too. */
    @Test
    void takesTheValuesOfTheDocumentation() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "howto", "kubernetes.md"))
                + Files.readString(Path.of("..", "docs", "howto", "seldon-kserve.md"));
        List<String> examples = Pattern.compile("(?s)```yaml\n(.*?)```")
                .matcher(page)
                .results()
                .map(block -> block.group(1))
                .filter(block -> !block.contains("apiVersion:"))
                .toList();
        assertThat(examples).hasSize(4);
        for (String example : examples) {
            Path values = Files.writeString(directory.resolve("values.yaml"), example);
            assertThat(Manifest.read(Chart.renderExample(values)))
                    .filteredOn(StrictModels::knows)
                    .isNotEmpty()
                    .allSatisfy(StrictModels::read);
        }
    }

    @Test
    void thereAreCasesForAllThatCanBeSwitched() throws IOException {
        assertThat(cases()).hasSizeGreaterThanOrEqualTo(12);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void passesHelmsLint(String name) throws IOException {
        LintResult result = Chart.lint(name, directory.resolve("chart"));
        assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void holdsObjectsThatTheClusterTakes(String name) {
        for (Manifest manifest : Manifest.read(Chart.render(name))) {
            if (StrictModels.knows(manifest)) {
                HasMetadata read = StrictModels.read(manifest);
                assertThat(read.getMetadata().getName()).isEqualTo(manifest.name());
            } else {
                CustomResources.check(manifest);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void runsPodsThatMayDoNothing(String name) {
        List<Manifest> pods = Manifest.read(Chart.render(name)).stream()
                .filter(Manifest::hasPods)
                .toList();
        assertThat(pods).isNotEmpty().allSatisfy(PodRules::check);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void namesNothingThatIsNotThere(String name) throws IOException {
        new References(Manifest.read(Chart.render(name)), Chart.merged(name)).check();
    }

    /** Every pod, with the variables and files that it gets and no other. */
    @ParameterizedTest
    @MethodSource("cases")
    void configuresTheApplication(String name) throws IOException {
        List<Manifest> manifests = Manifest.read(Chart.render(name));
        JsonNode values = Chart.merged(name);
        for (Manifest pod : manifests) {
            if (pod.hasPods()) {
                Settings settings = settings(manifests, pod, directory.resolve(pod.name() + ".yaml"));
                assertThat(settings.kafka())
                        .containsEntry(
                                "bootstrap.servers",
                                values.at("/kafka/bootstrapServers").asText());
                assertThat(settings.observe().port())
                        .isEqualTo(values.at("/observe/port").asInt());
                assertThat(settings.observe().host()).isEqualTo("0.0.0.0");
            }
        }
    }

    static Settings settings(List<Manifest> manifests, Manifest pod, Path file) throws IOException {
        String map = pod.pod().at("/spec/volumes/0/configMap/name").asText();
        String config = manifests.stream()
                .filter(other ->
                        other.kind().equals("ConfigMap") && other.name().equals(map))
                .findFirst()
                .orElseThrow()
                .at("/data/perennial.yaml")
                .asText();
        Path mounted = Files.createTempDirectory(file.getParent(), "secrets");
        return Settings.load(Files.writeString(file, config), PodView.environment(pod, mounted), Map.of());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void letsHelmTellHooksFromTheRest(String name) {
        List<String> own = Manifest.read(Chart.render(name)).stream()
                .filter(manifest -> manifest.hook().isEmpty())
                .map(Manifest::toString)
                .toList();
        assertThat(Manifest.read(Chart.renderWithoutHooks(name)).stream().map(Manifest::toString))
                .containsExactlyInAnyOrderElementsOf(own);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void saysWhatToLookAtNext(String name) throws IOException {
        JsonNode values = Chart.merged(name);
        String port = values.at("/observe/port").asText();
        assertThat(Chart.notes(name))
                .contains("kubectl --namespace ml logs "
                        + values.get("workload").asText().toLowerCase(Locale.ROOT) + "/")
                .contains("http://127.0.0.1:" + port + "/")
                .doesNotContain("<no value>", "%!");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isRenderedAsKept(String name) throws IOException {
        Path golden = Path.of("src", "test", "resources", "golden", name + ".yaml");
        StringBuilder kept = new StringBuilder("# SPDX-License-Identifier: Apache-2.0\n# What the chart makes of ci/"
                + name + "-values.yaml, for release rel in namespace ml. Written by ChartTest.\n");
        for (Manifest manifest : Manifest.read(Chart.render(name))) {
            if (manifest.name().endsWith("-dashboard")) {
                // The dashboard itself is compared with its original.
                ((ObjectNode) manifest.json()).putObject("data").put("perennial.json", "...");
            }
            kept.append(READABLE.writeValueAsString(manifest.json()));
        }
        Kept.same(golden, kept.toString());
    }
}
