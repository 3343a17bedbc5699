// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.OnceRecorded;
import io.perennial.adaptation.network.ParameterVector;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** A forward pass whose output holds libtorch's graph of it. */
final class TorchRecorded extends OnceRecorded {

    private final TorchVector parameters;
    private final TorchDevice device;
    private Tensor output;

    /**
     * @param output is closed with this
     * @param device that all of it lies on
     */
    TorchRecorded(Tensor output, Logits logits, TorchVector parameters, TorchDevice device) {
        super(logits, parameters.size());
        this.output = output;
        this.parameters = parameters;
        this.device = device;
    }

    @Override
    protected boolean isOpen() {
        return output != null;
    }

    @Override
    protected void differentiate(Logits gradient, ParameterVector into) {
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
