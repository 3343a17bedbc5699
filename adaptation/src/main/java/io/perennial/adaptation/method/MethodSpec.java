// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.view.Views;
import java.util.List;

/**
 * A method by name with its options, as a configuration gives it.
 *
 * @param name one of {@link #NAMES}
 * @param statistics where normalisation layers take mean and variance from; {@code frozen} always uses the source's
 * @param statisticsShare of the batch, see {@link NormPolicy}
 * @param batchSize events of a full batch
 * @param petal hyper-parameters of the PETAL variants
 */
public record MethodSpec(
        String name, NormPolicy.Kind statistics, double statisticsShare, int batchSize, PetalOptions petal) {

    /** Every method there is. */
    public static final List<String> NAMES = List.of("petal-fim", "petal-sres", "norm", "frozen");

    public MethodSpec {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException("method refused: expected one of " + NAMES + ", got \"" + name + "\"");
        }
    }

    /**
     * Opens the method at the source.
     *
     * @param network stays the caller's
     * @param posterior null for none; owned by the method from here on
     * @param seed of everything random, already mixed from application and partition
     */
    public Method open(Network network, Posterior posterior, Views views, long seed) {
        return switch (name) {
            case "frozen" -> new Forward(network, policy(NormPolicy.Kind.SOURCE, network));
            case "norm" -> new Forward(network, policy(statistics, network));
            default ->
                new Petal(network, petal, posterior, policy(statistics, network), ViewSource.seeded(views, seed), seed);
        };
    }

    /** Whether the method reads a posterior. */
    public boolean usesPosterior() {
        return name.startsWith("petal") && petal.priorWeight() > 0;
    }

    private NormPolicy policy(NormPolicy.Kind kind, Network network) {
        return new NormPolicy(kind, statisticsShare, batchSize, network.sourceStatistics());
    }
}
