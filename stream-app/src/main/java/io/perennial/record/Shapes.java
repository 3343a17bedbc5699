// SPDX-License-Identifier: Apache-2.0
package io.perennial.record;

import io.perennial.store.InputContract;
import java.util.Arrays;

/** Compares the shape of what came with the shape of the model's input. */
final class Shapes {

    private Shapes() {}

    /** Whether a shape is the event's own, or that of a batch of exactly this one event. */
    static boolean isOneEvent(int[] shape, int rank, InputContract contract) {
        int[] event = contract.shape();
        int lead = rank - event.length;
        return (lead == 0 || (lead == 1 && shape[0] == 1)) && Arrays.equals(shape, lead, rank, event, 0, event.length);
    }

    static EventRefused refused(InputContract contract, String got) {
        return EventRefused.because(
                Refusal.WRONG_SHAPE,
                "tensor shape does not match input \"" + contract.name() + "\"",
                Arrays.toString(contract.shape()) + " or a batch of one",
                got,
                "send one event of " + contract.length() + " values per record");
    }

    static String text(int[] shape, int rank) {
        return Arrays.toString(Arrays.copyOf(shape, rank));
    }
}
