// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.engines;

import java.util.Optional;

/**
 * A worker's first answer, once its model is open.
 *
 * @param parameters that learn, P
 * @param loaded memory with the engine's libraries, before the model was opened
 * @param engine what it is and runs on, in words
 */
record Ready(int parameters, Optional<Memory> loaded, String engine) {

    private static final String WORD = "ready";

    String line() {
        return String.join(" ", WORD, Integer.toString(parameters), Memory.words(loaded), engine);
    }

    /** @throws IllegalArgumentException if it is another line */
    static Ready parse(String line) {
        String[] words = line.split(" ", 5);
        if (words.length != 5 || !words[0].equals(WORD)) {
            throw new IllegalArgumentException(
                    "answer refused: expected \"" + WORD + " PARAMETERS NOW MOST ENGINE\", got \"" + line + "\"");
        }
        return new Ready(Integer.parseInt(words[1]), Memory.ofWords(words[2], words[3]), words[4]);
    }
}
