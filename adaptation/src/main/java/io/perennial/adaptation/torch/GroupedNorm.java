// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Batch normalisation of several batches that go through the network as one, each with the statistics of its own events. Where
 * the batches take turns, event by event ({@link Joined}), the channels of one event of all of them lie side by side in memory: a
 * batch of as many events, and as many channels as all have together, which is normalised in one call. Otherwise each is
 * normalised by itself.
 */
final class GroupedNorm {

    private GroupedNorm() {}

    /** @param groups of equal size in x */
    static Tensor of(TorchCall c, Groups groups, double epsilon) {
        Tensor x = c.real(0);
        if (groups.inTurns()) {
            long[] shape = Host.shape(x);
            long[] wide = shape.clone();
            wide[0] /= groups.count();
            wide[1] *= groups.count();
            Tensor scale = repeated(c.real(1), groups.count());
            Tensor shift = repeated(c.real(2), groups.count());
            return norm(x.reshape(wide), scale, shift, epsilon).reshape(shape);
        }
        long events = x.size(0) / groups.count();
        var each = new TensorVector();
        for (int group = 0; group < groups.count(); group++) {
            each.push_back(norm(x.narrow(0, group * events, events), c.real(1), c.real(2), epsilon));
        }
        return torch.cat(each, 0);
    }

    private static Tensor norm(Tensor x, Tensor scale, Tensor shift, double epsilon) {
        return torch.batch_norm(
                x,
                new TensorOptional(scale),
                new TensorOptional(shift),
                new TensorOptional(),
                new TensorOptional(),
                true,
                0,
                epsilon,
                false);
    }

    /** As {@code repeat} gives it, which took a ninth of the view passes of the mlp (async-profiler). */
    private static Tensor repeated(Tensor perChannel, int times) {
        return perChannel.expand(times, perChannel.numel()).reshape(-1);
    }
}
