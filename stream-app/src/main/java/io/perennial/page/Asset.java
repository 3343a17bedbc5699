// SPDX-License-Identifier: Apache-2.0
package io.perennial.page;

/**
 * A file of the page.
 *
 * @param type its content type
 * @param etag of its bytes, in quotes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Asset(String path, String type, String etag, byte[] bytes) {}
