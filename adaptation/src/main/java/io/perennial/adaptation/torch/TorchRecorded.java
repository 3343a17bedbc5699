// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.network.Recorded;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** A forward pass whose output holds libtorch's graph of it. */
final class TorchRecorded implements Recorded {

    private final Logits logits;
    private final TorchVector parameters;
    private final TorchDevice device;
    private Tensor output;
    private boolean used;

    /**
     * @param output is closed with this
     * @param device that all of it lies on
     */
    TorchRecorded(Tensor output, Logits logits, TorchVector parameters, TorchDevice device) {
        this.output = output;
        this.logits = logits;
        this.parameters = parameters;
        this.device = device;
    }

    @Override
    public Logits logits() {
        return logits;
    }

    @Override
    public void pullback(Logits gradient, ParameterVector into) {
        if (output == null || used) {
            throw new IllegalStateException("pullback refused: expected an open recording not pulled back yet, got "
                    + (output == null ? "a closed one" : "a second call"));
        }
        if (gradient.values().length != logits.values().length) {
            throw new IllegalArgumentException("gradient refused: expected " + logits.values().length
                    + " values as the logits, got " + gradient.values().length);
        }
        used = true;
        TorchVector target = TorchVector.of(into);
        Tensor[] leaves = parameters.leafTensors();
        if (leaves.length == 0 || !output.requires_grad()) {
            target.zero();
            return;
        }
        try (var scope = new PointerScope()) {
            var shape = Host.shape(output);
            TensorVector gradients = torch.grad(
                    new TensorVector(output),
                    new TensorVector(leaves),
                    new TensorVector(device.of(gradient.values(), shape)),
                    new BoolOptional(false),
                    false,
                    true);
            target.setSlices(gradients);
        }
    }

    @Override
    public void close() {
        if (output != null) {
            output.close();
            output = null;
        }
    }
}
