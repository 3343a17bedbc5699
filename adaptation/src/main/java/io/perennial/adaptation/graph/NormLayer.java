// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.graph;

/**
 * A batch-normalisation layer and where its statistics lie in the flat array of
 * {@link io.perennial.adaptation.network.NormStatistics}: C means at the offset, then C variances.
 *
 * @param node name of the node
 * @param channels C
 * @param offset of its first mean
 */
public record NormLayer(String node, int channels, int offset) {

    /** Offset of its first variance. */
    public int varianceOffset() {
        return offset + channels;
    }
}
