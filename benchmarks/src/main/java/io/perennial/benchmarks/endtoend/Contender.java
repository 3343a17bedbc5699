// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.endtoend;

import java.util.Locale;
import java.util.Map;

/** What is measured. */
enum Contender {
    /** A topology that passes records on, two for each event. */
    PASSES(null),
    /** A topology that scores with ONNX Runtime and does nothing else. */
    ONNX(null),
    /** Perennial that only scores, on the engine. */
    FROZEN(Map.of("adapt.method", "frozen", "adapt.enabled", "false", "score.source-shadow", "false")),
    /** Perennial as it comes. */
    PERENNIAL(Map.of("adapt.method", "perennial")),
    /** PETAL without views. */
    PETAL_FIM(Map.of("adapt.method", "petal-fim", "adapt.views", "0")),
    /** PETAL with as many views as it comes with; the model is never sure. */
    PETAL_FIM_VIEWS(Map.of("adapt.method", "petal-fim"));

    private final Map<String, String> keys;

    Contender(Map<String, String> keys) {
        this.keys = keys;
    }

    /** @throws IllegalArgumentException if there is none of that name */
    static Contender named(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Whether it has none of our stages. */
    boolean isBare() {
        return keys == null;
    }

    /** Of the configuration. */
    Map<String, String> keys() {
        return keys;
    }

    /** Its name on the command line and in tables. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
