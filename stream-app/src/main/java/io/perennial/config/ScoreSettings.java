// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import io.smallrye.config.WithDefault;

/** How a batch is predicted. */
public interface ScoreSettings {

    @Doc(
            "Engine that computes the model and its gradients: `torch` (libtorch), `nd4j` (ND4J), or `auto` for torch where the"
                    + " build has it and else the one that it has. An engine that is not there is refused at start.")
    @WithDefault("auto")
    String engine();

    @Doc(
            "Where the engine computes: `cpu`, `cuda:0` for the first CUDA device and so on, or `auto` for the first one where"
                    + " there is one and else the processor. A device that is not there is refused at start.")
    @WithDefault("auto")
    String device();

    @Doc("Whether the frozen source model scores every event too, for the comparison with the adapted one.")
    @WithDefault("true")
    boolean sourceShadow();

    @Doc(
            "Where ONNX Runtime computes the frozen source model: `cpu`, or `cuda:0` and so on, which needs CUDA 12 beside the"
                    + " engine's CUDA 13.")
    @WithDefault("cpu")
    String sourceDevice();

    @Doc("Predictions of lower confidence are marked as abstained.")
    @Range(min = 0, max = 1)
    @WithDefault("0.5")
    double abstainBelow();

    @Doc(
            "Predictions whose estimated probability of being wrong exceeds this are marked as abstained, too; 1 for none. With"
                    + " a labels topic the limit learns, so that at most this share of the others is wrong.")
    @Range(min = 0.0001, max = 1)
    @WithDefault("1")
    double abstainRisk();

    @Doc(
            "What published probabilities are calibrated with: `bundle` for the temperature that was fitted when the bundle was"
                    + " prepared, `none`, or a number that logits are divided by.")
    @WithDefault("bundle")
    String temperature();

    @Doc("Threads of one forward or backward pass; 0 for one per core.")
    @Range(min = 0, max = 1024)
    @WithDefault("0")
    int threads();
}
