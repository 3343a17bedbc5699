// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import java.util.Locale;

/** Text for HTML and SVG. */
final class Markup {

    private Markup() {}

    /** As text or a quoted attribute (HTML Living Standard, 13.3). */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** The same in every locale. */
    static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
