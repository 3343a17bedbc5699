// SPDX-License-Identifier: Apache-2.0
package io.perennial.adapt;

/**
 * How the streams of an application are watched for drift.
 *
 * @param watch whether they are
 * @param window events of one
 * @param tolerance factor on all levels
 * @param learn events that a reference is learned from where the bundle has none
 * @param hold whether nothing is learned while features look rescaled or swapped
 */
public record DriftOn(boolean watch, int window, double tolerance, int learn, boolean hold) {}
