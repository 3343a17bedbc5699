// SPDX-License-Identifier: Apache-2.0
package io.perennial.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.method.MethodSpec;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.source.SourceModel;
import io.perennial.store.Bundle;
import io.perennial.store.Checkpoint;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Checkpoints of the digits as ONNX files. */
class ExportTest {

    private static final Engine ENGINE = Engine.named("torch").threads(1);
    private static final Bundle BUNDLE = DigitCheckpoints.bundle();

    private static LearnedModel model(Checkpoint checkpoint) {
        return LearnedModel.of(checkpoint, BUNDLE, Optional.empty(), Optional.empty());
    }

    private static float[] run(byte[] onnx, Batch batch) {
        try (SourceModel runtime = SourceModel.open(onnx)) {
            return runtime.score(batch).values();
        }
    }

    /** The engine itself on the arrays of the checkpoint, opened as the method was. */
    @ParameterizedTest
    @CsvSource({
        "petal-fim, false, teacher, statistics",
        "perennial, true, teacher, statistics-1",
        "perennial, false, teacher, statistics-1",
        "tent, false, student, statistics"
    })
    void onnxRuntimeComputesWhatTheTeacherDoes(String method, boolean guard, String weights, String statistics) {
        Checkpoint checkpoint = DigitCheckpoints.learned(method, guard, 12);
        Export export = Export.of(model(checkpoint), BUNDLE, ENGINE);
        ParameterSelection selection = MethodSpec.published(method, 64).selection(new ParameterSelection.All());
        Batch batch = DigitCheckpoints.batch(20);
        float[] logits = run(export.onnx(), batch);
        try (Network network = ENGINE.open(Graph.read(BUNDLE.model()), selection);
                ParameterVector vector = network.zeros()) {
            vector.set(checkpoint.arrays().get(weights));
            assertThat(logits)
                    .containsExactly(
                            network.forward(
                                            vector,
                                            batch,
                                            NormStatistics.fixed(
                                                    checkpoint.arrays().get(statistics)))
                                    .values(),
                            within(1e-4f));
        }
        assertThat(Arrays.equals(logits, run(BUNDLE.model(), batch))).isFalse();
        assertThat(export.difference()).isLessThan(1e-4);
        assertThat(export.events()).isEqualTo(BUNDLE.probe().orElseThrow().size());
    }

    @ParameterizedTest
    @FieldSource("io.perennial.adaptation.method.MethodSpec#NAMES")
    void everyMethodsCheckpointIsAModel(String method) {
        Checkpoint checkpoint = DigitCheckpoints.learned(method, false, 2);
        assertThat(Export.of(model(checkpoint), BUNDLE, ENGINE).onnx()).isNotEmpty();
    }

    @Test
    void theSourceIsTheSourcesOwnFile() {
        Export export = Export.of(LearnedModel.source(BUNDLE), BUNDLE, ENGINE);
        Batch batch = DigitCheckpoints.batch(0);
        assertThat(export.onnx()).isEqualTo(BUNDLE.model());
        assertThat(run(export.onnx(), batch)).containsExactly(run(BUNDLE.model(), batch));
    }

    @Test
    void methodsThatLearnStatisticsAloneKeepTheSourcesWeights() {
        LearnedModel model = model(DigitCheckpoints.learned("norm", false, 3));
        assertThat(model.weights()).containsExactly(LearnedModel.source(BUNDLE).weights());
        assertThat(model.statistics()).isNotEqualTo(LearnedModel.source(BUNDLE).statistics());
        assertThat(model.origin()).isEqualTo("source's weights, statistics");
    }

    @Test
    void anotherPaceOrTheSourcesStatisticsCanBeChosen() {
        Checkpoint checkpoint = DigitCheckpoints.learned("perennial", true, 3);
        LearnedModel third = LearnedModel.of(checkpoint, BUNDLE, Optional.of("3"), Optional.empty());
        assertThat(third.statistics()).containsExactly(checkpoint.arrays().get("statistics-3"));
        LearnedModel source = LearnedModel.of(checkpoint, BUNDLE, Optional.of("source"), Optional.empty());
        assertThat(source.statistics())
                .containsExactly(LearnedModel.source(BUNDLE).statistics());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LearnedModel.of(checkpoint, BUNDLE, Optional.of("7"), Optional.empty()))
                .withMessageContaining("among [statistics-1, statistics-2, statistics-3], got 7");
    }

    @Test
    void otherPacesThanTheKnownOnesHaveToBeChosenFrom() {
        Checkpoint checkpoint = DigitCheckpoints.learned("perennial", false, 1);
        Map<String, float[]> arrays = new TreeMap<>(checkpoint.arrays());
        arrays.remove("statistics-3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model(with(checkpoint, checkpoint.modelSha256(), arrays)))
                .withMessageContaining("choose by --statistics");
    }

    @Test
    void refusesWeightsOfAnotherModelOrOfSeveral() {
        Checkpoint checkpoint = DigitCheckpoints.learned("norm", false, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model(with(checkpoint, "ab".repeat(32), checkpoint.arrays())))
                .withMessageContaining("checkpoint refused: expected weights of the model digits@1");
        float[] statistics = checkpoint.arrays().get("statistics");
        Map<String, float[]> experts = Map.of("expert-0-teacher", new float[1], "statistics", statistics);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model(with(checkpoint, checkpoint.modelSha256(), experts)))
                .withMessageContaining("several experts");
        Map<String, float[]> some = Map.of("teacher", new float[3], "statistics", statistics);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model(with(checkpoint, checkpoint.modelSha256(), some)))
                .withMessageContaining("weights refused: expected as many as the model's trainable parameters");
    }

    @Test
    void changesAreNamedLayerByLayer() {
        LearnedModel source = LearnedModel.source(BUNDLE);
        LearnedModel learned = model(DigitCheckpoints.learned("perennial", false, 5));
        List<LayerChange> changes = LayerChange.between(source, learned);
        int layers = learned.graph().normLayers().size();
        assertThat(changes).hasSize(learned.learned().slices().size() + 2 * layers);
        assertThat(changes).allSatisfy(change -> assertThat(change.relative()).isNotNaN());
        assertThat(changes).anySatisfy(change -> assertThat(change.relative()).isPositive());
        assertThat(LayerChange.between(learned, learned))
                .allSatisfy(change -> assertThat(change.largest()).isZero());
    }

    @Test
    void aChangeIsMeasuredAgainstWhereItBegan() {
        LayerChange change = LayerChange.of("x", new float[] {3, 4}, new float[] {3, 8});
        assertThat(change.relative()).isEqualTo(4.0 / 5);
        assertThat(change.largest()).isEqualTo(4);
        assertThat(change.cosine()).isCloseTo(41 / (5 * Math.sqrt(73)), within(1e-12));
        assertThat(LayerChange.of("x", new float[1], new float[] {1}).relative())
                .isInfinite();
        assertThat(LayerChange.of("x", new float[1], new float[1]).relative()).isZero();
    }

    @Test
    void theCheckpointsOwnPacesTellWhichIsTheSlowest() {
        Checkpoint one = DigitCheckpoints.learned("perennial", false, 2);
        Checkpoint other = new Checkpoint(
                one.lineage(),
                one.step(),
                one.application(),
                one.topic(),
                one.partition(),
                one.offset(),
                one.bundle(),
                one.modelSha256(),
                one.method(),
                Map.of(LearnedModel.PACES, "source,observed:10,observed:290,followed:600,window"),
                one.figures(),
                one.arrays());
        assertThat(origin(one)).isEqualTo("teacher, statistics-1");
        assertThat(origin(other)).isEqualTo("teacher, statistics-3");
    }

    private static String origin(Checkpoint checkpoint) {
        return LearnedModel.of(checkpoint, DigitCheckpoints.bundle(), Optional.empty(), Optional.empty())
                .origin();
    }

    private static Checkpoint with(Checkpoint one, String sha256, Map<String, float[]> arrays) {
        return new Checkpoint(
                one.lineage(),
                one.step(),
                one.application(),
                one.topic(),
                one.partition(),
                one.offset(),
                one.bundle(),
                sha256,
                one.method(),
                one.settings(),
                one.figures(),
                arrays);
    }
}
