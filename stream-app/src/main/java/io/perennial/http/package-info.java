// SPDX-License-Identifier: Apache-2.0
/**
 * What is served over HTTP, and to whom: {@code /metrics}, {@code /health}, the page with its API, and {@code POST /control}.
 * The only home of Javalin.
 *
 * <p>Read first: {@link io.perennial.http.HttpEndpoint}, {@link io.perennial.http.Access}.
 */
package io.perennial.http;
