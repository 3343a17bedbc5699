// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.engines;

import java.util.Optional;

/**
 * A worker's answer to a number of steps.
 *
 * @param steps that were made
 * @param nanos that all of them took
 * @param processorNanos of all threads of the process, meanwhile; in steps of the system's clock, some 10 ms
 * @param loss of the last one
 * @param memory after it
 */
record Round(int steps, long nanos, long processorNanos, double loss, Optional<Memory> memory) {

    private static final String WORD = "round";

    double millisPerStep() {
        return nanos / 1e6 / steps;
    }

    double processorMillisPerStep() {
        return processorNanos / 1e6 / steps;
    }

    String line() {
        return String.join(
                " ",
                WORD,
                Integer.toString(steps),
                Long.toString(nanos),
                Long.toString(processorNanos),
                Double.toString(loss),
                Memory.words(memory));
    }

    /** @throws IllegalArgumentException if it is another line */
    static Round parse(String line) {
        String[] words = line.split(" ");
        if (words.length != 7 || !words[0].equals(WORD)) {
            throw new IllegalArgumentException("answer refused: expected \"" + WORD
                    + " STEPS NANOS PROCESSOR-NANOS LOSS NOW MOST\", got \"" + line + "\"");
        }
        return new Round(
                Integer.parseInt(words[1]),
                Long.parseLong(words[2]),
                Long.parseLong(words[3]),
                Double.parseDouble(words[4]),
                Memory.ofWords(words[5], words[6]));
    }
}
