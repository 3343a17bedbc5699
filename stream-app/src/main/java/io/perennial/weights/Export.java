// SPDX-License-Identifier: Apache-2.0
package io.perennial.weights;

import io.perennial.adaptation.graph.GraphExport;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.source.EngineCheck;
import io.perennial.adaptation.source.SourceModel;
import io.perennial.inspect.Inspector;
import io.perennial.store.Bundle;
import java.util.Locale;
import java.util.Optional;

/**
 * A learned model as an ONNX file, compared with the engine.
 *
 * @param onnx the bytes of the file
 * @param logits of the probe, as ONNX Runtime computes them from the file
 * @param difference largest one between the logits of ONNX Runtime on this file and the engine's, as a share of the largest
 *     magnitude among them
 * @param events that were compared
 */
public record Export(byte[] onnx, Logits logits, double difference, int events) {

    /**
     * @param bundle of the source model; its probe is compared, random events where it has none
     * @throws IllegalStateException if ONNX Runtime does not compute from the file what the engine computes from the weights
     */
    public static Export of(LearnedModel model, Bundle bundle, Engine engine) {
        byte[] onnx =
                GraphExport.write(bundle.model(), new ParameterSelection.All(), model.weights(), model.statistics());
        Batch probe = probe(model, bundle);
        Logits said;
        try (SourceModel runtime = SourceModel.open(onnx)) {
            said = runtime.score(probe);
        }
        double difference = EngineCheck.difference(said, logits(model, engine, probe));
        double allowed = EngineCheck.allowed(difference, () -> onnx, probe);
        if (!(difference <= allowed)) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "export refused: expected ONNX Runtime within %.0e of %s, got %.2e [%s]; nothing was written, report it",
                    allowed,
                    engine.describe(),
                    difference,
                    bundle.id()));
        }
        return new Export(onnx, said, difference, probe.size());
    }

    private static Batch probe(LearnedModel model, Bundle bundle) {
        Optional<Bundle.Probe> probe = bundle.probe();
        return probe.isPresent()
                ? Batch.of(
                        probe.get().inputs(), probe.get().size(), model.graph().eventShape())
                : Inspector.probe(model.graph());
    }

    private static Logits logits(LearnedModel model, Engine engine, Batch batch) {
        try (Network network = engine.open(model.graph(), new ParameterSelection.All());
                ParameterVector weights = network.zeros()) {
            weights.set(model.weights());
            return network.forward(weights, batch, NormStatistics.fixed(model.statistics()));
        }
    }
}
