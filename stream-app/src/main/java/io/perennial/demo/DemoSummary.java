// SPDX-License-Identifier: Apache-2.0
package io.perennial.demo;

/**
 * What a demo came to; the fields of {@code --summary}.
 *
 * @param events sent, good and bad
 * @param predictions distinct ones received by a read_committed consumer
 * @param missing events without an answer
 * @param duplicates second answers to an event
 * @param sourceError share of wrong predictions of the untouched source model
 * @param adaptedError share of wrong predictions of the adapted model
 * @param steps learned
 * @param eventsPerSecond answered, over the whole run
 */
public record DemoSummary(
        long events,
        long predictions,
        long missing,
        long duplicates,
        long deadLetters,
        double sourceError,
        double adaptedError,
        long steps,
        double eventsPerSecond) {}
