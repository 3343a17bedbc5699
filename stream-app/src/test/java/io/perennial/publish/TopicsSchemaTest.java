// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.perennial.adaptation.guard.Reason;
import io.perennial.adaptation.quality.EstimateSums;
import io.perennial.adaptation.quality.LabelledSums;
import io.perennial.adaptation.ration.RationChange;
import io.perennial.adaptation.ration.RationLevel;
import io.perennial.adaptation.ration.RationReason;
import io.perennial.control.Command;
import io.perennial.control.CommandJson;
import io.perennial.score.RationEvent;
import io.perennial.score.WeightsVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schemas accept what the page shows and what the code writes, and refuse what is neither. */
class TopicsSchemaTest {

    private static final Path DOCS = Path.of("..", "docs", "reference");
    private static final Pattern EXAMPLE =
            Pattern.compile("<!-- (in|out): ([a-z0-9-]+) -->\\n```json\\n(.*?)\\n```", Pattern.DOTALL);
    private static final List<String> NAMES =
            List.of("prediction-v2", "prediction", "uncertainty", "drift", "quality", "event", "label", "control");

    private final ObjectMapper mapper = new ObjectMapper();

    @Test
    void acceptWhatThePageShows() throws IOException {
        List<MatchResult> examples = EXAMPLE.matcher(Files.readString(DOCS.resolve("topics.md")))
                .results()
                .toList();
        assertThat(examples).hasSize(19);
        for (MatchResult example : examples) {
            assertThat(problems(schema(example.group(2)), mapper.readTree(example.group(3))))
                    .as(example.group(2))
                    .isEmpty();
        }
    }

    @Test
    void acceptWhatIsWrittenWhereLittleIsKnown() throws IOException {
        assertAccepted("uncertainty", UncertaintyJson.encode(Examples.sparse()));
        Prediction unasked = new Prediction("a", 0, "n", new float[] {1}, 1, -1, Float.NaN, "source", "m", "1", 0, "l");
        assertAccepted("prediction", PredictionJson.encode(unasked));
        assertAccepted("prediction-v2", PredictionV2.encode(unasked));
        assertAccepted("quality", QualityJson.labelled(0, new LabelledSums(), 0.9, new LabelCounts()));
        assertAccepted("quality", QualityJson.estimate(0, new EstimateSums(), 0.9, new LabelledSums()));
        for (Command.Kind kind : Command.Kind.values()) {
            boolean goes = kind == Command.Kind.ROLLBACK || kind == Command.Kind.PROMOTE;
            assertAccepted(
                    "control",
                    CommandJson.write(new Command("id", kind, Optional.of(0), goes ? "2" : null, "me", "t")));
        }
    }

    @Test
    void refuseWhatNobodyWrites() throws IOException {
        for (MatchResult example : EXAMPLE.matcher(Files.readString(DOCS.resolve("topics.md")))
                .results()
                .toList()) {
            if (example.group(1).equals("out")) {
                ObjectNode more = (ObjectNode) mapper.readTree(example.group(3));
                more.put("surprise", 1);
                assertThat(problems(schema(example.group(2)), more)).isNotEmpty();
                for (String key : names(more)) {
                    ObjectNode less = more.deepCopy();
                    less.remove(List.of("surprise", key));
                    assertThat(problems(schema(example.group(2)), less))
                            .as("without " + key)
                            .isNotEmpty();
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "event; {\"id\":\"a\"}",
                "event; {\"features\":[\"one\"]}",
                "event; 3",
                "event; {\"inputs\":[]}",
                "label; {\"id\":\"a\"}",
                "label; {\"id\":\"a\",\"label\":-1}",
                "control; {\"command\":\"explode\"}",
                "control; {\"command\":\"rollback\"}",
                "control; {\"command\":\"pause\",\"to\":\"1\"}",
                "control; {\"command\":\"promote\",\"to\":\"2\"}",
                "control; {\"command\":\"pause\",\"form\":1}"
            })
    void refuseWhatIsNotRead(String name, String json) throws IOException {
        assertThat(problems(name, mapper.readTree(json))).isNotEmpty();
    }

    @Test
    void acceptAnEventUnderTheNameOfItsInput() throws IOException {
        assertThat(problems("event", mapper.readTree("{\"image\":[[0,1],[2,3]]}")))
                .isEmpty();
    }

    @Test
    void knowEveryReasonOfTheGuard() throws IOException {
        JsonNode reasons = mapper.readTree(file("drift").toFile()).at("/oneOf/0/properties/reason/enum");
        List<String> listed = new ArrayList<>();
        reasons.forEach(reason -> listed.add(reason.textValue()));
        assertThat(listed)
                .containsExactlyInAnyOrderElementsOf(
                        List.of(Reason.values()).stream().map(Reason::tag).toList());
    }

    @Test
    void knowEveryLevelAndReasonOfTheRation() throws IOException {
        for (RationLevel level : RationLevel.values()) {
            for (RationReason reason : RationReason.values()) {
                RationChange change = new RationChange(level, RationLevel.FULL, reason, Double.NaN);
                assertAccepted("drift", new RationEvent(0, change, new WeightsVersion(0, "l")).json());
                RationChange back = new RationChange(RationLevel.FULL, level, reason, 0);
                assertAccepted("drift", new RationEvent(0, back, new WeightsVersion(0, "l")).json());
            }
        }
    }

    private static List<String> names(ObjectNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        names.remove("surprise");
        return names;
    }

    /** Names of examples begin with the name of their schema. */
    private static String schema(String example) {
        return NAMES.stream().filter(example::startsWith).findFirst().orElseThrow();
    }

    private void assertAccepted(String name, byte[] json) throws IOException {
        assertThat(problems(name, mapper.readTree(new String(json, UTF_8))))
                .as(name)
                .isEmpty();
    }

    private static Set<ValidationMessage> problems(String name, JsonNode value) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(SchemaLocation.of(file(name).toUri().toString()))
                .validate(value, context -> context.getExecutionConfig().setFormatAssertionsEnabled(true));
    }

    private static Path file(String name) {
        return DOCS.resolve("schema").resolve(name + ".json").toAbsolutePath().normalize();
    }
}
