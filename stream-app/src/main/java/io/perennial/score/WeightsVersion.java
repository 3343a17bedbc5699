// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import io.perennial.record.Event;
import io.perennial.record.Sha256;
import io.perennial.tensor.MicroBatch;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * Which weights made a prediction.
 *
 * @param step how many steps were learned since the source
 * @param lineage a fingerprint of the source and of all batches learned from since then, in order: equal lineages mean
 *     equal histories
 */
public record WeightsVersion(long step, String lineage) {

    private static final int LINEAGE_BYTES = 8;

    /** The untouched model of a partition. */
    static WeightsVersion source(String modelSha256, String application, int partition) {
        return new WeightsVersion(0, fingerprint("source", modelSha256, application, Integer.toString(partition)));
    }

    /** The weights after learning from a batch. */
    public WeightsVersion after(MicroBatch batch, long newStep) {
        List<Event> events = batch.events();
        return after(
                events.size(),
                events.get(0).origin().coordinates(),
                events.get(events.size() - 1).origin().coordinates(),
                newStep);
    }

    /**
     * The weights after learning from neighbours on a topic.
     *
     * @param events how many
     * @param first topic-partition-offset of the first
     * @param last of the last
     */
    public WeightsVersion after(int events, String first, String last, long newStep) {
        return new WeightsVersion(
                newStep, fingerprint(lineage, Long.toString(newStep), events + " " + first + " " + last));
    }

    private static String fingerprint(String... parts) {
        MessageDigest digest = Sha256.start();
        for (String part : parts) {
            digest.update(part.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        return HexFormat.of().formatHex(digest.digest(), 0, LINEAGE_BYTES);
    }
}
