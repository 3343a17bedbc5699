// SPDX-License-Identifier: Apache-2.0
package io.perennial.verify;

/**
 * A record of the predictions, of the uncertainty or of the dead-letter topic.
 *
 * @param origin offset of the event that a dead letter names; -1 for other answers
 * @param step of the weights, as an uncertainty says; -1 for other answers
 * @param lineage of the weights; null for other answers
 */
record Answer(Mark mark, long origin, long step, String lineage) {

    static Answer prediction(Mark mark) {
        return new Answer(mark, -1, -1, null);
    }

    static Answer uncertainty(Mark mark, long step, String lineage) {
        return new Answer(mark, -1, step, lineage);
    }

    static Answer deadLetter(Mark mark, long origin) {
        return new Answer(mark, origin, -1, null);
    }
}
