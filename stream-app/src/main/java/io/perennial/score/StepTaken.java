// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import io.perennial.adaptation.method.StepReport;

/**
 * A step that was taken beside the stream.
 *
 * @param report what it did
 * @param nanos how long it took, the prediction that it learned from included
 */
public record StepTaken(StepReport report, long nanos) {}
