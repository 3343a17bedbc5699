// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.quality;

/** Numbers that were saved, as they must be to go on from them. */
final class SavedNumbers {

    private SavedNumbers() {}

    /**
     * @param name that they were saved under
     * @param state null where there are none
     * @throws IllegalStateException where there are not so many
     */
    static double[] of(String name, int length, double... state) {
        if (state == null || state.length != length) {
            throw damaged(length + " numbers under \"" + name + "\"", state == null ? "none" : state.length + "");
        }
        return state;
    }

    /** A whole number from 0 to the most. */
    static int place(String name, double number, int most) {
        if (!(number >= 0 && number <= most)) {
            throw damaged("a place from 0 to " + most + " under \"" + name + "\"", number + "");
        }
        return (int) number;
    }

    /** Any number that is one. */
    static double finite(String name, double number) {
        if (!Double.isFinite(number)) {
            throw damaged("a finite number under \"" + name + "\"", number + "");
        }
        return number;
    }

    private static IllegalStateException damaged(String expected, String got) {
        return new IllegalStateException("quality state refused: expected " + expected + ", got " + got
                + "; stop all instances and reset the application with kafka-streams-application-reset");
    }
}
