// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.perennial.adaptation.golden.GoldenCase;
import io.perennial.adaptation.golden.Npy;
import io.perennial.adaptation.golden.Parity;
import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Models, logits and trajectories of the PETAL authors' code. The shortest run is part of the project; the others are
 * recorded beside its checkout, in {@code shared/reference/golden}, and skipped where they are not.
 */
public abstract class GoldenContract {

    /** The engine under test. */
    protected abstract Engine engine();

    @Test
    public void followsTheAuthorsTrajectoryOnDigits() throws IOException {
        agrees(GoldenContract::packed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"digits-cnn", "gas-mlp", "cifar-resnet20"})
    public void followsTheAuthorsTrajectory(String name) throws IOException {
        agrees(recorded(name));
    }

    /** Other sums of the same terms, so rounding is another. */
    @Test
    public void followsItWithTheEventsInAnotherOrder() throws IOException {
        AlteredEngine.Alteration nothing = values -> {};
        Parity.Report report =
                Parity.replay(GoldenCase.read(GoldenContract::packed), new AlteredEngine(engine(), nothing, nothing));
        assertThat(report.exceeded()).isEmpty();
    }

    /** Ties that are turned do not hide it: every second value of the gradient is a hundredth too large. */
    @Test
    public void saysWhereAnEngineDoesNotFollowIt() throws IOException {
        AlteredEngine.Alteration off = values -> {
            for (int i = 0; i < values.length; i += 2) {
                values[i] *= 1.01f;
            }
        };
        Parity.Report report =
                Parity.replay(GoldenCase.read(GoldenContract::packed), new AlteredEngine(engine(), values -> {}, off));
        assertThat(report.agrees()).isFalse();
        assertThat(report.turned()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"digits-cnn", "gas-mlp", "cifar-resnet20"})
    public void laysTheParametersOutAsTheReference(String name) throws IOException {
        GoldenCase.Files files = recorded(name);
        try (Network network = open(files)) {
            assertThat(network.layout())
                    .usingRecursiveComparison()
                    .isEqualTo(GoldenCase.read(files).layout());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"digits-cnn", "gas-mlp", "cifar-resnet20"})
    public void givesTheLogitsOfTheReference(String name) throws IOException {
        GoldenCase.Files files = recorded(name);
        Npy expected = Npy.read(files.read("source_logits_eval.npy"));
        Npy batches = Npy.read(files.read("batches.npy"));
        try (Network network = open(files);
                var source = network.source()) {
            for (int i = 0; i < batches.shape()[0]; i++) {
                Logits logits =
                        network.forward(source, batch(batches, i), NormStatistics.fixed(network.sourceStatistics()));
                assertThat(logits.values()).containsExactly(entry(expected, i), within(1e-4f));
            }
        }
    }

    /** The slope along a direction, once from the pullback and once from two forward passes. */
    @ParameterizedTest
    @ValueSource(strings = {"digits-cnn", "gas-mlp", "cifar-resnet20"})
    public void pullsALossBackToItsSlope(String name) throws IOException {
        GoldenCase.Files files = recorded(name);
        Batch batch = batch(Npy.read(files.read("batches.npy")), 0);
        try (Network network = open(files);
                var source = network.source();
                var gradient = network.zeros();
                var momentum = network.zeros();
                var moved = network.source()) {
            NormStatistics batchStatistics = NormStatistics.batch(network.sourceStatistics());
            var weights = new float[batch.size() * network.classes()];
            var random = new Random(7);
            for (int i = 0; i < weights.length; i++) {
                weights[i] = (float) random.nextGaussian();
            }
            try (var recorded = network.record(source, batch, batchStatistics)) {
                recorded.pullback(new Logits(weights, network.classes()), gradient);
            }
            // Along the gradient itself the slope is largest, so rounding matters least.
            float step = (float) (1e-3 / gradient.norm());
            moved.sgd(gradient, momentum, -step, 0);
            double up = loss(network.forward(moved, batch, batchStatistics), weights);
            moved.copyFrom(source);
            moved.sgd(gradient, momentum, step, 0);
            double down = loss(network.forward(moved, batch, batchStatistics), weights);
            double slope = (up - down) / (2 * step);
            assertThat(slope).isCloseTo(gradient.norm() * gradient.norm(), withinPercentage(1));
        }
    }

    private void agrees(GoldenCase.Files files) throws IOException {
        Parity.Report report = Parity.replay(GoldenCase.read(files), engine());
        assertThat(report.exceeded()).isEmpty();
    }

    private Network open(GoldenCase.Files files) throws IOException {
        return engine().open(Graph.read(files.read("model.onnx")), new ParameterSelection.All());
    }

    private static double loss(Logits logits, float... weights) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += (double) weights[i] * logits.values()[i];
        }
        return sum;
    }

    private static Batch batch(Npy batches, int index) {
        return new Batch(entry(batches, index), Arrays.copyOfRange(batches.shape(), 1, batches.shape().length));
    }

    /** At an index of the first dimension. */
    private static float[] entry(Npy array, int index) {
        int length = array.length() / array.shape()[0];
        return array.floats(index * length, length);
    }

    /** Of the run that is part of the project; found from every module, for the tests of a jar have no directory. */
    public static byte[] packed(String name) throws IOException {
        String resource = "/golden/digits-cnn/" + name;
        try (InputStream in = GoldenContract.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new FileNotFoundException("expected " + resource + " on the class path, got nothing");
            }
            return in.readAllBytes();
        }
    }

    private static GoldenCase.Files recorded(String name) {
        Path directory = Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, Path::getParent)
                .map(path -> path.resolve("shared/reference/golden").resolve(name))
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(null);
        assumeTrue(directory != null, "skipped: no reference run " + name + " in shared/reference/golden above here");
        return file -> Files.readAllBytes(directory.resolve(file));
    }
}
