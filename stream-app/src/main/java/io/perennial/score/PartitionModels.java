// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.method.MethodSpec;
import io.perennial.adaptation.method.Posterior;
import io.perennial.adaptation.method.Seeds;
import io.perennial.adaptation.method.SourceKnowledge;
import io.perennial.adaptation.method.SourceSpread;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Device;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.ParameterLayout;
import io.perennial.adaptation.posterior.DiagonalGaussian;
import io.perennial.adaptation.source.EngineCheck;
import io.perennial.adaptation.source.SourceModel;
import io.perennial.adaptation.view.Views;
import io.perennial.store.Bundle;
import io.perennial.store.Reference;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

/**
 * Opens the models of partitions. What they share is opened once: the network of the engine, the frozen source on ONNX
 * Runtime, the bundle's posterior.
 */
public final class PartitionModels implements Learners, AutoCloseable {

    /**
     * How the model is served.
     *
     * @param application its id; with the seed and the partition it decides all randomness
     * @param selection which parameters learn
     * @param shadow whether the frozen source scores every event too
     * @param sourceDevice where ONNX Runtime computes it
     * @param settings of the method that decide what it learns, as configuration keys and values, for checkpoints
     * @param learn whether batches are learned from
     */
    public record Options(
            String application,
            MethodSpec method,
            ParameterSelection selection,
            Map<String, String> settings,
            boolean shadow,
            Device sourceDevice,
            boolean learn,
            long seed) {}

    private static final int PROBE_EVENTS = 8;
    private static final int PROBE_VALUES = 1 << 16;

    private final Bundle bundle;
    private final ParameterLayout everything;
    private final int fixedBatch;
    private final Options options;
    private final Views views;
    private final SourceModel source;
    private final Network network;
    private final ServedModel served;
    private final Watched watched;

    private PartitionModels(
            Bundle bundle,
            ParameterLayout everything,
            int fixedBatch,
            Options options,
            Views views,
            SourceModel source,
            Network network) {
        this.bundle = bundle;
        this.everything = everything;
        this.fixedBatch = fixedBatch;
        this.options = options;
        this.views = views;
        this.source = source;
        this.network = network;
        watched = Watched.of(bundle);
        served = new ServedModel(
                bundle.name(),
                bundle.version(),
                bundle.modelSha256(),
                bundle.labels(),
                options.method().name(),
                options.settings(),
                options.application(),
                bundle.reference().map(SourceCalibration::of).orElse(SourceCalibration.NONE));
    }

    /**
     * Opens the model and checks that the engine and ONNX Runtime compute the same function on the bundle's probe batch.
     *
     * @throws IllegalArgumentException if they do not, or if the model cannot be opened
     */
    public static PartitionModels open(Bundle bundle, Engine engine, Options options, Views views) {
        Graph graph = Graph.read(bundle.model());
        SourceModel source = SourceModel.open(bundle.model(), options.sourceDevice());
        try {
            Network network = engine.open(graph, options.selection());
            EngineCheck.compare(graph, engine, source, probe(bundle));
            return new PartitionModels(
                    bundle,
                    graph.layout(new ParameterSelection.All()),
                    graph.fixedBatch(),
                    options,
                    views,
                    source,
                    network);
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    /** The bundle's probe; without one, seeded noise inside the input contract. */
    private static Batch probe(Bundle bundle) {
        int[] shape = new int[bundle.input().shape().length + 1];
        System.arraycopy(bundle.input().shape(), 0, shape, 1, shape.length - 1);
        if (bundle.probe().isPresent()) {
            shape[0] = bundle.probe().get().size();
            return new Batch(bundle.probe().get().inputs(), shape);
        }
        shape[0] = PROBE_EVENTS;
        float low =
                Float.isFinite(bundle.input().modelMinimum()) ? bundle.input().modelMinimum() : -1;
        float high =
                Float.isFinite(bundle.input().modelMaximum()) ? bundle.input().modelMaximum() : low + 2;
        SplittableRandom random = new SplittableRandom(PROBE_EVENTS);
        float[] values = new float[PROBE_EVENTS * bundle.input().length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = low + (high - low) * (float) random.nextDouble();
        }
        return new Batch(values, shape);
    }

    /** Bytes of the weights that learn, 4 P. */
    public long trainableBytes() {
        return 4L * network.layout().size();
    }

    /** Native memory of the engine, in bytes: constants, the parameter vectors of all partitions, and what is kept from pass to pass. */
    long networkBytes() {
        return network.nativeBytes();
    }

    /** Size of the frozen source, in bytes. */
    long sourceBytes() {
        return source.bytes();
    }

    @Override
    public Learner open(int partition) {
        return open(partition, () -> {});
    }

    /** @param released is run when the partition's model is closed */
    Learner open(int partition, Runnable released) {
        long seed = Seeds.mix(options.seed(), hash(options.application()), partition);
        PassTimes times = new PassTimes(System::nanoTime);
        return new Learner(
                () -> options.method().open(times.of(network), posterior(), times.of(views), seed, known(bundle)),
                new EventModels(
                        bundle.model(),
                        options.selection(),
                        source,
                        bundle.input().shape()),
                options.shadow() ? source : null,
                options.learn(),
                served,
                watched,
                partition,
                WeightsVersion.source(bundle.modelSha256(), options.application(), partition),
                released,
                times,
                network);
    }

    /**
     * For scoring events on arrival.
     *
     * @throws IllegalArgumentException if the method's prediction of an event needs the events beside it
     */
    public void requireSnapshots() {
        try (Learner learner = open(0)) {
            if (learner.predictsAlone()) {
                return;
            }
        }
        MethodSpec method = options.method();
        throw new IllegalArgumentException("score.mode refused: expected batch for adapt.method " + method.name()
                + " with adapt.statistics " + method.statistics().name().toLowerCase(Locale.ROOT)
                + ", whose prediction of an event needs those beside it, got immediate; set score.mode: batch, or a method"
                + " and statistics that stand alone, such as adapt.method: perennial, or adapt.statistics: ema"
                + " (lame and adapt.experts above 1 never do)");
    }

    /** Measures what the model needs, with a partition that is opened for it and closed again, and passes of a batch. */
    public ModelMemory memory(int batchSize) {
        long before = network.nativeBytes();
        try (Learner learner = open(0)) {
            long vectors = network.nativeBytes() - before;
            // A copy that fills the heap would end the process before anybody could say why; the engine holds no less.
            boolean large = vectors > Runtime.getRuntime().maxMemory() / 2;
            long state = large ? vectors : learner.stateBytes();
            return new ModelMemory(trainableBytes(), vectors, state, PassMemory.ofEvent(network, some(batchSize)));
        }
    }

    /** A batch, or fewer where events are large; as many as the model wants that was exported for a number of them. */
    private Batch some(int batchSize) {
        Batch probe = probe(bundle);
        int length = probe.eventLength();
        int events = fixedBatch > 0 ? fixedBatch : Math.max(1, Math.min(batchSize, PROBE_VALUES / length));
        float[] values = new float[events * length];
        for (int i = 0; i < values.length; i++) {
            values[i] = probe.values()[i % probe.values().length];
        }
        return Batch.of(values, events, bundle.input().shape());
    }

    /** What is served. */
    public Bundle bundle() {
        return bundle;
    }

    /** The model that predictions name. */
    public ServedModel served() {
        return served;
    }

    /** What a bundle tells of the events that its model was trained on. */
    public static SourceKnowledge known(Bundle bundle) {
        return bundle.reference()
                .map(Reference::spread)
                .map(s ->
                        new SourceSpread(s.logits(), s.within(), s.diversity(), s.alone(), s.together(), s.entering()))
                .map(SourceKnowledge::of)
                .orElse(SourceKnowledge.NONE);
    }

    /** The bundle's posterior is over every trainable parameter; only those that learn are taken. */
    private Posterior posterior() {
        if (!options.method().usesPosterior() || bundle.posterior().isEmpty()) {
            return null;
        }
        Bundle.Posterior fitted = bundle.posterior().get();
        DiagonalGaussian learning =
                new DiagonalGaussian(fitted.mean(), fitted.variance()).over(everything, network.layout());
        return Posterior.of(network, learning.mean(), learning.variance());
    }

    private static long hash(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }

    @Override
    public void close() {
        network.close();
        source.close();
    }
}
