// SPDX-License-Identifier: Apache-2.0
/**
 * What keeps adaptation from hurting. A method's prediction and the frozen source's of the same batch enter; whose
 * prediction is published, whether the method may learn, and the transitions of a circuit breaker leave. No label and no
 * clock is needed.
 *
 * <p>Read first: {@code Guarded}, {@code Evidence}, {@code Agreement}.
 */
package io.perennial.adaptation.guard;
