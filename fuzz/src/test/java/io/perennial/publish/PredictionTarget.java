// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import io.perennial.fuzz.Again;
import io.perennial.fuzz.Contract;
import io.perennial.fuzz.Target;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;

/** What consumers read of the topics of predictions and of uncertainty: the first byte says which. */
public final class PredictionTarget implements Target {

    /** Jackson's table of names, as of an event, and its bindings, with a box for each value. */
    @Override
    public Contract contract() {
        return new Contract(SerializationException.class, " refused: expected ", 512 << 10, 400);
    }

    @Override
    public void read(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] json = new byte[input.length - 1];
        System.arraycopy(input, 1, json, 0, json.length);
        if ((input[0] & 1) == 0) {
            Prediction read = PredictionJson.decode(json);
            if (read != null && isWhole(read)) {
                byte[] written = PredictionJson.encode(read);
                Again.same(written, PredictionJson.encode(PredictionJson.decode(written)));
            }
        } else {
            Uncertainty read = UncertaintyJson.decode(json);
            if (read != null) {
                byte[] written = UncertaintyJson.encode(read);
                Again.same(written, UncertaintyJson.encode(UncertaintyJson.decode(written)));
            }
        }
    }

    /** A reader passes over keys that are missing, and over numbers that are no probabilities; a writer has all of them. */
    private static boolean isWhole(Prediction read) {
        if (read.probabilities() == null) {
            return false;
        }
        boolean finite = true;
        for (float p : read.probabilities()) {
            finite &= Float.isFinite(p);
        }
        return finite;
    }

    @Override
    public List<byte[]> seeds() {
        Prediction prediction = new Prediction(
                "e-1", 1, "yes", new float[] {0.25f, 0.75f}, 0.75f, -1, Float.NaN, "adapted", "toy", "1", 12, "abc");
        Uncertainty uncertainty = new Uncertainty(
                "e-1", 0.5f, 0.5f, 0.1f, Float.NaN, true, 0.2f, 4, false, new int[] {1}, 0.9f, "adapted", 12, "abc");
        return List.of(
                seed(0, PredictionJson.encode(prediction)),
                seed(1, UncertaintyJson.encode(uncertainty)),
                seed(0, PredictionV2.encode(prediction)));
    }

    private static byte[] seed(int first, byte... json) {
        byte[] seed = new byte[1 + json.length];
        seed[0] = (byte) first;
        System.arraycopy(json, 0, seed, 1, json.length);
        return seed;
    }
}
