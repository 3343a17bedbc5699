// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.Arrays;

/**
 * Decides when enough views were averaged, and of which events the average cannot be relied on: stop, go on or abstain,
 * as SCI's metacognitive controller does with samples of a stochastic model (Meesala, "SCI: A Metacognitive Control for
 * Signal Dynamics", arXiv 2511.12240, 2025). Here the monitored state is the averaged prediction itself. An event has
 * settled where one more view neither changed its label nor moved any of its probabilities by the tolerance.
 */
final class SettledViews {

    /** Share of the events that may still move when the views end early: one in 20. */
    static final double STRAGGLERS = 0.05;

    private final double tolerance;
    private Probabilities before;
    private boolean[] moving;
    private int views;

    /** @param tolerance of a probability; 0 for a budget that is always used up, and no event that abstains */
    SettledViews(double tolerance) {
        this.tolerance = tolerance;
    }

    /**
     * Whether no further view is needed.
     *
     * @param average of all views so far, [B, C] before the softmax
     */
    boolean after(Logits average) {
        if (tolerance == 0) {
            return false;
        }
        Probabilities now = Probabilities.of(average);
        boolean first = views++ == 0;
        int count = 0;
        moving = new boolean[now.size()];
        for (int event = 0; event < moving.length && !first; event++) {
            moving[event] = moved(now, event);
            count += moving[event] ? 1 : 0;
        }
        before = now;
        return !first && count <= STRAGGLERS * moving.length;
    }

    private boolean moved(Probabilities now, int event) {
        boolean moved = now.label(event) != before.label(event);
        for (int c = 0; c < now.classes() && !moved; c++) {
            moved = Math.abs(now.at(event, c) - before.at(event, c)) >= tolerance;
        }
        return moved;
    }

    /**
     * Of these events those that more views are needed for.
     *
     * @param events numbers, negative ones for none
     * @return the same with -1 in the places of those that have settled
     */
    int[] open(int... events) {
        if (tolerance == 0 || moving == null || views < 2) {
            return events;
        }
        return Arrays.stream(events)
                .map(event -> event >= 0 && moving[event] ? event : -1)
                .toArray();
    }

    /** Whether the last view still moved the event. */
    boolean isMoving(int event) {
        return moving != null && moving[event];
    }
}
