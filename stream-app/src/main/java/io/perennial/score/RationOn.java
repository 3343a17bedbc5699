// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import io.perennial.adaptation.ration.RationOptions;
import io.perennial.observe.Ends;
import java.util.function.LongSupplier;

/**
 * How adaptation is rationed where predictions come late.
 *
 * @param options of it
 * @param ends by which lateness is known
 * @param clock in nanoseconds, the one of the ends
 */
public record RationOn(RationOptions options, Ends ends, LongSupplier clock) {}
