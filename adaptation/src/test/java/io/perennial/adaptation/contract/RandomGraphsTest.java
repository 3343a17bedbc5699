// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.Node;
import io.perennial.adaptation.network.Engine;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That what is drawn is worth comparing. */
final class RandomGraphsTest {

    private static final int GRAPHS = 1000;

    /** Arithmetic of shapes around an Expand, which has a case of its own among those of the operators. */
    private static final Set<String> NOT_DRAWN = Set.of("ConstantOfShape", "Equal", "Where");

    @Test
    void drawsEveryOperatorEveryOpsetAndEveryRank() {
        var operators = new TreeSet<String>();
        var opsets = new TreeSet<Integer>();
        var ranks = new HashSet<Integer>();
        int normalised = 0;
        for (int seed = 0; seed < GRAPHS; seed++) {
            Graph graph = Graph.read(RandomGraphs.draw(seed, 1 + seed % 8).model());
            graph.nodes().forEach(node -> operators.add(node.op()));
            opsets.add(graph.opset());
            ranks.add(graph.eventShape().length);
            normalised += graph.normLayers().isEmpty() ? 0 : 1;
        }
        assertThat(operators).doesNotContainAnyElementsOf(NOT_DRAWN);
        operators.addAll(NOT_DRAWN);
        assertThat(Engine.named("torch").operators()).containsAll(operators);
        assertThat(operators).containsAll(usual());
        assertThat(opsets).containsExactly(11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21);
        assertThat(ranks).containsExactlyInAnyOrder(1, 2, 3);
        assertThat(normalised).as("graphs with statistics").isGreaterThan(GRAPHS / 5);
    }

    /** The operators of most classifiers, which every engine is to know. */
    private static Set<String> usual() {
        return Stream.concat(OperatorCases.all().stream(), ShapeCases.all().stream())
                .flatMap(one -> Graph.read(one.model()).nodes().stream())
                .map(Node::op)
                .collect(Collectors.toSet());
    }

    @Test
    void drawsTheSameFromTheSameSeed() {
        assertThat(RandomGraphs.draw(7, 8).model())
                .isEqualTo(RandomGraphs.draw(7, 8).model());
        assertThat(RandomGraphs.draw(7, 8).batch().values())
                .isEqualTo(RandomGraphs.draw(7, 8).batch().values());
    }

    /** So that a failure shrinks to the step that it needs. */
    @Test
    void drawsFewerStepsAsTheFirstOnes() {
        List<String> all = RandomGraphs.draw(7, 8).operators();
        List<String> some = RandomGraphs.draw(7, 4).operators();
        int before = some.size() - (some.get(some.size() - 2).equals("Flatten") ? 2 : 1);
        assertThat(all).startsWith(some.subList(0, before).toArray(String[]::new));
    }
}
