// SPDX-License-Identifier: Apache-2.0
package io.perennial.adapt;

import io.perennial.adaptation.drift.Drift;

/**
 * A kind of drift of a partition's stream rose, fell, or became another.
 *
 * @param learned whether the stream is compared with its own beginning, for want of a reference of the source
 * @param held whether nothing is learned because of it
 * @param lineage of the weights after the step
 */
public record DetectedDrift(int partition, Drift drift, boolean learned, boolean held, String lineage) {}
