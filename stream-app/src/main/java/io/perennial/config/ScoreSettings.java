// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import io.smallrye.config.WithDefault;

/** How events are predicted. */
public interface ScoreSettings {

    /** Together with the events of their batch, or each on its arrival. */
    enum Mode {
        BATCH,
        IMMEDIATE
    }

    @Doc(
            "When an event is predicted: `batch`, with the events of its micro-batch, by the weights as they stand and with all that the"
                    + " method can do; or `immediate`, on its arrival and within milliseconds, by ONNX Runtime from a snapshot of the weights."
                    + " Its batch is then learned from beside the stream, see docs/howto/latency.md.")
    @WithDefault("batch")
    Mode mode();

    @Doc("Steps from one snapshot of the weights to the next (mode: immediate).")
    @Range(min = 1, max = 1_000_000)
    @WithDefault("1")
    int snapshotInterval();

    @Doc(
            "Batches of a partition that may wait to be learned from (mode: immediate). Beyond that the oldest is not learned from.")
    @Range(min = 1, max = 10_000)
    @WithDefault("4")
    int backlog();

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

    @Doc("Threads of the passes of one batch: within large ones, of small ones side by side; 0 for one per core.")
    @Range(min = 0, max = 1024)
    @WithDefault("0")
    int threads();
}
