// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.model;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/** An ONNX classifier of dense layers, as many parameters as wanted. Its input is {@code x}, [batch, features]. */
public final class DenseModel {

    private final ModelDraft draft;
    private String last = ModelDraft.INPUT;
    private int width;

    /** @param features of an event */
    public DenseModel(int features) {
        width = features;
        draft = new ModelDraft("dense", features);
    }

    /** The small one that is measured most: 128 features, two hidden layers of as many, normalised, six classes. */
    public static byte[] mlp(SplittableRandom random) {
        return new DenseModel(128)
                .layer("first", 128, random)
                .norm()
                .relu()
                .layer("second", 128, random)
                .norm()
                .relu()
                .layer("logits", 6, random)
                .bytes();
    }

    /** Adds a layer, with weights drawn as He does and a bias of zeros. */
    public DenseModel layer(String name, int outputs, SplittableRandom random) {
        return layer(name, outputs, ModelDraft.he(random, width));
    }

    /**
     * Adds a layer, with a bias of zeros.
     *
     * @param outputs of the layer
     * @param weights is asked for each weight, row-major
     */
    public DenseModel layer(String name, int outputs, DoubleSupplier weights) {
        String weight = draft.parameter(name + ".weight", weights, width, outputs);
        String bias = draft.parameter(name + ".bias", () -> 0, outputs);
        last = draft.node("Gemm", name, List.of(last, weight, bias));
        width = outputs;
        return this;
    }

    /** Adds a batch normalisation. */
    public DenseModel norm() {
        last = draft.norm(last + ".norm", last, width);
        return this;
    }

    /** Cuts off what is below zero. */
    public DenseModel relu() {
        last = draft.node("Relu", last + ".relu", List.of(last));
        return this;
    }

    /** Values that learn, P. */
    public int parameters() {
        return draft.parameters();
    }

    /** The model file. */
    public byte[] bytes() {
        return draft.bytes(last);
    }
}
