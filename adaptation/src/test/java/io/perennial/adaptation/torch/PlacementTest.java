// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.perennial.adaptation.contract.CaseList.Case;
import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.Node;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.network.AdamRates;
import io.perennial.adaptation.network.Device;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterLayout;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every tensor lies on its engine's device. Told by libtorch's device "meta", which has shapes and no values and refuses a
 * tensor from the processor as a GPU does, as far as "meta" can compute; for the rest by the rule on who makes tensors.
 */
final class PlacementTest {

    private static final ParameterLayout LAYOUT =
            new ParameterLayout(List.of(new ParameterLayout.Slice("a", 0, 2, 2), new ParameterLayout.Slice("b", 4, 2)));

    private static final TorchDevice META =
            new TorchDevice(new Device(0), new org.bytedeco.pytorch.Device(torch.DeviceType.Meta).retainReference());

    /** What libtorch computes on a GPU and, in some form or other, not on "meta". */
    private static final Set<String> NOT_THERE = Set.of(
            "Conv",
            "BatchNormalization",
            "InstanceNormalization",
            "LayerNormalization",
            "HardSwish",
            "MaxPool",
            "Relu",
            "Abs",
            "Gather",
            "Slice",
            "Attention",
            "ConvTranspose",
            "CumSum",
            "GatherElements",
            "GatherND",
            "GlobalLpPool",
            "GroupNormalization",
            "IsNaN",
            "LpNormalization",
            "LpPool",
            "PRelu",
            "ReduceL1",
            "ReduceLogSumExp",
            "ReverseSequence",
            "RNN",
            "Softsign",
            "Tile",
            "Where",
            // These read the numbers of their inputs.
            "ArgMax",
            "ArgMin",
            "Cast",
            "Clip",
            "OneHot",
            "Pad",
            "Range",
            "Resize",
            "TopK");

    private static final String NO_KERNEL =
            "(?s).*(no fake impl or Meta kernel|convolution_overrideable not implemented"
                    + "|cannot be called on meta tensors|Cannot copy out of meta tensor).*";

    private static final String ELSEWHERE = "Expected all tensors to be on the same device";

    @Test
    void aTensorFromElsewhereIsNoticed() {
        try (var scope = new PointerScope()) {
            Tensor here = META.zeros(3);
            Tensor elsewhere = TorchDevice.CPU.zeros(3);
            assertThatThrownBy(() -> here.add(elsewhere)).hasMessageContaining(ELSEWHERE);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.perennial.adaptation.contract.OperatorContract#cases")
    void computesOnTheDevice(Case one) {
        run(one, NormStatistics::fixed);
        run(one, NormStatistics::batch);
        run(one, statistics -> NormStatistics.mix(statistics, 0.3f));
    }

    @Test
    void makesEveryTensorOnTheDevice() {
        try (var scope = new PointerScope()) {
            Tensor zeros = META.zeros(2, 3);
            assertThat(zeros.is_meta()).isTrue();
            assertThat(META.of(new float[] {1, 2}, 2).is_meta()).isTrue();
            assertThat(META.full(1.5f, 2).is_meta()).isTrue();
            assertThat(META.full(1.5f).dim()).isZero();
            assertThat(Host.indices(zeros, 1, 0).is_meta()).isTrue();
            assertThat(Host.coins(zeros, 0.5, 1).is_meta()).isTrue();
            assertThat(Host.coins(zeros, 0.5, 1).sizes().vec().get()).containsExactly(2, 3);
        }
    }

    @Test
    void computesWithVectorsOnTheDevice() {
        try (TorchVector x = vector();
                TorchVector a = vector();
                TorchVector b = vector();
                TorchVector c = vector()) {
            x.set(new float[] {1, 2, 3, 4, 5, 6});
            x.copyFrom(a);
            x.lerp(a, 0.1f);
            x.scale(2);
            x.add(a, 0.5f);
            x.addSquares(a, 0.5f);
            x.pullByImportance(a, b, c, 0.5f);
            x.pullToGaussian(a, b, c, 0.5f, 1e-3f);
            x.adam(a, b, c, AdamRates.of(1e-3), 1);
            x.sgd(a, b, 1e-3f, 0.9f);
            x.zero();
            stopsAtReading(() -> x.restoreRandom(0.5, 1, a));
            stopsAtReading(() -> x.restoreBelow(a, 0.5f, b));
            stopsAtReading(() -> x.restoreSmallest(a, 2, b));
            stopsAtReading(() -> x.quantileOfSquares(0.5));
            stopsAtReading(() -> x.countEqual(a));
            stopsAtReading(() -> x.distance(a));
            stopsAtReading(() -> x.distances(a, LAYOUT));
            stopsAtReading(() -> x.squaredDeviations(a, b, 1e-3));
            stopsAtReading(x::isFinite);
            stopsAtReading(x::toArray);
        }
    }

    /** As far as there are shapes and no values; what was computed until then lay on the device. */
    private static void stopsAtReading(ThrowingCallable computation) {
        assertThatThrownBy(computation).message().matches(NO_KERNEL).doesNotContain(ELSEWHERE);
    }

    private static TorchVector vector() {
        return new TorchVector(LAYOUT, META, new AtomicLong());
    }

    @Test
    void onlyThePlaceOfTensorsMakesThem() {
        JavaClasses engine = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.perennial.adaptation.torch");
        noClasses()
                .that()
                .doNotBelongToAnyOf(TorchDevice.class, Host.class)
                .should()
                .callMethodWhere(makesATensor())
                .orShould()
                .callMethodWhere(DescribedPredicate.describe(
                        "a tensor's memory is touched", call -> call.getName().contains("data_ptr")))
                .check(engine);
    }

    /** As torch.zeros does: a tensor comes out and none went in, so nothing says where it lies. */
    private static DescribedPredicate<JavaMethodCall> makesATensor() {
        return DescribedPredicate.describe(
                "a tensor is made of none",
                call -> call.getTargetOwner().isEquivalentTo(torch.class)
                        && call.getTarget().getRawReturnType().isEquivalentTo(Tensor.class)
                        && call.getTarget().getRawParameterTypes().stream()
                                .noneMatch(type -> type.getName().startsWith(Tensor.class.getName())
                                        && !type.isEquivalentTo(TensorOptions.class)));
    }

    private interface Policy {
        NormStatistics of(float[] statistics);
    }

    private static void run(Case one, Policy policy) {
        Graph graph = Graph.read(one.model());
        try {
            run(graph, policy, one.event());
        } catch (RuntimeException e) {
            assertThat(e).message().matches(NO_KERNEL).doesNotContain(ELSEWHERE);
            assertThat(graph.nodes().stream().map(Node::op)).as(e.getMessage()).anyMatch(NOT_THERE::contains);
        }
    }

    private static void run(Graph graph, Policy policy, int... event) {
        ParameterLayout layout = graph.layout(new ParameterSelection.All());
        var names = layout.slices().stream().map(ParameterLayout.Slice::name).collect(Collectors.toSet());
        var shape = new long[event.length + 1];
        shape[0] = 3;
        for (int i = 1; i < shape.length; i++) {
            shape[i] = event[i - 1];
        }
        try (var program = new Program(graph, names, META);
                var parameters = new TorchVector(layout, META, new AtomicLong());
                var gradient = new TorchVector(layout, META, new AtomicLong());
                var scope = new PointerScope();
                var recording = new AutoGradMode(true)) {
            Tensor output = program.run(
                    parameters.leaves(), META.zeros(shape), policy.of(graph.statistics()), Groups.ONE, false);
            assertThat(output.is_meta()).isTrue();
            var logits = Logits.zeros(Math.toIntExact(output.numel()), 1);
            try (var recorded = new TorchRecorded(output, logits, parameters, META)) {
                recorded.pullback(logits, gradient);
            } catch (RuntimeException e) {
                // The gradient of a bound asks which values it held, which "meta" does not know.
                assertThat(e).message().matches(NO_KERNEL).doesNotContain(ELSEWHERE);
            }
        }
    }
}
