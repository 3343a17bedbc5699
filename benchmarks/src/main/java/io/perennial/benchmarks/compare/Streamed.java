// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.compare;

import io.perennial.adaptation.network.Engine;
import io.perennial.app.Evaluation;
import io.perennial.digits.DigitEvent;
import io.perennial.digits.DigitStream;
import io.perennial.digits.Digits;
import io.perennial.evaluate.Order;
import io.perennial.evaluate.Recording;
import io.perennial.evaluate.Run;
import io.perennial.store.Bundle;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A process that has petal-fim learn from the built-in example's stream, some cycles of its conditions, with the bundle's settings and
 * others, and says what a batch took and what was wrong.
 */
final class Streamed {

    /** Views of every batch, and views of unsure events alone. */
    enum Views {
        /** No anchor is ever surer than this. */
        ALWAYS(Map.of("adapt.anchor-threshold", "1")),

        UNSURE(Map.of("adapt.gate", "event", "adapt.view-events", "unsure")),

        /** And of each no more than until it has settled. */
        SETTLED(Map.of(
                "adapt.gate",
                "event",
                "adapt.view-events",
                "unsure",
                "adapt.views-adaptive",
                "true",
                "adapt.views-tolerance",
                "0.005"));

        private final Map<String, String> keys;

        Views(Map<String, String> keys) {
            this.keys = keys;
        }
    }

    private static final int CYCLES = 2;
    private static final int PHASES = 8;

    private Streamed() {}

    /** @param arguments which views, how many at most, events of a batch, threads */
    public static void main(String[] arguments) throws IOException {
        Map<String, String> keys = new TreeMap<>(Views.valueOf(arguments[0]).keys);
        keys.put("adapt.method", "petal-fim");
        keys.put("adapt.views", arguments[1]);
        keys.put("tensor.batch-size", arguments[2]);
        Engine engine = Engine.named("torch").threads(Integer.parseInt(arguments[3]));
        Bundle bundle = Bundle.resource(Streamed.class.getClassLoader(), Digits.BUNDLE_ROOT);
        try (Evaluation evaluation = Evaluation.open(bundle, engine)) {
            Recording stream = evaluation.fitting(events(
                    CYCLES * PHASES * DigitStream.PHASE_LENGTH, bundle.input().shape()));
            Evaluation.Candidate candidate = evaluation.configured(keys);
            Run run = null;
            for (int i = 0; i < 2; i++) { // compiled with the first
                run = evaluation
                        .backtest(stream, candidate)
                        .run(candidate.method(), Order.parse("natural"), 1, events -> {})
                        .run();
            }
            System.out.printf(
                    Locale.ROOT,
                    "{\"seconds_per_step\": %.9f, \"peak_mb\": %.0f, \"error\": %.6f, \"what\": \"%s\"}%n",
                    run.batch() / run.eventsPerSecond(),
                    run.peakMegabytes() * 1e6 / (1 << 20),
                    run.error(),
                    engine.describe());
        }
    }

    private static Recording events(int count, int[] shape) {
        int length = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        float[] values = new float[count * length];
        int[] labels = new int[count];
        DigitStream digits = new DigitStream(1);
        for (int i = 0; i < count; i++) {
            DigitEvent event = digits.next();
            System.arraycopy(event.values(), 0, values, i * length, length);
            labels[i] = event.label();
        }
        return Recording.of(values, shape, labels);
    }
}
