// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perennial.adaptation.ration.RationOptions;
import io.perennial.observe.Ends;
import io.perennial.publish.PredictionJson;
import io.perennial.score.RationOn;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stages while predictions come late; how late is ours. */
class RationedTest {

    private static final Duration ALLOWED = Duration.ofSeconds(30);

    private final ObjectMapper mapper = new ObjectMapper();
    private final DigitRecords digits = new DigitRecords(Service.TOPICS.events());
    private final Ends ends = new Ends(ALLOWED);
    private Driver driver;
    private long seconds;
    private int sent;

    @BeforeEach
    void open() throws IOException {
        RationOn ration = new RationOn(new RationOptions(ALLOWED, ALLOWED), ends, () -> Duration.ofSeconds(seconds)
                .toNanos());
        driver = Driver.open(ration);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    /** A batch whose events arrived so many seconds ago. */
    private List<TestRecord<byte[], byte[]>> batch(int late) {
        ends.look(
                Map.of(0, (long) sent + Driver.BATCH),
                Duration.ofSeconds(seconds).toNanos());
        seconds += late;
        for (int i = 0; i < Driver.BATCH; i++) {
            driver.send(digits.good(sent++));
        }
        List<TestRecord<byte[], byte[]>> answers = driver.predictions();
        assertThat(answers).hasSize(Driver.BATCH);
        return answers;
    }

    private double level() {
        return driver.meter("perennial.adapt.ration");
    }

    private List<JsonNode> rationed() {
        return driver.drift().stream()
                .map(TestRecord::value)
                .map(value -> {
                    try {
                        return mapper.readTree(value);
                    } catch (IOException e) {
                        throw new AssertionError(new String(value, UTF_8), e);
                    }
                })
                .filter(json -> json.path("drift").asText().equals("ration"))
                .toList();
    }

    @Test
    void whatIsInTimeIsLearnedFrom() {
        for (int i = 0; i < 5; i++) {
            batch(1);
        }
        assertThat(level()).isZero();
        assertThat(driver.skipped("ration")).isZero();
        assertThat(rationed()).isEmpty();
    }

    @Test
    void viewsGoFirstAndTheChangeIsTold() {
        batch(1);
        batch(17);
        assertThat(level()).isEqualTo(1);
        assertThat(driver.skipped("ration")).isZero();
        JsonNode event = rationed().get(0);
        assertThat(event.path("from").asText()).isEqualTo("full");
        assertThat(event.path("to").asText()).isEqualTo("half-views");
        assertThat(event.path("reason").asText()).isEqualTo("late");
        assertThat(event.path("lateness").asDouble()).isEqualTo(17);
        assertThat(event.path("partition").asInt()).isZero();
    }

    @Test
    void whatIsTooLateIsOnlyAnsweredByTheWeightsThatThereAre() throws IOException {
        long step = PredictionJson.decode(batch(1).get(0).value()).step();
        long late = PredictionJson.decode(batch(30).get(0).value()).step();
        long later = PredictionJson.decode(batch(30).get(0).value()).step();
        assertThat(level()).isEqualTo(8);
        assertThat(late).isEqualTo(step + 1);
        assertThat(later).isEqualTo(late);
        assertThat(driver.skipped("ration")).isEqualTo(2);
        assertThat(rationed()).hasSize(1);
        assertThat(driver.uncertainties()).allSatisfy(record -> assertThat(
                        mapper.readTree(record.value()).path("step").asLong())
                .isLessThanOrEqualTo(later));
    }

    @Test
    void everythingComesBackLevelByLevel() {
        batch(30);
        for (int level = 7; level >= 0; level--) {
            seconds += 8;
            batch(0);
            assertThat(level()).isEqualTo(level);
        }
        assertThat(rationed())
                .extracting(event -> event.path("to").asText())
                .containsExactly(
                        "none",
                        "every-16",
                        "every-8",
                        "every-4",
                        "every-2",
                        "no-views",
                        "quarter-views",
                        "half-views",
                        "full");
    }

    @Test
    void aCommandThatHoldsIsTheReasonWhateverTheRation() throws IOException {
        driver.close();
        RationOn ration = new RationOn(new RationOptions(ALLOWED, ALLOWED), ends, () -> Duration.ofSeconds(seconds)
                .toNanos());
        driver = Driver.open(ration, "adapt.enabled", "false");
        batch(30);
        assertThat(driver.skipped("disabled")).isEqualTo(1);
        assertThat(driver.skipped("ration")).isZero();
    }
}
