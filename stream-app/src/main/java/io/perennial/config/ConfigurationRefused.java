// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import java.util.List;

/** A configuration with which nothing is started. The message lists every problem, each with its key and remedy. */
public final class ConfigurationRefused extends RuntimeException {

    private final List<String> problems;

    /**
     * @param problems each as {@code key refused: expected X, got Y [where]; what to do}
     */
    public ConfigurationRefused(List<String> problems) {
        super("configuration refused, " + problems.size() + (problems.size() == 1 ? " problem:" : " problems:") + "\n  "
                + String.join("\n  ", problems));
        this.problems = List.copyOf(problems);
    }

    /** One line for each problem. */
    public List<String> problems() {
        return problems;
    }
}
