// SPDX-License-Identifier: Apache-2.0
/**
 * The last stage: predictions and uncertainty as records, and the labels that come back.
 *
 * <p>In: what the stages before know about one event, and true labels as JSON. Out: payloads as bytes, in JSON or as
 * responses of the Open Inference Protocol v2. Read first: {@link io.perennial.publish.Prediction}, {@link
 * io.perennial.publish.Uncertainty}, {@link io.perennial.publish.PredictionEncoder}.
 */
package io.perennial.publish;
