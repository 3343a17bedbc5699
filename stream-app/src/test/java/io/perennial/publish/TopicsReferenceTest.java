// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.adapt.DetectedDriftJson;
import io.perennial.adapt.DriftJson;
import io.perennial.adaptation.guard.Reason;
import io.perennial.adaptation.ration.RationChange;
import io.perennial.adaptation.ration.RationLevel;
import io.perennial.adaptation.ration.RationReason;
import io.perennial.control.BundleEvent;
import io.perennial.control.Command;
import io.perennial.control.CommandJson;
import io.perennial.record.EventDecoder;
import io.perennial.record.EventRefused;
import io.perennial.record.Origin;
import io.perennial.record.Refusal;
import io.perennial.score.RationEvent;
import io.perennial.score.WeightsVersion;
import io.perennial.store.InputContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** The page's examples are what the code writes and reads. */
class TopicsReferenceTest {

    private static final Path PAGE = Path.of("..", "docs", "reference", "topics.md");
    private static final Pattern EXAMPLE =
            Pattern.compile("<!-- (in|out): ([a-z0-9-]+) -->\\n```json\\n(.*?)\\n```", Pattern.DOTALL);
    private static final String REFRESH = "./mvnw -pl stream-app -am test -Dtest='*ReferenceTest'"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dperennial.refresh-docs=true";

    private static final Map<String, byte[]> WRITTEN = Map.ofEntries(
            entry("quality-labelled", Examples.labelled()),
            entry("quality-estimate", Examples.estimate()),
            entry("prediction", PredictionJson.encode(Examples.prediction())),
            entry("prediction-v2", PredictionV2.encode(Examples.prediction())),
            entry("uncertainty", UncertaintyJson.encode(Examples.uncertainty())),
            entry("drift", DriftJson.encode(Examples.drift())),
            entry("drift-input", DetectedDriftJson.encode(Examples.detected())),
            entry("drift-contract", DetectedDriftJson.encode(Examples.contract())),
            entry("drift-control", Examples.rollback(null, 1188).json()),
            entry(
                    "drift-control-refused",
                    Examples.rollback("the store failed: see that the storage can be reached", 1234)
                            .json()),
            entry("drift-bundle", new BundleEvent(0, "digits@3", "digits@4", 1234, "264fe091126046fa").json()),
            entry(
                    "drift-ration",
                    new RationEvent(
                                    0,
                                    new RationChange(
                                            RationLevel.FULL, RationLevel.HALF_VIEWS, RationReason.LATE, 15.25),
                                    new WeightsVersion(1234, "bde0fbe8bc05dde1"))
                            .json()));

    private final Origin origin = new Origin("digits.events", 0, 0, 0, null, new RecordHeaders());

    private static String written(String name) {
        return new String(WRITTEN.get(name), StandardCharsets.UTF_8);
    }

    @Test
    void showsWhatIsWritten() throws IOException {
        if (Boolean.getBoolean("perennial.refresh-docs")) {
            Files.writeString(
                    PAGE,
                    EXAMPLE.matcher(Files.readString(PAGE))
                            .replaceAll(m -> Matcher.quoteReplacement(
                                    m.group(1).equals("in")
                                            ? m.group()
                                            : m.group().replace(m.group(3), written(m.group(2))))));
        }
        Matcher examples = EXAMPLE.matcher(Files.readString(PAGE));
        long found = examples.results()
                .filter(m -> m.group(1).equals("out"))
                .peek(m -> assertThat(m.group(3))
                        .as("stale example " + m.group(2) + "; refresh it with: " + REFRESH)
                        .isEqualTo(written(m.group(2))))
                .count();
        assertThat(found).isEqualTo(WRITTEN.size());
    }

    @Test
    void listsEveryReason() throws IOException {
        String page = Files.readString(PAGE);

        assertThat(Refusal.values()).allSatisfy(r -> assertThat(page).contains("\n| `" + r.tag() + "` | "));
        assertThat(Reason.values()).allSatisfy(r -> assertThat(page).contains("\n| `" + r.tag() + "` | "));
        String control = page.substring(page.indexOf("\n## Control"), page.indexOf("\n## Dead letters"));
        assertThat(Command.Kind.values()).allSatisfy(k -> assertThat(control).contains("`" + k.tag() + "`"));
    }

    @Test
    void showsWhatIsRead() throws IOException, EventRefused {
        EventDecoder events = new EventDecoder(new InputContract("x", new int[] {2, 2}, 0, 16), 1000);
        LabelDecoder labels = new LabelDecoder(List.of("zero", "one", "two", "three"), 1000);
        int found = 0;
        Matcher examples = EXAMPLE.matcher(Files.readString(PAGE));
        while (examples.find()) {
            byte[] value = examples.group(3).getBytes(StandardCharsets.UTF_8);
            if (examples.group(2).startsWith("event")) {
                assertThat(events.decode(value, origin).values()).containsExactly(0, 3.5f, 16, 9);
                found++;
            } else if (examples.group(2).startsWith("label")) {
                assertThat(labels.decode(value, origin)).isEqualTo(new Label("cam-7/0001", 3));
                found++;
            } else if (examples.group(2).equals("control")) {
                Command command = CommandJson.read("id", value);
                assertThat(command.kind()).isEqualTo(Command.Kind.ROLLBACK);
                assertThat(command.partition()).contains(0);
                assertThat(command.to()).isEqualTo("step:1200");
                found++;
            }
        }
        assertThat(found).isEqualTo(7);
    }
}
