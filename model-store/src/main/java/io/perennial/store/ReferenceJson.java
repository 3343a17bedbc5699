// SPDX-License-Identifier: Apache-2.0
package io.perennial.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code reference.json}: every key known, every figure in its range. */
final class ReferenceJson {

    private static final int FORMAT = 1;
    private static final double SUM = 1e-3;
    private static final int MOST_FEATURES = 1 << 16;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();

    /** As it lies in the file; {@code accuracy} is null where classes are not known, {@code nonconformity} without held-out ones. */
    private record File(
            int format,
            int events,
            Double accuracy,
            double confidence,
            double temperature,
            List<Double> classPrior,
            List<Double> predictedPrior,
            Reference.Spread spread,
            List<Reference.Feature> features,
            @JsonInclude(JsonInclude.Include.NON_NULL) Reference.Nonconformity nonconformity) {}

    private ReferenceJson() {}

    static byte[] write(Reference reference) throws IOException {
        return MAPPER.writeValueAsBytes(new File(
                FORMAT,
                reference.events(),
                reference.accuracy().orElse(null),
                reference.confidence(),
                reference.temperature(),
                reference.classPrior(),
                reference.predictedPrior(),
                reference.spread(),
                reference.features(),
                reference.nonconformity().orElse(null)));
    }

    /** @param classes C of the model */
    static Reference read(byte[] json, int classes, String where) throws IOException {
        File file;
        try {
            file = MAPPER.readValue(json, File.class);
        } catch (IOException | IllegalArgumentException e) {
            String why = e instanceof JacksonException json0 ? json0.getOriginalMessage() : e.getMessage();
            throw new IOException(refused("the JSON of a reference", YamlKeys.quote(why), where), e);
        }
        need(file != null && file.format == FORMAT, "format " + FORMAT, "another", where);
        need(file.events > 0, "1 event or more", file.events, where);
        need(file.accuracy == null || share(file.accuracy), "an accuracy from 0 to 1", file.accuracy, where);
        need(share(file.confidence), "a confidence from 0 to 1", file.confidence, where);
        need(
                Double.isFinite(file.temperature) && file.temperature > 0,
                "a temperature above 0",
                file.temperature,
                where);
        shares(file.classPrior, classes, "classPrior", where);
        shares(file.predictedPrior, classes, "predictedPrior", where);
        spread(file.spread, where);
        features(file.features, where);
        nonconformity(file.nonconformity, where);
        return new Reference(
                file.events,
                Optional.ofNullable(file.accuracy),
                file.confidence,
                file.temperature,
                file.classPrior,
                file.predictedPrior,
                file.spread,
                file.features,
                Optional.ofNullable(file.nonconformity));
    }

    private static void shares(List<Double> shares, int classes, String key, String where) throws IOException {
        boolean fits =
                shares != null && shares.size() == classes && shares.stream().allMatch(ReferenceJson::share);
        double sum = fits ? shares.stream().mapToDouble(Double::doubleValue).sum() : 0;
        need(fits && Math.abs(sum - 1) < SUM, key + " of " + classes + " shares that sum to 1", sum, where);
    }

    private static void spread(Reference.Spread spread, String where) throws IOException {
        need(spread != null, "a spread", "none", where);
        for (double figure : new double[] {
            spread.logits(), spread.within(), spread.diversity(), spread.alone(), spread.together(), spread.entering()
        }) {
            need(Double.isFinite(figure) && figure >= 0, "figures of the spread of 0 or more", figure, where);
        }
    }

    private static void features(List<Reference.Feature> features, String where) throws IOException {
        need(features != null && features.size() <= MOST_FEATURES, "features", "none, or too many", where);
        for (Reference.Feature feature : features) {
            need(feature != null && feature.name() != null, "features with names", "one without", where);
            need(
                    Double.isFinite(feature.mean()) && Double.isFinite(feature.deviation()) && feature.deviation() >= 0,
                    "finite moments of feature " + YamlKeys.quote(feature.name()),
                    feature.mean() + " and " + feature.deviation(),
                    where);
            List<Float> quantiles = feature.quantiles();
            need(
                    quantiles.size() >= 2 && quantiles.size() <= Reference.MOST_QUANTILES && ascend(quantiles),
                    "2 to " + Reference.MOST_QUANTILES + " ascending quantiles of feature "
                            + YamlKeys.quote(feature.name()),
                    "others",
                    where);
        }
    }

    private static void nonconformity(Reference.Nonconformity known, String where) throws IOException {
        if (known == null) {
            return;
        }
        List<Float> scores = known.scores();
        int count = Math.min(known.events(), Reference.MOST_QUANTILES);
        need(
                known.events() > 0 && scores.size() == count && ascend(scores),
                "a nonconformity of 1 event or more with as many ascending scores, at most " + Reference.MOST_QUANTILES,
                known.events() + " events and " + scores.size() + " scores",
                where);
        need(
                scores.get(0) >= 0 && scores.get(scores.size() - 1) <= 1,
                "scores from 0 to 1",
                scores.get(0) + " to " + scores.get(scores.size() - 1),
                where);
    }

    private static boolean ascend(List<Float> values) {
        boolean ascending = true;
        for (int i = 0; ascending && i < values.size(); i++) {
            float value = values.get(i);
            ascending = Float.isFinite(value) && (i == 0 || value >= values.get(i - 1));
        }
        return ascending;
    }

    private static boolean share(Double value) {
        return value != null && value >= 0 && value <= 1;
    }

    private static void need(boolean fulfilled, String expected, Object got, String where) throws IOException {
        if (!fulfilled) {
            throw new IOException(refused(expected, String.valueOf(got), where));
        }
    }

    private static String refused(String expected, String got, String where) {
        return "bundle refused: expected " + expected + ", got " + got + " [" + where + "]; prepare the bundle again";
    }
}
