// SPDX-License-Identifier: Apache-2.0
package io.perennial.weights;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.method.LearnedState;
import io.perennial.adaptation.method.Method;
import io.perennial.adaptation.method.MethodSpec;
import io.perennial.adaptation.method.NormPolicy;
import io.perennial.adaptation.method.PetalOptions;
import io.perennial.adaptation.method.Restore;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.view.ViewsFor;
import io.perennial.digits.DigitStream;
import io.perennial.digits.Digits;
import io.perennial.store.Bundle;
import io.perennial.store.Checkpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Checkpoints of the built-in example after some steps on its own stream. */
public final class DigitCheckpoints {

    public static final String APPLICATION = "digits";
    private static final int BATCH = 64;

    private DigitCheckpoints() {}

    public static Bundle bundle() {
        try {
            return Bundle.resource(DigitCheckpoints.class.getClassLoader(), Digits.BUNDLE_ROOT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a method has learned after so many batches, guarded or not. */
    public static Checkpoint learned(String method, boolean guard, int steps) {
        PetalOptions petal = new PetalOptions(1e-3, true, 0.9, 0.92, 2, 0, 1e-6, false, new Restore.Fisher(0.03));
        MethodSpec spec = new MethodSpec(method, NormPolicy.Kind.EMA, 0.2, BATCH, petal, guard);
        ParameterSelection selection = spec.selection(new ParameterSelection.All());
        try (Network network = Engine.named("torch").threads(1).open(Graph.read(bundle().model()), selection);
                Method learning = spec.open(network, null, ViewsFor.event(network.eventShape(), -4, 4, 0.5f), 1)) {
            for (int step = 0; step < steps; step++) {
                learning.adapt(learning.score(batch(step), true));
            }
            return of(method, learning.state(), (long) steps * BATCH - 1);
        }
    }

    private static Checkpoint of(String method, LearnedState state, long offset) {
        return new Checkpoint(
                "0123456789abcdef",
                state.step(),
                APPLICATION,
                "digits.events",
                0,
                offset,
                bundle().id(),
                bundle().modelSha256(),
                method,
                Map.of(),
                Map.of("guard", "closed"),
                state.arrays());
    }

    /** Batches of the example's stream, from its darkness on. */
    static Batch batch(int step) {
        DigitStream stream = new DigitStream(1);
        float[] values = new float[BATCH * 64];
        for (int i = 0; i < BATCH; i++) {
            float[] image = stream.at(DigitStream.PHASE_LENGTH + (long) step * BATCH + i)
                    .values();
            System.arraycopy(image, 0, values, i * image.length, image.length);
        }
        return Batch.of(values, BATCH, 1, 8, 8);
    }
}
