// SPDX-License-Identifier: Apache-2.0
package io.perennial.store;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The content of {@code bundle.yaml}, every key known and every value checked.
 *
 * @param hashes sha256 by file name, of the known names only: what a description may open is no free choice
 */
record BundleDescription(
        String name,
        String version,
        InputContract input,
        List<String> labels,
        Map<String, String> adapt,
        Map<String, String> provenance,
        Map<String, String> hashes) {

    static final String MODEL = "model.onnx";
    static final String POSTERIOR = "posterior.safetensors";
    static final String PROBE = "probe.safetensors";
    static final String REFERENCE = "reference.json";

    private static final Set<String> PARTS = Set.of(MODEL, POSTERIOR, PROBE, REFERENCE);
    private static final String FORMAT = "1";
    private static final int MOST_EXTENTS = 8;
    private static final int MOST_VALUES = 1 << 24;

    static BundleDescription parse(byte[] yaml, String where) throws IOException {
        YamlKeys keys = YamlKeys.parse(yaml, where);
        String format = keys.text("format");
        if (!format.equals(FORMAT)) {
            throw keys.refused("format", "format " + FORMAT, format);
        }
        YamlKeys provenance = keys.object("provenance");
        BundleDescription described = new BundleDescription(
                identifier(keys, "name"),
                identifier(keys, "version"),
                input(keys.object("input")),
                labels(keys),
                keys.has("adapt") ? keys.object("adapt").flattened("adapt") : Map.of(),
                Map.of(),
                hashes(provenance.object("files")));
        keys.refuseOthers();
        return described.with(provenance.remainder());
    }

    private BundleDescription with(Map<String, String> texts) {
        return new BundleDescription(name, version, input, labels, adapt, texts, hashes);
    }

    private static String identifier(YamlKeys keys, String key) throws IOException {
        String text = keys.text(key);
        if (!Bundle.isName(text)) {
            throw keys.refused(key, "up to 128 letters, digits, dots, dashes and underscores", text);
        }
        return text;
    }

    private static InputContract input(YamlKeys keys) throws IOException {
        String name = keys.text("name");
        List<String> extents = keys.texts("shape");
        if (extents.isEmpty() || extents.size() > MOST_EXTENTS) {
            throw keys.refused("shape", "1 to " + MOST_EXTENTS + " extents without the batch", extents.toString());
        }
        int[] shape = new int[extents.size()];
        long length = 1;
        for (int i = 0; i < shape.length; i++) {
            if (!extents.get(i).matches("[1-9][0-9]{0,7}")) {
                throw keys.refused("shape", "extents of 1 or more", extents.toString());
            }
            shape[i] = Integer.parseInt(extents.get(i));
            length *= shape[i];
            if (length > MOST_VALUES) {
                throw keys.refused("shape", "at most " + MOST_VALUES + " values", extents.toString());
            }
        }
        float minimum = keys.has("minimum") ? keys.real("minimum") : Float.NEGATIVE_INFINITY;
        float maximum = keys.has("maximum") ? keys.real("maximum") : Float.POSITIVE_INFINITY;
        if (!(minimum < maximum)) {
            throw keys.refused("maximum", "more than the minimum " + minimum, maximum + "");
        }
        Optional<Standardisation> standardisation =
                keys.has("standardisation") ? Optional.of(standardisation(keys, shape)) : Optional.empty();
        keys.refuseOthers();
        return new InputContract(name, shape, minimum, maximum, standardisation);
    }

    private static Standardisation standardisation(YamlKeys input, int... shape) throws IOException {
        YamlKeys keys = input.object("standardisation");
        float[] mean = keys.reals("mean");
        float[] deviation = keys.reals("deviation");
        keys.refuseOthers();
        for (int i = 0; i < deviation.length; i++) {
            if (deviation[i] <= 0) {
                throw keys.refused("deviation", "deviations above 0", deviation[i] + " at " + i);
            }
        }
        String counts = "one value, one for each of " + Arrays.toString(shape) + " or one for each channel";
        if (mean.length == 0) {
            throw keys.refused("mean", counts, "none");
        }
        if (mean.length != deviation.length) {
            throw keys.refused("deviation", "as many as means, " + mean.length, deviation.length + "");
        }
        Standardisation standardisation = new Standardisation(mean, deviation);
        if (!standardisation.fits(shape)) {
            throw keys.refused("mean", counts, mean.length + "");
        }
        return standardisation;
    }

    private static List<String> labels(YamlKeys keys) throws IOException {
        List<String> labels = keys.texts("labels");
        if (labels.size() < 2 || Set.copyOf(labels).size() != labels.size()) {
            throw keys.refused("labels", "two or more different labels", labels.toString());
        }
        return labels;
    }

    private static Map<String, String> hashes(YamlKeys files) throws IOException {
        Map<String, String> hashes = new LinkedHashMap<>();
        for (Map.Entry<String, String> entry : files.remainder().entrySet()) {
            if (!PARTS.contains(entry.getKey())) {
                throw files.refused(
                        entry.getKey(),
                        "one of the files " + PARTS.stream().sorted().toList(),
                        "another");
            }
            if (!entry.getValue().matches("[0-9a-fA-F]{64}")) {
                throw files.refused(entry.getKey(), "a sha256 of 64 hexadecimal digits", entry.getValue());
            }
            hashes.put(entry.getKey(), entry.getValue().toLowerCase(Locale.ROOT));
        }
        return hashes;
    }
}
