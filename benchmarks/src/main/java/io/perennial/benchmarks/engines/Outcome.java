// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.engines;

import java.util.List;

/**
 * What one engine did in a match.
 *
 * @param engine its name, or {@link Worker#NOTHING}
 * @param first step, alone
 * @param warm last round of the warm-up
 * @param rounds that count
 */
record Outcome(Match match, String engine, Ready ready, Round first, Round warm, List<Round> rounds) {

    boolean isBaseline() {
        return engine.equals(Worker.NOTHING);
    }

    /** Milliseconds of a step. */
    Quartiles millis() {
        return Quartiles.of(rounds.stream().mapToDouble(Round::millisPerStep).toArray());
    }

    /** Milliseconds of a step, of all threads together. */
    Quartiles processorMillis() {
        return Quartiles.of(
                rounds.stream().mapToDouble(Round::processorMillisPerStep).toArray());
    }

    /** Time over another's, of rounds side by side. */
    Quartiles times(Outcome other) {
        double[] ratios = new double[rounds.size()];
        for (int round = 0; round < ratios.length; round++) {
            ratios[round] =
                    rounds.get(round).millisPerStep() / other.rounds.get(round).millisPerStep();
        }
        return Quartiles.of(ratios);
    }

    /** The last of the rounds. */
    Round last() {
        return rounds.get(rounds.size() - 1);
    }
}
