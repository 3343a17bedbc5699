// SPDX-License-Identifier: Apache-2.0
package io.perennial.harness;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Finds what became of every event: one prediction or one dead letter, and nothing else.
 *
 * @param predictedId id of the event that a record of the predictions topic answers
 * @param refusedId id of the event that a record of the dead-letter topic holds
 */
public record OutcomeChecker(
        Function<ConsumerRecord<byte[], byte[]>, String> predictedId,
        Function<ConsumerRecord<byte[], byte[]>, String> refusedId) {

    /** For events sent with an id in a header, which travels through to predictions and dead letters alike. */
    public static OutcomeChecker byHeader(String name) {
        return new OutcomeChecker(outcome -> header(outcome, name), outcome -> header(outcome, name));
    }

    /** What became of the events sent, nothing asserted. */
    public Outcomes outcomes(
            Collection<String> sent,
            List<ConsumerRecord<byte[], byte[]>> predictions,
            List<ConsumerRecord<byte[], byte[]>> deadLetters) {
        var places = new TreeMap<String, List<String>>();
        predictions.forEach(outcome -> add(places, predictedId.apply(outcome), outcome));
        deadLetters.forEach(outcome -> add(places, refusedId.apply(outcome), outcome));

        var missing = new TreeSet<>(sent);
        missing.removeAll(places.keySet());
        var unknown = new TreeMap<>(places);
        unknown.keySet().removeAll(new TreeSet<>(sent));
        var duplicated = new TreeMap<>(places);
        duplicated.values().removeIf(where -> where.size() == 1);
        return new Outcomes(predictions.size(), deadLetters.size(), missing, duplicated, unknown);
    }

    /**
     * Asserts that each event sent has exactly one outcome and that there is no other.
     *
     * @throws AssertionError naming the events that are missing, came more than once or were never sent, and where
     */
    public Outcomes assertEachExactlyOnce(
            Collection<String> sent,
            List<ConsumerRecord<byte[], byte[]>> predictions,
            List<ConsumerRecord<byte[], byte[]>> deadLetters) {
        var outcomes = outcomes(sent, predictions, deadLetters);
        if (!outcomes.eachExactlyOnce()) {
            throw new AssertionError(
                    "outcomes: expected one for each of " + new TreeSet<>(sent).size() + " events, got " + outcomes);
        }
        return outcomes;
    }

    private static void add(TreeMap<String, List<String>> places, String id, ConsumerRecord<byte[], byte[]> outcome) {
        places.computeIfAbsent(id, unseen -> new ArrayList<>())
                .add(outcome.topic() + "-" + outcome.partition() + "-" + outcome.offset());
    }

    private static String header(ConsumerRecord<byte[], byte[]> outcome, String name) {
        Header header = outcome.headers().lastHeader(name);
        return header == null ? "(no header " + name + ")" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
