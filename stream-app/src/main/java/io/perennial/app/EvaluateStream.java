// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.evaluate.CsvColumns;
import io.perennial.evaluate.Recording;
import io.perennial.evaluate.StreamFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that say what is streamed. */
final class EvaluateStream {

    @Option(
            names = "--stream",
            paramLabel = "FILE",
            description =
                    "the events: NPY [N, ...] (uint8 is scaled by 1/255), idx, or CSV with a header; may be gzipped")
    private Path stream;

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "their classes, NPY or idx; without, label-free figures")
    private Path labels;

    @Option(
            names = "--segments",
            paramLabel = "FILE",
            description = "the domain of each event, NPY or idx; NAME.txt or segments.txt beside it holds names")
    private Path segments;

    @ArgGroup(validate = false)
    private CsvOptions csv = new CsvOptions();

    @Option(names = "--segment-column", paramLabel = "NAME", description = "of a CSV, the domain of each event")
    private String segmentColumn;

    @Option(names = "--limit", paramLabel = "N", description = "reads only the first N events")
    private Integer limit;

    @Option(
            names = "--train",
            paramLabel = "FILE",
            description = "what the model was trained on: the posterior is fitted to it and kept for the next time;"
                    + " eata and lame know their source by it")
    private Path training;

    @Option(names = "--train-labels", paramLabel = "FILE", description = "its classes, NPY or idx")
    private Path trainingLabels;

    boolean isGiven() {
        return stream != null;
    }

    /** For headings. */
    String title() {
        return stream.getFileName().toString();
    }

    /** What the model was trained on; null where it is not given. */
    Recording training(List<String> classes) throws IOException {
        return training == null ? null : new StreamFiles(training, trainingLabels, null, columns(classes)).read();
    }

    /** @param classes names in the order of the logits; empty where there are none */
    Recording read(List<String> classes) throws IOException {
        return new StreamFiles(stream, labels, segments, columns(classes)).read();
    }

    /** Refuses a limit that leaves nothing, before anything is read. */
    void check() {
        if (limit != null && limit < 1) {
            throw new IllegalArgumentException("--limit refused: expected 1 or more, got " + limit);
        }
    }

    /** The first events only, where there is a limit. */
    Recording limited(Recording all) {
        return limit == null ? all : all.first(limit);
    }

    private CsvColumns columns(List<String> classes) {
        return csv.columns(segmentColumn, classes);
    }
}
