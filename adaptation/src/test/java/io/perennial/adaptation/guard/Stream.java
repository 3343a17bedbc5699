// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.guard;

import io.perennial.adaptation.method.Scored;
import io.perennial.adaptation.method.Script;
import io.perennial.adaptation.method.ScriptedMethod;
import io.perennial.adaptation.method.ServedBy;
import io.perennial.adaptation.network.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;

/** Streams events whose answers are written down through a guarded method. */
final class Stream implements AutoCloseable {

    static final int CLASSES = 6;

    final Script network = new Script(CLASSES);
    final ScriptedMethod method = new ScriptedMethod(CLASSES);
    final Guarded guarded = new Guarded(method, network, GuardOptions.DEFAULT);
    final List<Transition> transitions = new ArrayList<>();
    final List<ServedBy> served = new ArrayList<>();
    final List<Float> published = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(11);
    private final int batch;
    private IntUnaryOperator truth = event -> -1;
    private int events;

    Stream(int batch) {
        this.batch = batch;
    }

    /** What the classes of the coming events are, by their number; drawn evenly before this is called. */
    Stream of(IntUnaryOperator classes) {
        truth = classes;
        return this;
    }

    /** Streams at least so many events. */
    Stream run(int count, Answers source, Answers adapted) {
        for (int sent = 0; sent < count; sent += batch) {
            step(next(source, adapted));
        }
        return this;
    }

    Batch next(Answers source, Answers adapted) {
        float[] values = new float[batch * 2 * CLASSES];
        for (int i = 0; i < batch; i++, events++) {
            int drawn = random.nextInt(CLASSES);
            int label = truth.applyAsInt(events) < 0 ? drawn : truth.applyAsInt(events);
            source.write(label, random, values, i * 2 * CLASSES, CLASSES);
            adapted.write(label, random, values, i * 2 * CLASSES + CLASSES, CLASSES);
        }
        return new Batch(values, batch, 2 * CLASSES);
    }

    void step(Batch x) {
        try (Scored scored = guarded.score(x, true)) {
            for (int i = 0; i < x.size(); i++) {
                served.add(scored.servedBy());
            }
            for (float logit : scored.logits().values()) {
                published.add(logit);
            }
            transitions.addAll(guarded.adapt(scored).transitions());
        }
    }

    int events() {
        return events;
    }

    List<GuardState> went() {
        return transitions.stream().map(Transition::to).toList();
    }

    @Override
    public void close() {
        guarded.close();
    }
}
