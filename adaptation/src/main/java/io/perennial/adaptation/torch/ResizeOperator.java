// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import static io.perennial.adaptation.torch.Rows.real;

import io.perennial.adaptation.operator.Interpolation;
import io.perennial.adaptation.operator.Operator;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Images in another size, one axis after the other. */
final class ResizeOperator {

    static final Map<String, Operator<Tensor, TorchCall>> TABLE = Map.ofEntries(real("Resize", ResizeOperator::resize));

    private ResizeOperator() {}

    private static Tensor resize(TorchCall c) {
        var how = new Interpolation(c);
        double[][] target = how.target();
        Tensor x = c.real(0);
        for (int axis = 0; axis < target[0].length; axis++) {
            int in = (int) x.size(axis);
            int out = (int) target[0][axis];
            double scale = target[1][axis];
            if (out == in && scale == 1) {
                continue;
            }
            if (how.picks()) {
                x = c.tensors().select(x, axis, how.indices(in, out, scale));
            } else {
                Tensor weights = c.tensors().of(how.matrix(in, out, scale), out, in);
                x = x.transpose(axis, -1).matmul(weights.t()).transpose(axis, -1);
            }
        }
        return x;
    }
}
