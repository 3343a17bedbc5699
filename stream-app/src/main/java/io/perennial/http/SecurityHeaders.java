// SPDX-License-Identifier: Apache-2.0
package io.perennial.http;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;

/**
 * What every answer tells a browser, refusals too: to take it for what it says it is, to keep it nowhere, to run nothing in it, to
 * show it in no frame and to no other site. The files of the page allow themselves what they need.
 */
final class SecurityHeaders {

    private static final Map<String, String> ALL = Map.of(
            "X-Content-Type-Options", "nosniff",
            "Cache-Control", "no-store",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
            "X-Frame-Options", "DENY", // for browsers that do not know frame-ancestors
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Resource-Policy", "same-origin");

    private SecurityHeaders() {}

    static void set(HttpServletResponse response) {
        ALL.forEach(response::setHeader);
    }
}
