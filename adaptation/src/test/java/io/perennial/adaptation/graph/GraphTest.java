// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.adaptation.network.ParameterLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GraphTest {

    @Test
    void namesWhatIsLearnedInFileOrder() {
        assertThat(names(network(), new ParameterSelection.All()))
                .containsExactly("w", "s1", "b1", "s2", "b2", "f", "shift");
        assertThat(names(network(), ParameterSelection.parse("norm"))).containsExactly("s1", "b1", "s2", "b2");
        assertThat(names(network(), ParameterSelection.parse("^s[0-9]"))).containsExactly("s1", "s2");
    }

    @Test
    void learnsWhatIsTransposedOrPutTogetherBeforeItIsUsed() {
        Graph graph = Graph.read(new ModelBuilder(17, 0, 2)
                .floats("w", new int[] {3, 2}, 1, 0, 0, 1, 1, 1)
                .floats("left", new int[] {3, 1}, 1, 2, 3)
                .floats("right", new int[] {3, 1}, 4, 5, 6)
                .floats("bias", new int[] {2}, 7, 8)
                .longs("row", 1, 2)
                .floats("fixed", new int[] {2}, 1, 2)
                .node("Transpose", "w", "w-transposed", "perm", new int[] {1, 0})
                .node("MatMul", "x w-transposed", "h")
                .node("Concat", "left right", "both", "axis", 1)
                .node("MatMul", "h both", "y")
                .node("Reshape", "bias row", "bias-row")
                .node("Add", "y bias-row", "shifted")
                .node("Neg", "fixed", "negative")
                .node("Add", "shifted negative", "z")
                .output("z"));
        assertThat(names(graph, new ParameterSelection.All())).containsExactly("w", "left", "right", "bias");
    }

    @Test
    void leavesMasksAsTheyAre() {
        Graph graph = Graph.read(new ModelBuilder(17, 0, 2)
                .floats("seen", two(), 0, -100)
                .floats("causal", two(), 0, Float.NEGATIVE_INFINITY)
                .floats("zero", two(), 0, 0)
                .floats("bias", two(), -100, 3)
                .node("Add", "x seen", "a")
                .node("Add", "a causal", "b")
                .node("Add", "b zero", "c")
                .node("Add", "c bias", "d")
                .output("d"));
        assertThat(names(graph, new ParameterSelection.All())).containsExactly("zero", "bias");
    }

    @Test
    void refusesASelectionOfNothing() {
        assertThatThrownBy(() -> network().layout(ParameterSelection.parse("nowhere")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nowhere")
                .hasMessageContaining("shift");
    }

    @Test
    void laysStatisticsOutLayerByLayerMeansFirst() {
        assertThat(network().normLayers()).containsExactly(new NormLayer("n1", 2, 0), new NormLayer("n2", 2, 4));
        assertThat(network().statistics()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void untiesMergedParametersAndPutsThemWhereTheyWere() {
        Graph graph = Graph.read(new ModelBuilder(17, 0, 2)
                .floats("w", new int[] {2, 2}, 1, 0, 0, 1)
                .floats("s1", two(), 1, 1)
                .floats("b1", two(), 0, 0)
                .floats("m1", two(), 0, 0)
                .floats("v1", two(), 1, 1)
                .floats("w2", new int[] {2, 2}, 1, 0, 0, 1)
                .node("Identity", "v1", "v2")
                .node("Identity", "b1", "m2")
                .node("Identity", "m2", "b2")
                .node("Identity", "s1", "s2")
                .node("MatMul", "x w", "h1")
                .node("BatchNormalization", "h1 s1 b1 m1 v1", "n1")
                .node("MatMul", "n1 w2", "h2")
                .node("BatchNormalization", "h2 s2 b2 m2 v2", "n2")
                .output("n2"));
        assertThat(names(graph, new ParameterSelection.All())).containsExactly("w", "s1", "b1", "w2", "s2", "b2");
        assertThat(graph.nodes()).extracting(Node::op).doesNotContain("Identity");
        assertThat(graph.statistics()).containsExactly(0, 0, 1, 1, 0, 0, 1, 1);
        assertThat(Graph.read(graph.toOnnx()).initialisers().keySet())
                .containsExactlyElementsOf(graph.initialisers().keySet());
    }

    @Test
    void putsAMergedParameterBeforeTheOneThatFollows() {
        Graph graph = Graph.read(new ModelBuilder(17, 0, 2)
                .floats("s1", two(), 1, 1)
                .floats("b1", two(), 0, 0)
                .floats("b2", two(), 3, 3)
                .floats("m", two(), 0, 0)
                .floats("v", two(), 1, 1)
                .node("Identity", "s1", "s2")
                .node("BatchNormalization", "x s1 b1 m v", "n1")
                .node("BatchNormalization", "n1 s2 b2 m v", "n2")
                .output("n2"));
        assertThat(names(graph, new ParameterSelection.All())).containsExactly("s1", "b1", "s2", "b2");
    }

    @Test
    void sortsNodesThatCameInAnotherOrder() {
        Graph graph = Graph.read(new ModelBuilder(17, 0, 2)
                .node("Relu", "a", "b")
                .node("Exp", "x", "a")
                .output("b"));
        assertThat(graph.nodes()).extracting(Node::name).containsExactly("a", "b");
    }

    @Test
    void cutsTheGraphAtAValue() {
        Graph part = network().truncatedAt("n1");
        assertThat(part.output()).isEqualTo("n1");
        assertThat(part.nodes()).extracting(Node::name).containsExactly("h1", "n1");
        assertThat(part.initialisers()).containsOnlyKeys("w", "s1", "b1", "m1", "v1");
        assertThatThrownBy(() -> part.truncatedAt("n2")).hasMessageContaining("n2");
    }

    @Test
    void refusesACycle() {
        refuses(
                "depends on itself",
                new ModelBuilder(17, 0, 2)
                        .node("Add", "x b", "a")
                        .node("Relu", "a", "b")
                        .output("b"));
    }

    @Test
    void refusesAMissingInput() {
        refuses(
                "missing input \"nobody\"",
                new ModelBuilder(17, 0, 2).node("Add", "x nobody", "a").output("a"));
    }

    @Test
    void refusesAValueDefinedTwice() {
        refuses(
                "\"a\" twice",
                new ModelBuilder(17, 0, 2)
                        .node("Relu", "x", "a")
                        .node("Exp", "x", "a")
                        .output("a"));
    }

    @Test
    void refusesAnOutputThatNobodyComputes() {
        refuses(
                "an output that a node computes",
                new ModelBuilder(17, 0, 2).node("Relu", "x", "a").output("z"));
    }

    @Test
    void refusesOtherOpsets() {
        for (int opset : new int[] {1, 10, 25, 99}) {
            refuses(
                    "opset 11 to 24",
                    new ModelBuilder(opset, 0, 2).node("Relu", "x", "a").output("a"));
        }
    }

    @Test
    void refusesAttributesOfAnotherType() {
        Graph graph = Graph.read(
                new ModelBuilder(17, 0, 2).node("Elu", "x", "a", "alpha", "one").output("a"));
        assertThatThrownBy(() -> graph.nodes().get(0).attributes().number("alpha", 1))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("alpha of type Float");
    }

    static void refuses(String message, byte[] model) {
        assertThatThrownBy(() -> Graph.read(model))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageStartingWith("model refused: expected")
                .hasMessageContaining(message);
    }

    private static List<String> names(Graph graph, ParameterSelection selection) {
        return graph.layout(selection).slices().stream()
                .map(ParameterLayout.Slice::name)
                .toList();
    }

    static int[] two() {
        return new int[] {2};
    }

    static Graph network() {
        return Graph.read(new ModelBuilder(17, 0, 2)
                .floats("mean", new int[] {1, 2}, 0.5f, 0.5f)
                .floats("w", new int[] {2, 2}, 1, 2, 3, 4)
                .floats("s1", two(), 1, 1)
                .floats("b1", two(), 0, 0)
                .floats("m1", two(), 1, 2)
                .floats("v1", two(), 3, 4)
                .floats("s2", two(), 1, 1)
                .floats("b2", two(), 0, 0)
                .floats("m2", two(), 5, 6)
                .floats("v2", two(), 7, 8)
                .floats("f", new int[] {2, 2}, 1, 2, 3, 4)
                .floats("temperature", new int[] {1}, 2)
                .floats("shift", two(), 1, 2)
                .node("MatMul", "x w", "h1")
                .node("BatchNormalization", "h1 s1 b1 m1 v1", "n1")
                .node("Relu", "n1", "r")
                .node("BatchNormalization", "r s2 b2 m2 v2", "n2")
                .node("Gemm", "n2 f shift", "z")
                .node("Sub", "z mean", "c")
                .node("Mul", "c temperature", "y")
                .output("y"));
    }
}
