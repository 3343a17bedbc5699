// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

/**
 * What a collection deleted, leftovers of interrupted writers aside.
 *
 * @param parts that no version referred to
 * @param bytes of these parts
 */
public record Collected(long parts, long bytes) {}
