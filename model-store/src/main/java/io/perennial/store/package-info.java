// SPDX-License-Identifier: Apache-2.0
/**
 * What a user deploys and what a run leaves behind. A directory or a class-path folder enters; a checked
 * {@link io.perennial.store.Bundle} leaves: the model's bytes, its input contract, labels, adaptation defaults and,
 * where there are any, the posterior of its weights and a probe batch. Everything is checked against the hashes in
 * {@code bundle.yaml} before it is used, and nothing is trusted about its size.
 *
 * <p>Read first: {@code Bundle}, {@code InputContract}, {@code Safetensors}.
 */
package io.perennial.store;
