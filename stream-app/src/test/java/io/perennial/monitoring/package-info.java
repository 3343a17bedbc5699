// SPDX-License-Identifier: Apache-2.0

/**
 * What operators get besides the code: the reference of metrics, the dashboard, the alert rules and their runbooks. In: the
 * files of {@code deploy} and {@code docs}. Out: an assertion that names what is stale, unknown or missing.
 */
package io.perennial.monitoring;
