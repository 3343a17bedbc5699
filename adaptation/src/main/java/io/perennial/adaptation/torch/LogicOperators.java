// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import static io.perennial.adaptation.torch.Rows.truth;
import static io.perennial.adaptation.torch.Rows.unary;

import io.perennial.adaptation.operator.Call;
import io.perennial.adaptation.operator.Operator;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Comparisons and truth values. Answers about float32 stay where the engine computes, as 1 and 0; no gradient flows through them. */
final class LogicOperators {

    static final Map<String, Operator<Tensor, TorchCall>> TABLE = Map.ofEntries(
            truth("Less", Tensor::lt, (a, b) -> bit(a < b)),
            truth("LessOrEqual", Tensor::le, (a, b) -> bit(a <= b)),
            truth("Greater", Tensor::gt, (a, b) -> bit(a > b)),
            truth("GreaterOrEqual", Tensor::ge, (a, b) -> bit(a >= b)),
            truth("And", Tensor::logical_and, (a, b) -> bit(a != 0 && b != 0)),
            truth("Or", Tensor::logical_or, (a, b) -> bit(a != 0 || b != 0)),
            truth("Xor", Tensor::logical_xor, (a, b) -> bit(a != 0 ^ b != 0)),
            unary("Not", x -> answer(x, x.logical_not()), a -> bit(a == 0)),
            unary("IsNaN", x -> answer(x, x.isnan())),
            Rows.real("IsInf", LogicOperators::isInfinite));

    private LogicOperators() {}

    private static long bit(boolean truth) {
        return truth ? 1 : 0;
    }

    private static Tensor answer(Tensor like, Tensor truth) {
        return truth.to(like.scalar_type());
    }

    private static Tensor isInfinite(TorchCall c) {
        Tensor x = c.real(0);
        Tensor none = torch.zeros_like(x);
        Tensor above =
                c.attributes().integer("detect_positive", 1) != 0 ? x.eq(new Scalar(Double.POSITIVE_INFINITY)) : none;
        Tensor below =
                c.attributes().integer("detect_negative", 1) != 0 ? x.eq(new Scalar(Double.NEGATIVE_INFINITY)) : none;
        return answer(x, above.logical_or(below));
    }

    /** One of two tensors, value by value; gradients flow into the one that was chosen. */
    static Tensor choose(Call<Tensor> c, Tensor condition, Tensor yes, Tensor no) {
        return torch.where(condition.ne(new Scalar(0f)), yes, no);
    }
}
