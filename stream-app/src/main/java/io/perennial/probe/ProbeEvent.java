// SPDX-License-Identifier: Apache-2.0
package io.perennial.probe;

import io.perennial.record.JsonBytes;
import io.perennial.store.Bundle;
import io.perennial.store.InputContract;
import io.perennial.store.Standardisation;
import java.util.Optional;

/** An event that a bundle's model takes. */
public final class ProbeEvent {

    private ProbeEvent() {}

    /**
     * The first event of the bundle's probe batch; without one, the middle of the input contract.
     *
     * @return the values as a JSON array, row-major, as a sender would write them: not standardised
     */
    public static byte[] of(Bundle bundle) {
        float[] values = values(bundle);
        return JsonBytes.write(json -> {
            json.writeStartArray();
            for (float value : values) {
                json.writeNumber(value);
            }
            json.writeEndArray();
        });
    }

    static float[] values(Bundle bundle) {
        InputContract contract = bundle.input();
        Optional<float[]> probe = bundle.probe().map(Bundle.Probe::inputs);
        float[] values = new float[contract.length()];
        for (int i = 0; i < values.length; i++) {
            int place = i;
            float seen = probe.map(inputs -> inputs[place]).orElseGet(() -> middle(contract));
            values[i] = within(contract, raw(contract, seen, i));
        }
        return values;
    }

    /** Of what the model sees: the mean where events are standardised. */
    private static float middle(InputContract contract) {
        if (contract.standardisation().isPresent()) {
            return 0;
        }
        float middle = contract.minimum() + (contract.maximum() - contract.minimum()) / 2;
        return Float.isFinite(middle) ? middle : 0;
    }

    /** What was standardised to this. */
    private static float raw(InputContract contract, float seen, int place) {
        if (contract.standardisation().isEmpty()) {
            return seen;
        }
        Standardisation known = contract.standardisation().get();
        int at = place / (contract.length() / known.mean().length);
        return seen * known.deviation()[at] + known.mean()[at];
    }

    private static float within(InputContract contract, float value) {
        return Math.min(contract.maximum(), Math.max(contract.minimum(), value));
    }
}
