// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.Network.Both;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.network.Recorded;
import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * PETAL: lifelong test-time adaptation by self-training under the source's posterior (Brahma and Rai, "A Probabilistic
 * Framework for Lifelong Test-Time Adaptation", CVPR 2023). Numbers in comments are the steps of one batch. With
 * {@link Restore.Fisher} it is PETAL-FIM, with {@link Restore.Stochastic} PETAL-SRes.
 *
 * <p>What {@link Extensions} add from other papers stands in files of its own and does nothing unless it is asked for.
 *
 * <p>Memory: 7 P floats with Adam and a posterior (student, teacher, source, variance, two moments, gradient), one more
 * P where the posterior's mean is not the source itself.
 */
public final class Petal implements Method {

    private final Network network;
    private final PetalOptions options;
    private final NormPolicy statistics;
    private final long seed;

    private final SourcePoint source;
    private final boolean ownsSource;
    private final ParameterVector teacher;
    private final ParameterVector student;
    private final ParameterVector gradient;
    private final Optimiser optimiser;
    private final ParameterVector zeros;
    private final TeacherViews teacherViews;
    private final Lookahead lookahead;
    private final Cue cue;
    private final LearningRate rate;
    private long step;

    /**
     * @param network stays the caller's
     * @param posterior null for no pull towards the source; owned by this method from here on
     * @param views asked only where the anchor is unsure
     * @param seed of the stochastic restore
     */
    public Petal(
            Network network,
            PetalOptions options,
            Posterior posterior,
            NormPolicy statistics,
            ViewSource views,
            long seed) {
        this(SourcePoint.of(network, posterior), true, options, statistics, views, seed);
    }

    /** @param ownsSource whether it is closed with this */
    Petal(
            SourcePoint source,
            boolean ownsSource,
            PetalOptions options,
            NormPolicy statistics,
            ViewSource views,
            long seed) {
        this.network = source.network();
        this.options = options;
        this.statistics = statistics;
        this.seed = seed;
        this.source = source;
        this.ownsSource = ownsSource;
        gradient = source.gradient();
        teacher = network.source();
        student = network.source();
        optimiser = options.optimiser(network);
        zeros = options.extensions().clearMoments() ? network.zeros() : null;
        teacherViews = new TeacherViews(network, views, options);
        lookahead = new Lookahead(network, options, views);
        cue = new Cue(network, options.extensions().cue());
        rate = new LearningRate(options.extensions().schedule());
    }

    /** Steps 1 to 5. The teacher goes first where moving statistics learn in its pass, and last, if at all, where none do. */
    @Override
    public Scored score(Batch x, Effort effort) {
        if (effort.isLeast()) { // the anchor is asked for the sake of views alone
            return new Scored(statistics.forward(network, teacher, x, false), null, x);
        }
        Supplier<Logits> plain = statistics.awaiting(network, teacher, x, effort.learn()); // 3: t0 = f(theta', x)
        NormStatistics known = statistics.current();
        Both<Recorded, Logits> passes = network.both(
                x.size(),
                () -> effort.learn() ? network.record(student, x, known) : null, // 1: z = f(theta, x)
                () -> network.forward(source.weights(), x, known)); // 2: f(theta0, x)
        Recorded z = passes.first();
        Probabilities anchor = Probabilities.of(passes.second()); // 2: c = max softmax, its mean or for each event
        int[] unsure = options.extensions().viewing().gate().unsure(anchor, options.anchorThreshold());
        TeacherViews.Said t = // 4: t = t0 where the anchor is sure, otherwise the mean over the views
                teacherViews.average(teacher, x, plain, unsure, step, known, effort);
        return new Scored(t, z, anchor, x); // 5: leaves
    }

    /** Steps 6 to 12. A batch whose gradient is not finite, or in which no pseudo-label is trusted, teaches nothing. */
    @Override
    public StepReport adapt(Scored scored) {
        try (scored) {
            Batch x = scored.batch();
            Probabilities t = scored.probabilities();
            Probabilities z = scored.studentProbabilities();
            float[] trusted = options.extensions().divergenceGate().weights(t, z, scored.anchor());

            scored.student().pullback(slope(t, z, trusted), gradient); // 6: dH/dtheta
            double told = cue.addTo(gradient, student, statistics, step); // 6, where labels have come
            source.pull(student, options, gradient); // 7
            double loss = options.loss().loss(t, z) + told;
            if (!gradient.isFinite() || (told == 0 && !EventWeights.any(trusted))) {
                Held held = gradient.isFinite() ? Held.UNTRUSTED : Held.NON_FINITE;
                return StepReport.nothingLearned(step, loss, source.distance(teacher), held);
            }
            step++;
            double factor = rate.factor(step, scored.anchorConfidence());
            optimiser.step(student, gradient, step, factor); // 10
            ParameterVector followed = lookahead.future(
                    student,
                    optimiser,
                    x,
                    step,
                    factor,
                    (weights, batch, into) -> gradient(weights, batch, t, trusted, into));
            teacher.lerp(followed, (float) (1 - options.teacherMomentum())); // 11: theta' = m theta' + (1 - m) theta
            long draw = Seeds.mix(seed, step);
            long restored = // 8, 9, 12: F = g^2, its quantile, theta0 where F is small
                    options.restore().apply(student, gradient, source.weights(), draw);
            if (zeros != null) {
                optimiser.clear(options.restore(), gradient, zeros, draw);
            }
            return StepReport.learned(step, loss, (double) restored / student.size(), source.distance(teacher));
        }
    }

    /** Of the loss with respect to the logits, for the events that are trusted. */
    private Logits slope(Probabilities t, Probabilities z, float[] trusted) {
        return EventWeights.scaled(options.loss().gradient(t, z), trusted);
    }

    /** Steps 6 and 7 at other weights than the student's. */
    private void gradient(ParameterVector weights, Batch x, Probabilities t, float[] trusted, ParameterVector into) {
        try (Recorded z = network.record(weights, x, statistics.current())) {
            z.pullback(slope(t, Probabilities.of(z.logits()), trusted), into);
            source.pull(weights, options, into);
        }
    }

    @Override
    public void tell(Batch events, int... labels) {
        cue.tell(events, labels, step);
    }

    @Override
    public int views() {
        return options.views();
    }

    /** What the teacher as it is now says of a view. */
    Logits teacherOn(Batch view) {
        return network.forward(teacher, view, statistics.current());
    }

    @Override
    public long step() {
        return step;
    }

    /** How many of the student's values stand at the source's. */
    public long studentEqualToSource() {
        return student.countEqual(source.weights());
    }

    @Override
    public Weights weights() {
        return source.beside(teacher, student, options);
    }

    @Override
    public Snapshot snapshot() {
        return Snapshot.of(teacher, statistics);
    }

    @Override
    public LearnedState state() {
        var arrays = new TreeMap<String, float[]>();
        arrays.put("student", student.toArray());
        arrays.put("teacher", teacher.toArray());
        arrays.put("statistics", statistics.values());
        optimiser.save(arrays);
        cue.save(arrays, step);
        rate.save(arrays);
        return new LearnedState(step, arrays);
    }

    @Override
    public void restore(LearnedState state) {
        student.set(state.array("student", student.size()));
        teacher.set(state.array("teacher", teacher.size()));
        statistics.set(state.array("statistics", statistics.values().length));
        optimiser.load(state);
        cue.load(state);
        rate.load(state);
        step = state.step();
    }

    @Override
    public void close() {
        teacher.close();
        student.close();
        optimiser.close();
        lookahead.close();
        cue.close();
        if (zeros != null) {
            zeros.close();
        }
        if (ownsSource) {
            source.close();
        }
    }
}
