// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.record.EventDecoder;
import io.perennial.record.EventRefused;
import io.perennial.record.Origin;
import io.perennial.record.Refusal;
import io.perennial.store.InputContract;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.common.header.internals.RecordHeaders;

class PayloadPropertyTest {

    private final EventDecoder decoder = new EventDecoder(new InputContract("x", new int[] {1}, -1, 1), 10_000);
    private final Origin origin = new Origin("t", 0, 0, 0, null, new RecordHeaders());

    /** Any UTF-16 units, halves of surrogate pairs included, as JSON may spell them. */
    @Provide
    Arbitrary<String> ids() {
        Arbitrary<Character> odd = Arbitraries.of('\uD83D', '\uDE00', '"', '\\', '\u2028', '\u0000', 'a');
        return Arbitraries.oneOf(odd, Arbitraries.chars().all())
                .list()
                .ofMaxSize(8)
                .map(units -> {
                    StringBuilder id = new StringBuilder();
                    units.forEach(id::append);
                    return id.toString();
                });
    }

    private static String escaped(String id) {
        StringBuilder json = new StringBuilder();
        id.chars().forEach(c -> json.append(String.format(Locale.ROOT, "\\u%04x", c)));
        return json.toString();
    }

    @Property
    void everyIdThatIsAcceptedCanBePublished(@ForAll("ids") String id) {
        String json = "{\"id\": \"" + escaped(id) + "\", \"x\": [0]}";
        try {
            String accepted = decoder.decode(json.getBytes(StandardCharsets.UTF_8), origin)
                    .id();

            assertThat(accepted).isEqualTo(id);
            Prediction prediction = new Prediction(
                    accepted, 0, "n", new float[] {1}, 1, -1, Float.NaN, Prediction.ADAPTED, "m", "1", 0, "l");
            assertThat(PredictionJson.decode(PredictionJson.encode(prediction)).id())
                    .isEqualTo(id);
            assertThat(PredictionV2.encode(prediction)).isNotEmpty();
        } catch (EventRefused e) {
            assertThat(e.refusal()).isEqualTo(Refusal.BAD_ID);
        }
    }

    @Property
    void everyFloatComesBack(@ForAll float entropy, @ForAll float margin, @ForAll long step) {
        Uncertainty uncertainty = new Uncertainty(
                "a", entropy, margin, Float.NaN, 0, false, 1, 3, true, new int[] {0, 7}, 0.9f, "adapted", step, "l");

        assertThat(UncertaintyJson.decode(UncertaintyJson.encode(uncertainty)))
                .usingRecursiveComparison()
                .withEqualsForType(Float::equals, Float.class)
                .isEqualTo(uncertainty);
    }
}
