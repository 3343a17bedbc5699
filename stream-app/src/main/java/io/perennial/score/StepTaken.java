// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import io.perennial.adaptation.method.StepReport;

/**
 * A step that was taken.
 *
 * @param report what it did
 * @param learned all that has been learned until now, to be kept; null where that is not due
 * @param nanos how long it took; in immediate mode with the prediction that it learned from
 */
public record StepTaken(StepReport report, EncodedWeights learned, long nanos) {}
