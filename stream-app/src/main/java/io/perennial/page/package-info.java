// SPDX-License-Identifier: Apache-2.0
/**
 * What the page shows, without how it is served. In: the meters, read once a second, and what the stages tell. Out: JSON of
 * this moment, of the last half hour, of the checkpoints; one event a second for whoever reads along; the files of the page
 * itself. All of it is bounded, whatever the stream does.
 *
 * <p>Read first: {@link io.perennial.page.Page}, {@code Series}, {@code Sentence}.
 */
package io.perennial.page;
