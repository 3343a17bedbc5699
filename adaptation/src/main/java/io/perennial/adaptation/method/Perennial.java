// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * The default: PETAL with what streams need. The same weights predict under normalisation statistics of several paces,
 * which are believed as far as they still tell events apart ({@link ExpertWeights}); the weights learn by PETAL's step on a
 * class-balanced memory ({@link MemoryStudent}); while a stream is suspected to have a single class, the source answers
 * ({@link ClassDiversity}), and where conditions return in which it answered ({@link DomainMemory}). docs/reference/methods.md lists the parts in the order of a batch.
 *
 * <p>Memory: 7 P floats, a copy of the statistics for each pace, the events of the window and of the memory, and 34 floats for each
 * event of the domain memory. Time: a
 * forward pass for each pace and each view, and a step on the memory.
 */
public final class Perennial implements Method {

    /** Belief in the source from which it is the one that answers. */
    private static final double ALMOST_ALONE = 0.9;

    private final PetalOptions petal;
    private final ViewSource gentle;
    private final StatisticsExperts experts;
    private final ExpertViews views;
    private final ExpertWeights evidence;
    private final ClassDiversity diversity;
    private final Quarantine quarantine;
    private final DomainMemory domains;
    private final MemoryStudent student;
    /** Whether the last batch is not learned from. */
    private boolean held;

    private long step;

    /**
     * @param network stays the caller's
     * @param petal hyper-parameters of the step on the memory, and the views that predictions average
     * @param posterior null for no pull to the source; owned by this from here on
     * @param gentle views that predictions average; null for none
     * @param strong views that the student learns on
     * @param seed of the stochastic restore
     * @param known events of the source or their spread; without either a stream of one class is not noticed
     */
    public Perennial(
            Network network,
            PerennialOptions options,
            PetalOptions petal,
            Posterior posterior,
            ViewSource gentle,
            ViewSource strong,
            long seed,
            SourceKnowledge known) {
        this.petal = petal;
        this.gentle = gentle;
        experts = new StatisticsExperts(network, options.paces(), options.window());
        views = new ExpertViews(experts, gentle, petal.extensions().viewing());
        evidence = new ExpertWeights(options.paces().size(), network.classes(), options.memory(), options.sharpness());
        diversity = new ClassDiversity(network, options.classCheck() ? known.spread(network) : null);
        quarantine = new Quarantine(network);
        domains = new DomainMemory(network, options.domainEvents());
        student = new MemoryStudent(network, petal, options.learning(), posterior, strong, seed);
    }

    /** What every expert says, views of those that are believed, and the mean of it all by how much they are believed. */
    @Override
    public Scored score(Batch x, Effort effort) {
        if (effort.isLeast()) {
            return least(x);
        }
        boolean learn = effort.learn();
        Logits[] said = experts.forward(student.teacher(), student.source(), x, learn);
        Probabilities[] p = Arrays.stream(said).map(Probabilities::of).toArray(Probabilities[]::new);
        held = learn && quarantine.holds(x.size(), experts.seen());
        if (held) {
            experts.undo();
        } else if (learn) {
            evidence.observe(p);
            diversity.observe(said[0], p[0], p[experts.slowest()], experts.seen());
            domains.observe(x, diversity.suspected() || evidence.weights(diversity.caution())[0] > ALMOST_ALONE);
        }
        if (diversity.suspected()) {
            return new Scored(said[0], Float.NaN, 0, said[0], x).publish(said[0], ServedBy.SOURCE);
        }
        double[] weights = belief();
        Probabilities plain = ExpertViews.mixed(p, weights);
        float confidence = plain.meanConfidence();
        int[] unsure = petal.extensions().viewing().gate().unsure(plain, petal.anchorThreshold());
        if (unsure.length == 0 || effort.of(views()) == 0) {
            return new Scored(ExpertViews.logarithms(plain), confidence, 0, said[0], x);
        }
        var asked = new ExpertViews.Asked(x, unsure, step, effort.of(views()));
        TeacherViews.Said viewed = views.average(student.teacher(), student.source(), said, p, weights, asked);
        return new Scored(viewed, confidence, said[0], x);
    }

    /** In each expert, together 1; in the source alone where the stream is back in conditions in which it answered. */
    private double[] belief() {
        if (domains.returned()) {
            double[] source = new double[experts.size()];
            source[0] = 1;
            return source;
        }
        return evidence.weights(diversity.caution());
    }

    /** What the expert that is believed most says, alone: one pass. */
    private Scored least(Batch x) {
        int believed = 0;
        double[] weights = belief();
        for (int e = 1; e < weights.length; e++) {
            believed = weights[e] > weights[believed] ? e : believed;
        }
        boolean source = diversity.suspected() || experts.pace(believed).kind() == Pace.Kind.SOURCE;
        Logits said = experts.alone(source ? 0 : believed, student.teacher(), student.source(), x);
        Logits untouched = source ? said : null;
        if (diversity.suspected()) {
            return new Scored(said, Float.NaN, 0, untouched, x).publish(said, ServedBy.SOURCE);
        }
        return new Scored(said, Probabilities.of(said).meanConfidence(), 0, untouched, x);
    }

    @Override
    public int passEvents(int batch) {
        return Math.max(batch, student.capacity());
    }

    @Override
    public int views() {
        return gentle == null ? 0 : petal.views();
    }

    @Override
    public StepReport adapt(Scored scored) {
        scored.close();
        step++;
        if (held || diversity.suspected()) {
            return StepReport.nothingLearned(step, 0, student.distance(), held ? Held.QUARANTINE : Held.SINGLE_CLASS);
        }
        student.remember(scored.batch(), scored.probabilities());
        StepReport learned = student.learn();
        return new StepReport(
                step,
                learned.learned(),
                learned.loss(),
                learned.restoredShare(),
                learned.distance(),
                List.of(),
                learned.held());
    }

    @Override
    public long step() {
        return step;
    }

    @Override
    public Weights weights() {
        return student.weights();
    }

    /** Every expert that is believed. The window's is what the last window had, which came a batch earlier. */
    @Override
    public Snapshot snapshot() {
        double[] shares = belief();
        float[] teacher = student.teacher().toArray();
        List<Snapshot.Member> members = new ArrayList<>();
        for (int e = 0; e < shares.length; e++) {
            boolean source = experts.pace(e).kind() == Pace.Kind.SOURCE;
            members.add(new Snapshot.Member(source ? null : teacher, source ? null : experts.frozen(e), shares[e]));
        }
        return Snapshot.mixed(members);
    }

    @Override
    public ServedBy serving() {
        return diversity.suspected() ? ServedBy.SOURCE : ServedBy.ADAPTED;
    }

    @Override
    public LearnedState state() {
        var arrays = new TreeMap<String, float[]>();
        experts.save(arrays);
        evidence.save(arrays);
        diversity.save(arrays);
        quarantine.save(arrays);
        domains.save(arrays);
        student.save(arrays);
        return new LearnedState(step, arrays);
    }

    @Override
    public void restore(LearnedState state) {
        experts.load(state);
        evidence.load(state);
        diversity.load(state);
        quarantine.load(state);
        domains.load(state);
        student.load(state);
        step = state.step();
    }

    @Override
    public void close() {
        student.close();
    }
}
