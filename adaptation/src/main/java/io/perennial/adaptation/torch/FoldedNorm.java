// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import io.perennial.adaptation.graph.Node;
import io.perennial.adaptation.operator.Operator;
import io.perennial.adaptation.operator.Value.Real;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/**
 * A convolution and the batch normalisation of its output as one convolution: under given statistics normalising is a factor and a
 * summand of each channel, which the weight and the bias can carry (Jacob et al., CVPR 2018, section 3.2). It rounds otherwise
 * than the two, so no pass that is recorded goes this way.
 */
final class FoldedNorm {

    private static final int BIAS = 2;

    private FoldedNorm() {}

    /**
     * The same steps with every pair that allows it as one.
     *
     * @param atHand whether a value is there before the first step
     */
    static List<Step> of(List<Step> steps, Predicate<String> atHand) {
        List<Step> folded = new ArrayList<>();
        Set<Step> gone = new HashSet<>();
        for (Step step : steps) {
            Optional<Step> norm =
                    normOf(step, steps).filter(next -> perChannel(next).stream().allMatch(atHand));
            norm.ifPresent(gone::add);
            if (!gone.contains(step)) {
                folded.add(norm.map(next -> together(step, next)).orElse(step));
            }
        }
        return folded;
    }

    /** The normalisation that alone reads what a convolution gives. */
    private static Optional<Step> normOf(Step step, List<Step> steps) {
        if (!step.node().op().equals("Conv")) {
            return Optional.empty();
        }
        String output = step.node().outputs().get(0);
        List<Step> readers = steps.stream()
                .filter(other -> other.node().inputs().contains(output))
                .toList();
        return readers.size() == 1
                ? readers.stream().filter(next -> normalises(next, output)).findFirst()
                : Optional.empty();
    }

    private static boolean normalises(Step step, String output) {
        return step.normLayer() != null
                && step.node().inputs().get(0).equals(output)
                && step.dead().contains(output);
    }

    private static List<String> perChannel(Step norm) {
        return norm.node().inputs().subList(1, 3);
    }

    private static Step together(Step conv, Step norm) {
        Node first = conv.node();
        List<String> inputs = new ArrayList<>(first.inputs());
        if (inputs.size() == BIAS) {
            inputs.add("");
        }
        inputs.addAll(perChannel(norm));
        Node node = new Node(
                first.name(), first.op(), first.domain(), inputs, norm.node().outputs(), first.attributes());
        List<String> dead = new ArrayList<>(conv.dead());
        dead.addAll(norm.dead());
        float epsilon = norm.node().attributes().number("epsilon", 1e-5f);
        Operator<Tensor, TorchCall> operator = c -> List.of(new Real<>(convolved(c, epsilon)));
        return new Step(node, operator, norm.normLayer(), dead, false);
    }

    private static Tensor convolved(TorchCall c, float epsilon) {
        Tensor weight = c.real(1);
        PassStatistics given = c.statistics();
        Tensor variance = given.variance(c.normLayer());
        Tensor slope = variance.add(new Scalar((double) epsilon)).rsqrt().mul(c.real(BIAS + 1));
        var perFilter = new long[(int) weight.dim()];
        Arrays.fill(perFilter, 1);
        perFilter[0] = -1;
        Tensor mean = given.mean(c.normLayer());
        Tensor centred = c.has(BIAS) ? mean.sub(c.real(BIAS)) : mean;
        Tensor bias = c.real(BIAS + 2).sub(centred.mul(slope));
        return LinearOperators.conv(c, weight.mul(slope.view(perFilter)), new TensorOptional(bias));
    }
}
