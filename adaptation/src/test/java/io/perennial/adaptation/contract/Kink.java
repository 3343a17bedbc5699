// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.contract;

/**
 * Where the slope of an operator jumps. Two correct engines whose inputs lie on different sides of it give different
 * gradients. Numbers that are equal bit by bit under every play of the rounding are equal for a reason: they are copies of
 * one number, or were cut off where the slope is 0, and either way the gradient ends in the same place.
 */
interface Kink {

    /**
     * @param plays the operator's input [B, ...], first as it is, then under plays of the rounding
     * @param margin by how much rounding may move a value
     * @param event shape of one event
     */
    boolean isNear(float[][] plays, double margin, int... event);

    /** At these inputs, whatever the others are. */
    static Kink at(float... points) {
        return (plays, margin, event) -> {
            for (int i = 0; i < plays[0].length; i++) {
                for (float point : points) {
                    if (Math.abs((double) plays[0][i] - point) <= margin && !isAlways(plays, i, point)) {
                        return true;
                    }
                }
            }
            return false;
        };
    }

    /** Where another of a window's values is the largest. */
    static Kink largestOf(Windows windows) {
        return (plays, margin, event) -> {
            int length = GraphDraft.length(event);
            for (int start = 0; start < plays[0].length; start += length) {
                if (isNear(plays, margin, windows, start, event)) {
                    return true;
                }
            }
            return false;
        };
    }

    private static boolean isNear(float[][] plays, double margin, Windows windows, int start, int... event) {
        return windows.anyOf(event, window -> {
            int largest = start + window.get(0);
            for (int i : window) {
                largest = plays[0][start + i] > plays[0][largest] ? start + i : largest;
            }
            for (int i : window) {
                if ((double) plays[0][largest] - plays[0][start + i] <= 2 * margin
                        && !isAlwaysEqual(plays, largest, start + i)) {
                    return true;
                }
            }
            return false;
        });
    }

    private static boolean isAlways(float[][] plays, int i, float point) {
        for (float[] play : plays) {
            if (play[i] != point) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAlwaysEqual(float[][] plays, int one, int other) {
        for (float[] play : plays) {
            if (play[one] != play[other]) {
                return false;
            }
        }
        return true;
    }
}
