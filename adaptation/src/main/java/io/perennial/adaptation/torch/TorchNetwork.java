// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Device;
import io.perennial.adaptation.network.GraphNetwork;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterLayout;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.network.Recorded;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;

/** A graph on libtorch. Holds constants and the source parameters; every pass brings its own vector. */
final class TorchNetwork extends GraphNetwork {

    private final ParameterLayout layout;
    private final TorchDevice device;
    private final int threads;
    private final Program program;
    private final TorchVector source;
    private final int classes;
    private final AtomicLong vectors = new AtomicLong();
    private volatile boolean closed;

    /**
     * Runs events of zeros, so that what cannot be computed is refused here and the classes are known.
     *
     * @param threads within one operator
     */
    TorchNetwork(Graph graph, ParameterLayout layout, TorchDevice device, int threads) {
        super(graph, layout);
        this.layout = layout;
        this.device = device;
        this.threads = threads;
        program = new Program(
                graph, layout.slices().stream().map(ParameterLayout.Slice::name).collect(Collectors.toSet()), device);
        source = new TorchVector(layout, device, vectors);
        try {
            source.set(parameters(graph, layout));
            classes = forward(source, zeroEvents(), NormStatistics.fixed(sourceStatistics()))
                    .classes();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public int classes() {
        return classes;
    }

    @Override
    public long nativeBytes() {
        return program.bytes() + vectors.get();
    }

    @Override
    public ParameterVector zeros() {
        return new TorchVector(layout, device, vectors);
    }

    @Override
    public ParameterVector source() {
        checkOpen();
        var vector = new TorchVector(layout, device, vectors);
        vector.copyFrom(source);
        return vector;
    }

    @Override
    public Logits forward(ParameterVector parameters, Batch batch, NormStatistics statistics) {
        return forward(parameters, batch, statistics, false);
    }

    private Logits forward(ParameterVector parameters, Batch batch, NormStatistics statistics, boolean fold) {
        Abreast.before(threads, batch.size() * program.products());
        try (var scope = new PointerScope();
                var none = new InferenceMode(true)) {
            try (Tensor output = run(parameters, near(batch), statistics, Groups.ONE, fold)) {
                return logits(output);
            }
        }
    }

    /** Small views go through together: a pass of one costs the calls of its operators and little else. */
    @Override
    public List<Logits> forwardViews(
            ParameterVector parameters, Batch batch, int count, IntFunction<Batch> view, NormStatistics statistics) {
        if (joins(batch, statistics)) {
            return Abreast.parts(threads, count, (from, to) -> joined(parameters, from, to, view, statistics));
        }
        return eachMade(count, view, (made, k) -> forward(parameters, made, statistics, true));
    }

    @Override
    public List<Logits> forwardViews(
            ParameterVector parameters, Batch batch, int count, IntFunction<Batch> view, float[][] used) {
        return eachMade(count, view, (made, k) -> {
            used[k] = sourceStatistics();
            return forward(parameters, made, NormStatistics.ema(used[k], 1));
        });
    }

    /** Views are made side by side, and looked at one after the other. */
    private List<Logits> eachMade(int count, IntFunction<Batch> view, BiFunction<Batch, Integer, Logits> look) {
        List<Logits> said = new ArrayList<>(count);
        for (int from = 0; from < count; from += threads) {
            for (Batch made : Abreast.made(from, Math.min(count, from + threads), view)) {
                said.add(look.apply(made, said.size()));
            }
        }
        return said;
    }

    private List<Logits> joined(
            ParameterVector parameters, int from, int to, IntFunction<Batch> view, NormStatistics statistics) {
        List<Batch> views = IntStream.range(from, to).mapToObj(view).toList();
        views.forEach(this::check);
        Groups groups = Groups.of(views.size(), views.get(0));
        try (var scope = new PointerScope();
                var none = new InferenceMode(true)) {
            try (Tensor output = run(parameters, Joined.of(views, groups), statistics, groups, true)) {
                return Joined.split(logits(output), groups);
            }
        }
    }

    private boolean joins(Batch batch, NormStatistics statistics) {
        boolean alike = statistics.batchShare() == 0 || statistics.batchShare() == 1;
        boolean free = fixedBatch() == 0 && isNear();
        return alike && free && !statistics.keep() && Joined.isSmall(batch);
    }

    private boolean isNear() {
        return device.place().equals(Device.CPU);
    }

    @Override
    public Recorded record(ParameterVector parameters, Batch batch, NormStatistics statistics) {
        Abreast.before(threads, batch.size() * program.products());
        try (var scope = new PointerScope();
                var recording = new AutoGradMode(true)) {
            Tensor output = run(parameters, near(batch), statistics, Groups.ONE, false);
            return new TorchRecorded(output, logits(output), TorchVector.of(parameters), device);
        }
    }

    /** Small passes leave processors idle: they compute on one thread, and large ones on all. */
    @Override
    public <A, B> Both<A, B> both(int events, Supplier<A> first, Supplier<B> second) {
        return leaveIdle(events) ? Abreast.both(first, second) : super.both(events, first, second);
    }

    @Override
    public <A> Begun<A> beside(int events, Supplier<A> work) {
        return leaveIdle(events) ? Abreast.beside(work) : super.beside(events, work);
    }

    private boolean leaveIdle(int events) {
        return threads > 1 && isNear() && Abreast.isSmall(events * program.products());
    }

    @Override
    public void close() {
        closed = true;
        program.close();
        source.close();
    }

    private Tensor near(Batch batch) {
        check(batch);
        return device.of(batch.values(), Host.longs(batch.shape()));
    }

    private Tensor run(
            ParameterVector parameters, Tensor batch, NormStatistics statistics, Groups groups, boolean fold) {
        checkOpen();
        check(statistics);
        TorchVector vector = TorchVector.of(parameters);
        check(vector);
        return program.run(vector.leaves(), batch, statistics, groups, fold);
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("network refused: expected an open one, got a closed one");
        }
    }

    private static Logits logits(Tensor output) {
        int classes = output.dim() == 0 ? 1 : Math.toIntExact(output.size(output.dim() - 1));
        return new Logits(Host.toArray(output.detach()), classes);
    }
}
