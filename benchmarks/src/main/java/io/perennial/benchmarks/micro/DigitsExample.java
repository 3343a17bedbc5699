// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.micro;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Network;
import io.perennial.digits.Digits;
import io.perennial.store.Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The built-in model and images, as every class here uses them. */
final class DigitsExample {

    /** Events of a batch. */
    static final int BATCH = 64;

    private static final int PIXELS = 64;

    private DigitsExample() {}

    /** The built-in bundle. */
    static Bundle bundle() {
        try {
            return Bundle.resource(DigitsExample.class.getClassLoader(), Digits.BUNDLE_ROOT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The built-in model on libtorch, all parameters trainable; the caller closes it. */
    static Network network() {
        return Engine.named("torch").open(Graph.read(bundle().model()), new ParameterSelection.All());
    }

    /** The first held-out images, [64, 1, 8, 8]. */
    static Batch batch() {
        Digits digits = Digits.load();
        float[] values = new float[BATCH * PIXELS];
        for (int event = 0; event < BATCH; event++) {
            System.arraycopy(digits.image(event), 0, values, event * PIXELS, PIXELS);
        }
        return new Batch(values, BATCH, 1, 8, 8);
    }
}
