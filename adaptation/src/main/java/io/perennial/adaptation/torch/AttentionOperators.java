// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import static io.perennial.adaptation.operator.Rows.several;
import static io.perennial.adaptation.torch.Rows.real;

import io.perennial.adaptation.operator.Operator;
import io.perennial.adaptation.operator.Value;
import io.perennial.adaptation.operator.Value.Real;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Attention as one operator, which ONNX has since opset 23: Q, K and V [events, heads, length, size] or [events, length, heads x size]. */
final class AttentionOperators {

    static final Map<String, Operator<Tensor, TorchCall>> TABLE = Map.ofEntries(
            several("Attention", AttentionOperators::attention), real("RotaryEmbedding", AttentionOperators::rotary));

    private AttentionOperators() {}

    private static List<Value<Tensor>> attention(TorchCall c) {
        if (c.node().outputs().stream().filter(name -> !name.isEmpty()).count() > 1 || c.has(4) || c.has(5)) {
            throw c.refused("expected attention without a cache and without its scores as an output, got more");
        }
        boolean flat = c.real(0).dim() == 3;
        Tensor q = heads(c, 0, "q_num_heads");
        Tensor k = heads(c, 1, "kv_num_heads");
        Tensor v = heads(c, 2, "kv_num_heads");
        if (q.size(1) % k.size(1) != 0) {
            throw c.refused("expected a multiple of " + k.size(1) + " heads of queries, got " + q.size(1));
        }
        long shared = q.size(1) / k.size(1);
        if (shared > 1) {
            k = repeated(k, shared);
            v = repeated(v, shared);
        }
        double scale = c.attributes().number("scale", (float) (1 / Math.sqrt(q.size(3))));
        Tensor scores = q.matmul(k.transpose(2, 3)).mul(new Scalar(scale));
        float cap = c.attributes().number("softcap", 0);
        if (cap > 0) {
            scores = scores.div(new Scalar(cap)).tanh().mul(new Scalar(cap));
        }
        Tensor y = torch.softmax(masked(c, scores), 3).matmul(v);
        Tensor result = flat ? y.transpose(1, 2).reshape(y.size(0), y.size(2), y.size(1) * y.size(3)) : y;
        return List.of(new Real<>(result));
    }

    private static Tensor heads(TorchCall c, int input, String attribute) {
        Tensor x = c.real(input);
        if (x.dim() == 4) {
            return x;
        }
        long heads = c.attributes().integer(attribute, 0);
        if (x.dim() != 3 || heads < 1 || x.size(2) % heads != 0) {
            throw c.refused("expected 4 dimensions, or 3 and " + attribute + ", got " + x.dim() + " and " + heads);
        }
        return x.reshape(x.size(0), x.size(1), heads, x.size(2) / heads).transpose(1, 2);
    }

    private static Tensor repeated(Tensor x, long times) {
        return x.unsqueeze(2)
                .expand(x.size(0), x.size(1), times, x.size(2), x.size(3))
                .reshape(x.size(0), x.size(1) * times, x.size(2), x.size(3));
    }

    /** A mask of truth values holds back where it is 0; one of float32 is added. */
    private static Tensor masked(TorchCall c, Tensor scores) {
        Tensor never = c.tensors().full(Float.NEGATIVE_INFINITY);
        Tensor masked = scores;
        if (c.has(3)) {
            masked = c.isWhole(3) ? torch.where(c.asReal(3).ne(new Scalar(0f)), masked, never) : masked.add(c.real(3));
        }
        if (c.attributes().integer("is_causal", 0) != 0) {
            Tensor past = torch.ones_like(scores).tril();
            masked = torch.where(past.ne(new Scalar(0f)), masked, never);
        }
        return masked;
    }

    /** X [events, heads, length, size] or [events, length, heads x size], turned by the angles of its positions. */
    private static Tensor rotary(TorchCall c) {
        Tensor x = c.real(0);
        boolean flat = x.dim() == 3;
        long heads = c.attributes().integer("num_heads", 0);
        if (flat && (heads < 1 || x.size(2) % heads != 0)) {
            throw c.refused("expected num_heads for 3 dimensions, got " + heads);
        }
        Tensor parts = flat ? x.reshape(x.size(0), x.size(1), heads, x.size(2) / heads) : x.transpose(1, 2);
        long size = parts.size(3);
        long turned = c.attributes().integer("rotary_embedding_dim", 0);
        turned = turned == 0 ? size : turned;
        Tensor cos = angles(c, 1, turned / 2);
        Tensor sin = angles(c, 2, turned / 2);
        Tensor head = c.tensors().slice(parts, 3, 0, turned, 1);
        boolean interleaved = c.attributes().integer("interleaved", 0) != 0;
        Tensor a = c.tensors().slice(head, 3, 0, interleaved ? turned : turned / 2, interleaved ? 2 : 1);
        Tensor b = c.tensors().slice(head, 3, interleaved ? 1 : turned / 2, turned, interleaved ? 2 : 1);
        Tensor left = a.mul(cos).sub(b.mul(sin));
        Tensor right = a.mul(sin).add(b.mul(cos));
        Tensor joined = interleaved
                ? c.tensors()
                        .concat(List.of(left.unsqueeze(4), right.unsqueeze(4)), 4)
                        .reshape(head.size(0), head.size(1), head.size(2), turned)
                : c.tensors().concat(List.of(left, right), 3);
        Tensor rest = c.tensors().slice(parts, 3, turned, size, 1);
        Tensor y = c.tensors().concat(List.of(joined, rest), 3);
        return flat ? y.reshape(x.size(0), x.size(1), x.size(2)) : y.transpose(1, 2);
    }

    /** [events, length, 1, half]: of the positions given, or of all positions in turn where there is a table for each event. */
    private static Tensor angles(TorchCall c, int input, long half) {
        Tensor table = c.real(input);
        if (c.has(3)) {
            long[] shape = c.shape(3);
            table = c.tensors().select(table, 0, c.whole(3)).reshape(shape[0], shape[1], table.size(1));
        }
        return c.tensors().slice(table, 2, 0, half, 1).unsqueeze(2);
    }
}
