// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perennial.adaptation.method.PetalOptions;
import io.perennial.adaptation.method.Restore;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.ParameterLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A recorded run of the PETAL authors' code: model, hyper-parameters, inputs with their views, and what came out. */
public final class GoldenCase {

    /** Gives the bytes of a file of the case. */
    @FunctionalInterface
    public interface Files {
        byte[] read(String name) throws IOException;
    }

    /**
     * How far an equal computation may be away.
     *
     * @param teacherLogits largest absolute difference at any step
     * @param displacement relative L2 of the student's way from the source; null where rounding alone makes
     *     trajectories part
     * @param restoredShare difference of the shares of parameters that equal the source
     */
    record Tolerance(double teacherLogits, double anchorConfidence, Double displacement, double restoredShare) {}

    private final Files files;
    private final JsonNode json;
    private final Npy batches;
    private final Npy views;

    private GoldenCase(Files files) throws IOException {
        this.files = files;
        this.json = new ObjectMapper().readTree(files.read("case.json"));
        this.batches = npy("batches");
        this.views = npy("views");
    }

    /** Reads what is needed at once; large arrays are converted when they are used. */
    public static GoldenCase read(Files files) throws IOException {
        return new GoldenCase(files);
    }

    /** The model, ONNX. */
    public byte[] model() throws IOException {
        return files.read("model.onnx");
    }

    /** The parameters as the reference counted them. */
    public ParameterLayout layout() {
        List<ParameterLayout.Slice> slices = new ArrayList<>();
        for (JsonNode parameter : json.get("parameters")) {
            JsonNode shape = parameter.get("shape");
            int[] extents = new int[shape.size()];
            Arrays.setAll(extents, i -> shape.get(i).asInt());
            slices.add(new ParameterLayout.Slice(
                    parameter.get("name").asText(), parameter.get("offset").asInt(), extents));
        }
        return new ParameterLayout(slices);
    }

    int steps() {
        return json.get("steps").asInt();
    }

    /** As the authors published it. */
    Restore.FisherThreshold restore() {
        return new Restore.FisherThreshold(json.get("restore_quantile").asDouble());
    }

    PetalOptions options(Restore restore) {
        return new PetalOptions(
                json.get("learning_rate").asDouble(),
                json.get("optimizer").asText().startsWith("adam"),
                json.get("teacher_momentum").asDouble(),
                json.get("anchor_threshold").asDouble(),
                views.shape()[1],
                json.get("prior_weight").asDouble(),
                json.get("prior_damping").asDouble(),
                false,
                restore);
    }

    Tolerance tolerance() {
        JsonNode t = json.get("tolerance");
        return new Tolerance(
                t.get("teacher_logits").asDouble(),
                t.get("anchor_confidence").asDouble(),
                t.get("displacement").isNull() ? null : t.get("displacement").asDouble(),
                t.get("restored_share").asDouble());
    }

    Batch batch(long step) {
        int[] shape = Arrays.copyOfRange(batches.shape(), 1, batches.shape().length);
        int length = product(shape);
        return new Batch(batches.floats((int) step * length, length), shape);
    }

    Batch view(long step, int k) {
        int[] shape = Arrays.copyOfRange(views.shape(), 2, views.shape().length);
        int length = product(shape);
        return new Batch(views.floats((int) (step * views.shape()[1] + k) * length, length), shape);
    }

    /** One of the reference's arrays as float32. */
    float[] floats(String name) throws IOException {
        return npy(name).floats();
    }

    private Npy npy(String name) throws IOException {
        return Npy.read(files.read(name + ".npy"));
    }

    private static int product(int[] shape) {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }
}
