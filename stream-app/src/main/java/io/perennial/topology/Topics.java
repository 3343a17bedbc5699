// SPDX-License-Identifier: Apache-2.0
package io.perennial.topology;

/**
 * The topics of one application.
 *
 * @param labels null where no truth arrives
 */
public record Topics(String events, String labels, String predictions, String uncertainty, String deadLetter) {}
