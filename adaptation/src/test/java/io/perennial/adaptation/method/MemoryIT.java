// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.adaptation.contract.ResidentMemory;
import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.view.Views;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Native memory is freed in a scope per step by the methods; of an engine alone it is its contract that says so. The heap of
 * this JVM is touched at start, so that only leaks can grow.
 */
class MemoryIT {

    private static final Path MODEL = Path.of("src", "test", "resources", "golden", "digits-cnn", "model.onnx");
    private static final Views NOISE = (batch, random) -> {
        float[] values = batch.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) (0.1 * random.nextDouble());
        }
        return new Batch(values, batch.shape());
    };

    @ParameterizedTest
    @ValueSource(strings = {"perennial", "petal-fim"})
    void residentMemoryIsFlatFromStep1000To10000(String name) throws IOException {
        PetalOptions options = new PetalOptions(1e-3, true, 0.999, 1.1, 2, 0, 1e-6, false, new Restore.Fisher(0.03));
        SplittableRandom random = new SplittableRandom(1);
        try (Network network =
                Engine.named("torch").open(Graph.read(Files.readAllBytes(MODEL)), new ParameterSelection.All())) {
            MethodSpec spec =
                    new MethodSpec(name, NormPolicy.Kind.EMA, 0.1, 16, options, name.equals(MethodSpec.DEFAULT));
            try (Method method = spec.open(network, null, NOISE, 1)) {
                List<Long> resident = new ArrayList<>();
                for (int step = 1; step <= 10_000; step++) {
                    method.adapt(method.score(digits(random), true));
                    if (step % 1_000 == 0) {
                        resident.add(ResidentMemory.kilobytes());
                    }
                }
                System.out.println(name + ": resident memory in kB at every 1,000th step: " + resident);
                assertThat(resident.get(9)).isLessThanOrEqualTo((long) (resident.get(0) * 1.05));
                // Once the JIT compiler has settled, memory still comes in steps of 8 MB, but a leak of 4 kB a step
                // would show.
                assertThat(resident.get(9)).isLessThanOrEqualTo((long) (resident.get(4) * 1.02));
            }
        }
    }

    private static Batch digits(SplittableRandom random) {
        float[] values = new float[16 * 64];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble();
        }
        return new Batch(values, 16, 1, 8, 8);
    }
}
