// SPDX-License-Identifier: Apache-2.0
package io.perennial.weights;

import io.perennial.adaptation.method.Pace;
import io.perennial.adaptation.method.PerennialOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which normalisation statistics of a checkpoint go with its weights. Most methods have one array, {@code statistics}. The
 * default method predicts with several paces at once, {@code statistics-1}, {@code statistics-2}, ...; one graph can hold one of
 * them, and the slowest one that moves is the one that a stream's order disturbs least.
 *
 * @param arrays of the checkpoint
 * @param told {@code adapt.paces}, which tells what the numbers stand for; empty for the default
 */
record StatisticsChoice(Map<String, float[]> arrays, Optional<String> told) {

    /** Statistics [S] with the name of where they come from. */
    record Chosen(String name, float... values) {}

    private static final String ONE = "statistics";
    private static final String NUMBERED = ONE + "-";

    /**
     * @param wanted {@code source}, the number of a pace, or empty
     * @param source the model's own [S]
     */
    Chosen choose(Optional<String> wanted, float... source) {
        if (wanted.equals(Optional.of("source")) || source.length == 0) {
            return new Chosen("source's statistics", source);
        }
        String name = wanted.isPresent() ? NUMBERED + wanted.get() : own();
        float[] values = arrays.get(name);
        if (values == null || values.length != source.length) {
            throw new IllegalArgumentException("--statistics refused: expected source or the number of an array with "
                    + source.length + " values among " + known() + ", got " + wanted.orElse("none") + " (\"" + name
                    + "\" has " + (values == null ? "none" : values.length) + "); choose one of these");
        }
        return new Chosen(name, values);
    }

    private String own() {
        return arrays.containsKey(ONE) ? ONE : NUMBERED + slowest();
    }

    private int slowest() {
        List<Pace> paces = told.map(Pace::list).orElse(PerennialOptions.DEFAULT.paces());
        Set<String> moving = IntStream.range(0, paces.size())
                .filter(n -> paces.get(n).moves())
                .mapToObj(n -> NUMBERED + n)
                .collect(Collectors.toSet());
        if (!moving.equals(known())) {
            throw new IllegalArgumentException("checkpoint refused: expected statistics for the paces " + paces
                    + ", got " + known() + "; it was learned with other paces: choose by --statistics");
        }
        int slowest = Pace.slowest(paces);
        if (!paces.get(slowest).moves()) {
            throw new IllegalArgumentException("checkpoint refused: expected statistics that moved, got none;"
                    + " --statistics source takes the model's own");
        }
        return slowest;
    }

    private Set<String> known() {
        return arrays.keySet().stream()
                .filter(name -> name.matches(NUMBERED + "[0-9]+") || name.equals(ONE))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
