// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import io.perennial.adaptation.method.StepReport;

/**
 * A step that was taken.
 *
 * @param report what it did
 * @param nanos how long it took; in immediate mode with the prediction that it learned from
 */
public record StepTaken(StepReport report, long nanos) {}
