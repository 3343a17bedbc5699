// SPDX-License-Identifier: Apache-2.0
package io.perennial.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceJsonTest {

    private static final String WHOLE =
            """
            {"format":1,"events":9,"accuracy":0.5,"confidence":0.75,"temperature":1.5,
            "classPrior":[0.25,0.75],"predictedPrior":[0.5,0.5],
            "spread":{"logits":1,"within":0.5,"diversity":0.9,"alone":0.4,"together":1,"entering":0.7},
            "features":[{"name":"0","mean":1,"deviation":2,"quantiles":[-1,0,3]}]}""";

    @Test
    void readsEveryFigure() throws IOException {
        Reference read = read(WHOLE);
        assertThat(read.events()).isEqualTo(9);
        assertThat(read.accuracy()).contains(0.5);
        assertThat(read.confidence()).isEqualTo(0.75);
        assertThat(read.temperature()).isEqualTo(1.5);
        assertThat(read.classPrior()).containsExactly(0.25, 0.75);
        assertThat(read.predictedPrior()).containsExactly(0.5, 0.5);
        assertThat(read.spread()).isEqualTo(new Reference.Spread(1, 0.5, 0.9, 0.4, 1, 0.7));
        assertThat(read.features()).containsExactly(new Reference.Feature("0", 1, 2, List.of(-1f, 0f, 3f)));
    }

    @Test
    void scoresOfHeldOutEventsAreReadAndWritten() throws IOException {
        assertThat(read(WHOLE).nonconformity()).isEmpty();
        assertThat(new String(ReferenceJson.write(read(WHOLE)), StandardCharsets.UTF_8))
                .doesNotContain("nonconformity"); // as older versions know it
        Reference read = read(with("{\"events\":3,\"scores\":[0,0.25,1]}"));
        assertThat(read.nonconformity()).contains(new Reference.Nonconformity(3, List.of(0f, 0.25f, 1f)));
        assertThat(ReferenceJson.read(ReferenceJson.write(read), 2, "there")).isEqualTo(read);
    }

    private static String with(String nonconformity) {
        return WHOLE.substring(0, WHOLE.length() - 1) + ",\"nonconformity\":" + nonconformity + "}";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"events\":0,\"scores\":[]}",
                "{\"events\":3,\"scores\":[0,1]}",
                "{\"events\":2000,\"scores\":[0,0.5,1]}",
                "{\"events\":2,\"scores\":[1,0]}",
                "{\"events\":2,\"scores\":[-0.1,1]}",
                "{\"events\":2,\"scores\":[0,1.1]}",
                "{\"events\":2,\"scores\":[0,1e999]}",
                "{\"events\":2,\"scores\":[0,null]}",
                "{\"events\":2,\"scores\":null}",
                "{\"events\":2}",
                "{\"events\":1,\"scores\":[0],\"more\":1}",
                "[]"
            })
    void refusesOtherScores(String nonconformity) {
        assertThatThrownBy(() -> read(with(nonconformity)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("bundle refused: expected");
    }

    @Test
    void anAccuracyThatNobodyKnowsIsNull() throws IOException {
        assertThat(read(WHOLE.replace("\"accuracy\":0.5", "\"accuracy\":null")).accuracy())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            "format":1,             |                          | expected
            "format":1              | "format":2               | expected format 1
            "events":9,             |                          | expected
            "events":9              | "events":0               | 1 event or more, got 0
            "events":9              | "events":-1              | 1 event or more, got -1
            "events":9              | "events":9.5             | the JSON of a reference
            "events":9              | "events":"9"             | the JSON of a reference
            "events":9              | "events":99999999999     | the JSON of a reference
            "events":9              | "events":9,"events":9    | Duplicate field 'events'
            "events":9              | "events":9,"colour":1    | colour
            "accuracy":0.5          | "accuracy":1.5           | an accuracy from 0 to 1, got 1.5
            "accuracy":0.5          | "accuracy":"NaN"         | an accuracy from 0 to 1, got NaN
            "confidence":0.75,      |                          | expected
            "confidence":0.75       | "confidence":-0.1        | a confidence from 0 to 1, got -0.1
            "confidence":0.75       | "confidence":NaN         | the JSON of a reference
            "confidence":0.75       | "confidence":"NaN"       | a confidence from 0 to 1, got NaN
            "confidence":0.75       | "confidence":null        | the JSON of a reference
            "temperature":1.5,      |                          | expected
            "temperature":1.5       | "temperature":0          | a temperature above 0, got 0.0
            "temperature":1.5       | "temperature":1e999      | a temperature above 0, got Infinity
            "temperature":1.5       | "temperature":-1         | a temperature above 0, got -1.0
            [0.25,0.75]             | [0.25,0.25]              | classPrior of 2 shares that sum to 1, got 0.5
            [0.25,0.75]             | [0.25,0.25,0.5]          | classPrior of 2 shares
            [0.25,0.75]             | [-0.25,1.25]             | classPrior of 2 shares
            [0.25,0.75]             | [null,1]                 | classPrior of 2 shares
            [0.25,0.75]             | null                     | classPrior of 2 shares
            [0.25,0.75]             | {}                       | the JSON of a reference
            "predictedPrior":[0.5,0.5], |                      | predictedPrior of 2 shares
            "within":0.5,           |                          | expected
            "within":0.5            | "within":-0.5            | figures of the spread of 0 or more, got -0.5
            "within":0.5            | "within":1e999           | figures of the spread of 0 or more, got Infinity
            "within":0.5            | "within":0.5,"without":1 | without
            "name":"0",             |                          | features with names
            "mean":1,               |                          | expected
            "deviation":2           | "deviation":-2           | finite moments of feature 0
            "mean":1                | "mean":"Infinity"        | finite moments of feature 0
            [-1,0,3]                | [-1,0,-3]                | ascending quantiles of feature 0
            [-1,0,3]                | [-1]                     | 2 to 1024 ascending quantiles
            [-1,0,3]                | [-1,0,1e39]              | ascending quantiles of feature 0
            [-1,0,3]                | [-1,null,3]              | expected
            [-1,0,3]                | null                     | expected
            [{                      | [null,{                  | features with names
            "features"              | "features":null,"features" | Duplicate field
            """)
    void refusesAFigureByItsName(String from, String to, String reason) {
        assertThat(WHOLE).contains(from);
        refuses(WHOLE.replace(from, to == null ? "" : to), reason);
    }

    @Test
    void refusesWhatIsNoJsonOrMoreThanOne() {
        refuses("", "the JSON of a reference");
        refuses("null", "format 1");
        refuses("[]", "the JSON of a reference");
        refuses(WHOLE.substring(0, 100), "the JSON of a reference");
        refuses(WHOLE + "{}", "the JSON of a reference");
        refuses(WHOLE + " 1", "the JSON of a reference");
        refuses("{\"features\":" + "[".repeat(100_000), "the JSON of a reference");
        refuses(WHOLE.replace("\"confidence\":0.75", "\"confidence\":" + "9".repeat(100_000)), "Number value length");
        String manyQuantiles = "[" + "0,".repeat(Reference.MOST_QUANTILES) + "0]";
        refuses(WHOLE.replace("[-1,0,3]", manyQuantiles), "2 to 1024 ascending quantiles of feature 0");
        refuses(WHOLE.replace("\"features\":[", "\"nothing\":["), "nothing");
    }

    @Test
    void refusesWhatLooksLikeAnotherEncoding() {
        byte[] wide = WHOLE.getBytes(StandardCharsets.UTF_8);
        wide[0] = 0;
        wide[1] = 0;
        wide[2] = 0;
        assertThatThrownBy(() -> ReferenceJson.read(wide, 2, "toy/reference.json"))
                .hasMessageStartingWith("bundle refused: expected the JSON of a reference, got Invalid UTF-32")
                .hasMessageEndingWith("[toy/reference.json]; prepare the bundle again");
    }

    private static Reference read(String json) throws IOException {
        return ReferenceJson.read(json.getBytes(StandardCharsets.UTF_8), 2, "toy/reference.json");
    }

    private static void refuses(String json, String reason) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("bundle refused: expected ")
                .hasMessageContaining(reason)
                .hasMessageEndingWith("[toy/reference.json]; prepare the bundle again")
                .message()
                .hasSizeLessThan(600);
    }
}
