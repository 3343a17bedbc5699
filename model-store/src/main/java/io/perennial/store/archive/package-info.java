// SPDX-License-Identifier: Apache-2.0
/**
 * Where versions of bundles and checkpoints are kept. Named parts and metadata enter; an immutable
 * {@link io.perennial.store.archive.StoredVersion} leaves, and its parts' bytes, checked against their hashes. A version
 * is visible whole or not at all, and of two writers of one version exactly one wins, on a directory as on S3.
 *
 * <p>{@code ObjectModelStore} holds every rule once; {@code FileStore} and {@code S3Store} only keep objects by key. The
 * layout and the manifest are described in {@code docs/reference/store.md}.
 *
 * <p>Read first: {@code ModelStore}, {@code ObjectModelStore}, {@code ObjectSpace}.
 */
package io.perennial.store.archive;
