// SPDX-License-Identifier: Apache-2.0
/**
 * The one typed configuration, whose keys are the five words.
 *
 * <p>In: defaults, the bundle's defaults, a YAML file and the environment, each overriding the one before. Out: {@link
 * io.perennial.config.Settings}, or a refusal that lists every problem at once. Each key stands in one place only, in
 * the interface of its group, with its default, its range and its description; checks, environment names and the
 * reference page are derived from there. Read first: {@link io.perennial.config.Settings}, {@link
 * io.perennial.config.AdaptSettings}, {@link io.perennial.config.ConfigurationRefused}.
 */
package io.perennial.config;
