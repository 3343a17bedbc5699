// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perennial.config.PublishSettings;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class PayloadTest {

    private static JsonNode tree(byte[] value) throws IOException {
        return new ObjectMapper().readTree(value);
    }

    private static String[] components(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toArray(String[]::new);
    }

    @Test
    void predictionsComeBackAsTheyWere() {
        Prediction prediction = Examples.prediction();

        assertThat(PredictionJson.decode(PredictionJson.encode(prediction)))
                .usingRecursiveComparison()
                .withEqualsForType(Float::equals, Float.class)
                .isEqualTo(prediction);
    }

    @Test
    void uncertaintyComesBackAsItWas() {
        assertThat(UncertaintyJson.decode(UncertaintyJson.encode(Examples.uncertainty())))
                .usingRecursiveComparison()
                .withEqualsForType(Float::equals, Float.class)
                .isEqualTo(Examples.uncertainty());
        assertThat(UncertaintyJson.decode(UncertaintyJson.encode(Examples.sparse())))
                .usingRecursiveComparison()
                .withEqualsForType(Float::equals, Float.class)
                .isEqualTo(Examples.sparse());
    }

    @Test
    void keysAreTheNamesOfTheComponentsInTheirOrder() throws IOException {
        assertThat(tree(PredictionJson.encode(Examples.prediction())).fieldNames())
                .toIterable()
                .containsExactly(components(Prediction.class));
        assertThat(tree(UncertaintyJson.encode(Examples.uncertainty())).fieldNames())
                .toIterable()
                .containsExactly(components(Uncertainty.class));
    }

    @Test
    void whatIsNotKnownIsNull() throws IOException {
        JsonNode json = tree(UncertaintyJson.encode(Examples.sparse()));

        assertThat(json.get("mutualInformation").isNull()).isTrue();
        assertThat(json.get("sourceDivergence").isNull()).isTrue();
        assertThat(json.get("entropy").floatValue()).isEqualTo(0.5f);
    }

    @Test
    void readersPassOverKeysOfNewerWriters() {
        String newer = new String(UncertaintyJson.encode(Examples.uncertainty()), StandardCharsets.UTF_8)
                .replaceFirst("\\{", "{\"added\": [1],");

        assertThat(UncertaintyJson.decode(newer.getBytes(StandardCharsets.UTF_8)))
                .usingRecursiveComparison()
                .withEqualsForType(Float::equals, Float.class)
                .isEqualTo(Examples.uncertainty());
    }

    @Test
    void refusesWhatIsNoPrediction() {
        assertThatThrownBy(() -> PredictionJson.decode(new byte[] {1, 2}))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("Prediction refused: expected its JSON, got 2 bytes");
    }

    @Test
    void formatsAreChosenByTheConfiguration() {
        Prediction prediction = Examples.prediction();

        assertThat(PredictionEncoder.of(PublishSettings.Format.JSON).encode(prediction))
                .isEqualTo(PredictionJson.encode(prediction));
        assertThat(PredictionEncoder.of(PublishSettings.Format.V2).encode(prediction))
                .isEqualTo(PredictionV2.encode(prediction));
    }

    @Test
    void answersAsTheOpenInferenceProtocolSays() throws IOException {
        JsonNode json = tree(PredictionV2.encode(Examples.prediction()));

        assertThat(json.get("model_name").textValue()).isEqualTo("digits");
        assertThat(json.get("model_version").textValue()).isEqualTo("3");
        assertThat(json.get("id").textValue()).isEqualTo("cam-7/0001");
        assertThat(json.get("outputs")).hasSize(2);
        for (JsonNode output : json.get("outputs")) {
            assertThat(output.fieldNames()).toIterable().containsExactly("name", "shape", "datatype", "data");
            int size = 1;
            for (JsonNode extent : output.get("shape")) {
                size *= extent.intValue();
            }
            assertThat(output.get("data")).hasSize(size);
        }
        assertThat(json.at("/outputs/1/data/0").intValue()).isEqualTo(3);
        assertThat(json.get("parameters"))
                .allSatisfy(p -> assertThat(p.isValueNode() && !p.isNull()).isTrue());
    }
}
