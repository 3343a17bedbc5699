// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.ParameterVector;
import java.util.ArrayList;
import java.util.List;

/**
 * How a method predicts at one moment, for events that come one by one: networks whose normalisation statistics stand still,
 * and how much each of them is believed. The prediction is the mean of their probabilities.
 *
 * @param members at least one; their shares sum to 1
 */
public record Snapshot(List<Member> members) {

    /** Share below which a network is not worth a pass. */
    private static final double LEAST_SHARE = 0.01;

    /**
     * One network.
     *
     * @param weights [P], a copy; null for the source's
     * @param statistics [S], a copy; null for the source's
     * @param share how much it is believed, in (0, 1]
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Member(float[] weights, float[] statistics, double share) {

        /** Whether this is the untouched model. */
        public boolean isSource() {
            return weights == null && statistics == null;
        }
    }

    public Snapshot {
        members = List.copyOf(members);
    }

    /** The untouched model alone. */
    static Snapshot source() {
        return new Snapshot(List.of(new Member(null, null, 1)));
    }

    /** One network; null where its statistics are those of a batch. */
    static Snapshot of(ParameterVector weights, NormPolicy statistics) {
        return statistics.standsStill() ? of(weights, statistics.values()) : null;
    }

    /** One network. */
    static Snapshot of(ParameterVector weights, float... statistics) {
        return new Snapshot(List.of(new Member(weights.toArray(), statistics.clone(), 1)));
    }

    /** Those that are believed, of several. */
    static Snapshot mixed(List<Member> all) {
        List<Member> believed =
                all.stream().filter(member -> member.share() >= LEAST_SHARE).toList();
        double sum = believed.stream().mapToDouble(Member::share).sum();
        List<Member> members = new ArrayList<>();
        for (Member member : believed) {
            members.add(new Member(member.weights(), member.statistics(), member.share() / sum));
        }
        return new Snapshot(members);
    }
}
