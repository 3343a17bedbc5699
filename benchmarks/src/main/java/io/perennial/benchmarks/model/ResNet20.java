// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.model;

import java.util.List;
import java.util.SplittableRandom;

/**
 * ResNet-20 for images [3, 32, 32] of ten classes (He et al., "Deep residual learning for image recognition", CVPR 2016,
 * section 4.2), with weights drawn at random: three stages of three blocks, and where the image halves a strided 1x1
 * convolution beside the block, normalised as the others.
 */
public final class ResNet20 {

    private static final int CLASSES = 10;
    private static final int BLOCKS = 3;

    private static final int WIDTH = 16;

    private final ModelDraft draft = new ModelDraft("resnet20", 3, 32, 32);
    private final SplittableRandom random;
    private final int width;

    private ResNet20(SplittableRandom random, int width) {
        this.random = random;
        this.width = width;
    }

    /** The model file. Its input is {@code x}, [batch, 3, 32, 32]. */
    public static byte[] bytes(SplittableRandom random) {
        return bytes(random, WIDTH);
    }

    /** The same with so many channels in its first stage. */
    public static byte[] bytes(SplittableRandom random, int width) {
        return new ResNet20(random, width).build();
    }

    private byte[] build() {
        String x = relu(convolved("stem", ModelDraft.INPUT, 3, width, 3, 1));
        int channels = width;
        for (int stage = 1; stage <= 3; stage++) {
            for (int block = 0; block < BLOCKS; block++) {
                int stride = stage > 1 && block == 0 ? 2 : 1;
                x = block("stage" + stage + ".block" + block, x, channels, channels * stride, stride);
                channels *= stride;
            }
        }
        String mean = draft.node("GlobalAveragePool", "mean", List.of(x));
        String flat = draft.node("Flatten", "flat", List.of(mean));
        String weight = draft.parameter("logits.weight", ModelDraft.he(random, channels), channels, CLASSES);
        String bias = draft.parameter("logits.bias", () -> 0, CLASSES);
        return draft.bytes(draft.node("Gemm", "logits", List.of(flat, weight, bias)));
    }

    private String block(String name, String x, int inputs, int outputs, int stride) {
        String first = relu(convolved(name + ".first", x, inputs, outputs, 3, stride));
        String second = convolved(name + ".second", first, outputs, outputs, 3, 1);
        String beside = stride == 1 ? x : convolved(name + ".shortcut", x, inputs, outputs, 1, stride);
        return relu(draft.node("Add", name, List.of(second, beside)));
    }

    /** A convolution without a bias, normalised. */
    private String convolved(String name, String x, int inputs, int outputs, int kernel, int stride) {
        int edge = kernel / 2;
        String weight = draft.parameter(
                name + ".weight", ModelDraft.he(random, inputs * kernel * kernel), outputs, inputs, kernel, kernel);
        String convolution = draft.node(
                "Conv",
                name,
                List.of(x, weight),
                ModelDraft.integers("kernel_shape", kernel, kernel),
                ModelDraft.integers("strides", stride, stride),
                ModelDraft.integers("pads", edge, edge, edge, edge));
        return draft.norm(name + ".norm", convolution, outputs);
    }

    private String relu(String x) {
        return draft.node("Relu", x + ".relu", List.of(x));
    }
}
