// SPDX-License-Identifier: Apache-2.0
package io.perennial.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.adaptation.graph.ParameterRoles;
import io.perennial.adaptation.network.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/reference/operators.md against the tables of the engines. */
class OperatorsReferenceTest {

    private static final Path PAGE = Path.of("..", "docs", "reference", "operators.md");
    private static final String REFRESH = "./mvnw -pl stream-app -am test -Dtest='*ReferenceTest'"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dperennial.refresh-docs=true";
    private static final String HEAD =
            """
            # Operators

            What a model may be made of: %d operators of ONNX's standard domain, opsets 11 to 24. `./perennial inspect model.onnx` says which of
            them a model lacks. Each is compared with ONNX Runtime and its gradient with finite differences, and with
            [ONNX's own tests](conformance.md).

            *Learns* are the inputs that are parameters where the file has their values, counted from 0; of normalisations they are what
            `adapt.parameters: norm` means. Integers and truth values are computed on the host in 64 bits; float64 in float32.

            | operator | libtorch | ND4J | learns |
            |---|---|---|---|
            """;

    @Test
    void listsEveryOperatorOfTheEngines() throws Exception {
        String written = page();
        if (Boolean.getBoolean("perennial.refresh-docs")) {
            Files.writeString(PAGE, written);
        }
        assertThat(Files.readString(PAGE))
                .as("stale page; refresh it with: " + REFRESH)
                .isEqualTo(written);
    }

    private static String page() {
        Set<String> torch = Engine.named("torch").operators();
        Set<String> nd4j = Engine.named("nd4j").operators();
        var all = new TreeSet<>(torch);
        all.addAll(nd4j);
        var page = new StringBuilder(String.format(Locale.ROOT, HEAD, all.size()));
        for (String op : all) {
            String learned = new TreeSet<>(ParameterRoles.learned(op))
                    .stream().map(String::valueOf).collect(Collectors.joining(", "));
            page.append(String.format(
                    Locale.ROOT,
                    "| `%s` | %s | %s | %s |%n",
                    op,
                    torch.contains(op) ? "yes" : "",
                    nd4j.contains(op) ? "yes" : "",
                    learned));
        }
        return page.toString();
    }
}
