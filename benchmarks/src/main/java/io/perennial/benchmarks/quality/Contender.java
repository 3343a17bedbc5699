// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.quality;

import io.perennial.adaptation.method.MethodSpec;
import io.perennial.app.Evaluation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A method as it is measured, under the name that its results have.
 *
 * @param settings keys of the configuration; null for the method as its paper runs it
 */
record Contender(String name, String method, Map<String, String> settings) {

    /** Does nothing: every other column is compared with it. */
    static final String BASELINE = "frozen";

    /** What this project proposes, run with no setting at all. */
    static final String DEFAULT = "perennial";

    private static final List<String> EVERYWHERE = List.of(BASELINE, "norm", DEFAULT);
    private static final List<String> PEERS =
            List.of("tent", "eata", "sar", "cotta", "rotta", "roid", "lame", "petal-fim", "petal-sres");

    /**
     * The contenders of a scenario, the baseline first.
     *
     * @param names methods, {@code default} for those that run everywhere, {@code peers} for those that run where the
     *     scenario has peers
     */
    static List<Contender> of(List<String> names, Scenario scenario) {
        List<Contender> contenders = new ArrayList<>(List.of(of(BASELINE)));
        for (String name : names) {
            switch (name) {
                case "default" ->
                    EVERYWHERE.stream().filter(MethodSpec.NAMES::contains).forEach(each -> contenders.add(of(each)));
                case "peers" ->
                    PEERS.stream().filter(each -> scenario.withPeers()).forEach(each -> contenders.add(of(each)));
                default -> contenders.add(of(name));
            }
        }
        return contenders.stream().distinct().toList();
    }

    private static Contender of(String name) {
        return new Contender(name, name, name.equals(DEFAULT) ? Map.of() : null);
    }

    /** The same name for the same order of columns. */
    static int place(String name) {
        int everywhere = EVERYWHERE.indexOf(name);
        int peer = PEERS.indexOf(name);
        return everywhere >= 0 ? everywhere : peer >= 0 ? EVERYWHERE.size() + 1 + peer : EVERYWHERE.size();
    }

    Evaluation.Candidate candidate(Evaluation evaluation, int batch) {
        if (settings == null) {
            return evaluation.published(method, batch);
        }
        Map<String, String> keys = new LinkedHashMap<>(settings);
        keys.put("adapt.method", method);
        keys.put("tensor.batch-size", Integer.toString(batch));
        return evaluation.configured(keys);
    }
}
