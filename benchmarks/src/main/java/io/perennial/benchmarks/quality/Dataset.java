// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.quality;

import io.perennial.adaptation.network.Engine;
import io.perennial.app.Evaluation;
import io.perennial.evaluate.CsvColumns;
import io.perennial.evaluate.Recording;
import io.perennial.evaluate.StreamFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A recorded stream with its model and the model's training data, as they lie in the data folder. */
enum Dataset {
    CIFAR10C("cifar10c", 0, 200),
    GAS("tabular/gas", 1, 64),
    HAR("tabular/har", 1, 64),
    ELEC2("tabular/elec2", 1, 64),
    WEATHER("tabular/weather", 1, 64);

    private static final List<String> FILES = List.of(
            "model.onnx", "stream.npy", "stream_labels.npy", "stream_segments.npy", "train.npy", "train_labels.npy");

    private final String folder;
    private final int threads;
    private final int batch;

    /**
     * @param threads of the engine; 0 for its own choice, small models are faster on one
     * @param batch events of a micro-batch where a scenario asks for no other
     */
    Dataset(String folder, int threads, int batch) {
        this.folder = folder;
        this.threads = threads;
        this.batch = batch;
    }

    int batch() {
        return batch;
    }

    /** Refuses a data folder that lacks a file of this set. */
    void check(Path data) {
        for (String name : FILES) {
            Path file = data.resolve(folder).resolve(name);
            if (!Files.isRegularFile(file)) {
                throw new IllegalArgumentException("--data refused: expected " + folder + "/ with " + FILES
                        + ", found no " + file + "; benchmarks/README.md says how the folder is laid out");
            }
        }
    }

    Evaluation open(Path data) throws IOException {
        return Evaluation.open(
                data.resolve(folder).resolve("model.onnx"),
                Engine.named("torch").threads(threads));
    }

    Recording stream(Path data) throws IOException {
        Path in = data.resolve(folder);
        return read(in.resolve("stream.npy"), in.resolve("stream_labels.npy"), in.resolve("stream_segments.npy"));
    }

    Recording training(Path data) throws IOException {
        Path in = data.resolve(folder);
        return read(in.resolve("train.npy"), in.resolve("train_labels.npy"), null);
    }

    private static Recording read(Path stream, Path labels, Path segments) throws IOException {
        return new StreamFiles(stream, labels, segments, new CsvColumns(null, null, List.of(), List.of())).read();
    }
}
