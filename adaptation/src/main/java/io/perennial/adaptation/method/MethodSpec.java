// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.guard.GuardOptions;
import io.perennial.adaptation.guard.Guarded;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.view.Views;
import java.util.List;
import java.util.Set;

/**
 * A method by name with its options, as a configuration gives it.
 *
 * @param name one of {@link #NAMES}
 * @param statistics where normalisation layers take mean and variance from; {@code frozen} and {@code lame} always use
 *     the source's, {@code rotta} its own moving averages
 * @param statisticsShare of the batch, see {@link NormPolicy}
 * @param batchSize events of a full batch
 * @param petal hyper-parameters of the PETAL variants; every other method runs with its published ones, which stand in
 *     its own file
 * @param guard whether the frozen source stands beside it, see {@link Guarded}; without it a method runs as published
 * @param perennial what the default method is made of
 */
public record MethodSpec(
        String name,
        NormPolicy.Kind statistics,
        double statisticsShare,
        int batchSize,
        PetalOptions petal,
        boolean guard,
        PerennialOptions perennial) {

    /** What runs where nothing else is asked for. */
    public static final String DEFAULT = "perennial";

    /** Every method there is. */
    public static final List<String> NAMES = List.of(
            "perennial",
            "petal-fim",
            "petal-sres",
            "cotta",
            "rotta",
            "roid",
            "eata",
            "sar",
            "tent",
            "lame",
            "norm",
            "frozen");

    /** Methods that their papers define on scale and shift of normalisation layers. */
    private static final Set<String> ON_NORM = Set.of("tent", "eata", "sar", "roid", "rotta");

    /** With the default method as it is. */
    public MethodSpec(
            String name,
            NormPolicy.Kind statistics,
            double statisticsShare,
            int batchSize,
            PetalOptions petal,
            boolean guard) {
        this(name, statistics, statisticsShare, batchSize, petal, guard, PerennialOptions.DEFAULT);
    }

    /** Without a guard. */
    public MethodSpec(
            String name, NormPolicy.Kind statistics, double statisticsShare, int batchSize, PetalOptions petal) {
        this(name, statistics, statisticsShare, batchSize, petal, false);
    }

    public MethodSpec {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException("method refused: expected one of " + NAMES + ", got \"" + name + "\"");
        }
    }

    /** A method as its paper runs it on CIFAR-10-C: its hyper-parameters, on the batch's own statistics, 32 views. */
    public static MethodSpec published(String name, int batchSize) {
        PetalOptions petal = PetalOptions.cifar10();
        return new MethodSpec(
                name, NormPolicy.Kind.BATCH, 1, batchSize, name.equals("petal-sres") ? petal.stochastic() : petal);
    }

    /**
     * The parameters that the network must be opened on: normalisation layers for the methods that are defined on them,
     * unless the configuration names parameters, otherwise what is configured.
     */
    public ParameterSelection selection(ParameterSelection configured) {
        if (name.equals(DEFAULT) && configured instanceof ParameterSelection.All) {
            return new ParameterSelection.NormElseAll();
        }
        boolean narrowed = ON_NORM.contains(name) && configured instanceof ParameterSelection.All;
        return narrowed ? new ParameterSelection.Norm() : configured;
    }

    /**
     * Opens the method at the source with nothing but the weights known of it.
     *
     * @param network opened on {@link #selection}; stays the caller's
     * @param posterior null for none; owned by the method from here on
     * @param seed of everything random, already mixed from application and partition
     */
    public Method open(Network network, Posterior posterior, Views views, long seed) {
        return open(network, posterior, views, seed, SourceKnowledge.NONE);
    }

    /** Opens the method at the source; {@code known} is what {@code eata} and {@code lame} can use besides. */
    public Method open(Network network, Posterior posterior, Views views, long seed, SourceKnowledge known) {
        Method method = unguarded(network, posterior, views, seed, known);
        return guard ? new Guarded(method, network, GuardOptions.DEFAULT) : method;
    }

    private Method unguarded(Network network, Posterior posterior, Views views, long seed, SourceKnowledge known) {
        ViewSource seeded = ViewSource.seeded(views, seed);
        NormPolicy policy = policy(statistics, network);
        return switch (name) {
            case DEFAULT -> perennial(network, posterior, views, seed, known);
            case "frozen" -> new Forward(network, policy(NormPolicy.Kind.SOURCE, network));
            case "norm" -> new Forward(network, policy);
            case "lame" -> new Lame(network, known.features(), Affinity.GAUSSIAN, NormPolicy.Kind.SOURCE);
            case "tent" -> new Tent(network, policy, Tent.LEARNING_RATE);
            case "eata" -> new Eata(network, Eata.Options.CIFAR10, policy, known.events());
            case "sar" -> new Sar(network, Sar.Options.CIFAR10, policy);
            case "cotta" -> Cotta.open(network, policy, seeded, seed);
            case "rotta" -> new Rotta(network, Rotta.Options.CIFAR10, seeded);
            case "roid" -> new Roid(network, Roid.Options.CIFAR10, policy, seeded);
            default -> petal(network, posterior, seeded, seed);
        };
    }

    /** Where nothing in the network follows the stream, all paces are one, and views make predictions worse (docs/quality.md). */
    private Method perennial(Network network, Posterior posterior, Views views, long seed, SourceKnowledge known) {
        boolean follows = network.sourceStatistics().length > 0;
        ViewSource averaged = views.hasGentle() && follows ? ViewSource.gentle(views, seed) : null;
        ViewSource learned = ViewSource.seeded(views, seed);
        PerennialOptions options = follows ? perennial : perennial.withoutPaces();
        return new Perennial(network, options, petal, posterior, averaged, learned, seed, known);
    }

    private Method petal(Network network, Posterior posterior, ViewSource views, long seed) {
        return petal.extensions().experts().count() > 1
                ? new Experts(network, petal, posterior, () -> policy(statistics, network), views, seed)
                : new Petal(network, petal, posterior, policy(statistics, network), views, seed);
    }

    /** Whether the method reads a posterior. */
    public boolean usesPosterior() {
        return (name.startsWith("petal") || name.equals(DEFAULT)) && petal.priorWeight() > 0;
    }

    /** Whether the method can use {@link SourceKnowledge}. */
    public boolean usesSourceKnowledge() {
        return Set.of(DEFAULT, "eata", "lame").contains(name);
    }

    /** Whether of that it can use the features. */
    public boolean usesFeatures() {
        return name.equals("lame");
    }

    private NormPolicy policy(NormPolicy.Kind kind, Network network) {
        return new NormPolicy(kind, statisticsShare, batchSize, network.sourceStatistics());
    }
}
