// SPDX-License-Identifier: Apache-2.0
/**
 * How much a batch may cost while predictions are late. How late the events of a partition are enters, batch by batch; the
 * {@link io.perennial.adaptation.method.Effort} of the next batch leaves. Times are arguments.
 *
 * <p>Read first: {@code Ration}, {@code RationLevel}, {@code Arrivals}. The only home of resilience4j's rate limiter.
 */
package io.perennial.adaptation.ration;
