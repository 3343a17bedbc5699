// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

/**
 * A value as it was written, and where: {@code perennial.yaml:7}, the name of an environment variable, or the bundle.
 */
record Setting(String value, String where) {}
