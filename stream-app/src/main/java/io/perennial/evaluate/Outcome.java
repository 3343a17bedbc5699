// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

/**
 * A run with its course.
 *
 * @param run the figures
 * @param course how they came about, for the charts
 */
public record Outcome(Run run, Course course) {}
