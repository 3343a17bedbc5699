// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.evaluate.CsvColumns;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say which columns of a CSV are no features. */
final class CsvOptions {

    @Option(
            names = "--label-column",
            paramLabel = "NAME",
            description = "of a CSV (default: the last one if it is called label, target or class)")
    private String labelColumn;

    @Option(
            names = "--ignore-columns",
            paramLabel = "NAME",
            split = ",",
            description = "of a CSV, no features, comma-separated")
    private List<String> ignoredColumns = List.of();

    /**
     * @param segmentColumn null for none
     * @param classes names in the order of the logits; empty where there are none
     */
    CsvColumns columns(String segmentColumn, List<String> classes) {
        return new CsvColumns(labelColumn, segmentColumn, ignoredColumns, classes);
    }
}
