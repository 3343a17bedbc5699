// SPDX-License-Identifier: Apache-2.0
/**
 * The crash matrix: real processes and real brokers, hurt in every way that can be had on one machine, under load. Every trial
 * ends with {@code perennial verify} in a process of its own and adds a row to one table. Read {@link io.perennial.chaos.Trial}
 * and {@link io.perennial.chaos.ChaosTable}. {@code ./mvnw -Pchaos verify} runs it all.
 */
package io.perennial.chaos;
