// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.adaptation.graph.NodeModel;
import io.perennial.adaptation.torch.NodeRun.Outcome;
import io.perennial.adaptation.torch.NodeRun.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** ONNX's own node tests for every operator of the table: each equal, or refused; none wrong. */
class NodeConformanceTest {

    private static final Path PAGE = Path.of("..", "docs", "reference", "conformance.md");
    private static final String REFRESH =
            "./mvnw -pl adaptation test -Dtest=NodeConformanceTest -Dperennial.refresh-docs=true";
    private static final int OPERATORS = 90;
    private static final String SEVERAL = "several";
    private static final String HEAD =
            """
            # Conformance

            ONNX's own node tests, computed with the operator table of the libtorch engine: %d cases of %d operators, with 1e-3 of the value
            allowed as in ONNX's own test; **%d equal, %d unsupported, %d wrong**. Unsupported means refused with a message when the model
            is opened. `several` are operators that ONNX spells out as functions of others.

                ./mvnw -pl adaptation test -Dtest=NodeConformanceTest

            compares again; where this page is not what comes out, the build fails. The cases are those of the `onnx` package
            (`conformance/collect.py` says how they got here, and which were too large to come along). Every operator is also compared with
            ONNX Runtime, and its gradient with finite differences, by `TorchOperatorTest`.

            | operator | equal | unsupported | wrong |
            |---|--:|--:|--:|
            """;
    private static final String REASONS =
            """

            ## What is unsupported

            float16 and the small types are types of the tests' inputs here.

            | reason | cases |
            |---|--:|
            """;

    private record Tested(NodeCases.Case one, String op, Result result) {}

    private static final List<Tested> ALL = new ArrayList<>();

    @BeforeAll
    static void run() throws Exception {
        var runner = new NodeRun();
        for (NodeCases.Case one : NodeCases.all()) {
            var nodes = NodeModel.read(one.model()).nodes();
            String op = nodes.size() == 1 ? nodes.get(0).op() : SEVERAL;
            ALL.add(new Tested(one, op, runner.of(one)));
        }
    }

    @Test
    void nothingIsWrong() {
        assertThat(ALL.stream()
                        .filter(tested -> tested.result().outcome() == Outcome.WRONG)
                        .map(tested -> tested.one() + ": " + tested.result().reason()))
                .isEmpty();
    }

    @Test
    void coversAtLeastNinetyOperators() {
        assertThat(ALL.stream()
                        .filter(tested -> tested.result().outcome() == Outcome.EQUAL)
                        .map(Tested::op)
                        .distinct()
                        .count())
                .isGreaterThanOrEqualTo(OPERATORS);
    }

    @Test
    void pageShowsTheseResults() throws Exception {
        String written = page();
        if (Boolean.getBoolean("perennial.refresh-docs")) {
            Files.writeString(PAGE, written);
        }
        assertThat(Files.readString(PAGE))
                .as("stale; refresh it with: " + REFRESH)
                .isEqualTo(written);
    }

    private static String page() {
        Map<String, Map<Outcome, Integer>> counts = new TreeMap<>();
        Map<String, Integer> reasons = new TreeMap<>();
        for (Tested tested : ALL) {
            counts.computeIfAbsent(tested.op(), op -> new EnumMap<>(Outcome.class))
                    .merge(tested.result().outcome(), 1, Integer::sum);
            if (tested.result().outcome() == Outcome.UNSUPPORTED) {
                reasons.merge(reason(tested.result().reason()), 1, Integer::sum);
            }
        }
        long operators =
                counts.keySet().stream().filter(op -> !op.equals(SEVERAL)).count();
        var page = new StringBuilder(String.format(
                Locale.ROOT,
                HEAD,
                ALL.size(),
                operators,
                count(Outcome.EQUAL),
                count(Outcome.UNSUPPORTED),
                count(Outcome.WRONG)));
        counts.forEach((op, of) -> page.append(String.format(
                Locale.ROOT,
                "| `%s` | %d | %d | %d |%n",
                op,
                of.getOrDefault(Outcome.EQUAL, 0),
                of.getOrDefault(Outcome.UNSUPPORTED, 0),
                of.getOrDefault(Outcome.WRONG, 0))));
        page.append(REASONS);
        reasons.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(reason ->
                        page.append(String.format(Locale.ROOT, "| %s | %d |%n", reason.getKey(), reason.getValue())));
        return page.toString();
    }

    private static long count(Outcome outcome) {
        return ALL.stream()
                .filter(tested -> tested.result().outcome() == outcome)
                .count();
    }

    /** What was expected and what came, without the node. */
    private static String reason(String message) {
        return message.replaceFirst("^\\w+ refused: ", "")
                .replaceFirst("; export in float32.*", "")
                .replaceFirst(" \\(opset \\d+\\).*", "")
                .replaceFirst(" \\[.*", "")
                .replace("|", "/");
    }
}
