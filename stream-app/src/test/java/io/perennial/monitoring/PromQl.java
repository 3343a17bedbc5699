// SPDX-License-Identifier: Apache-2.0
package io.perennial.monitoring;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of metrics in an expression; enough of PromQL's grammar for that. */
public final class PromQl {

    /** Texts, selectors, windows, and the labels of groupings: nothing in them is a metric. */
    private static final Pattern ASIDE = Pattern.compile("\"[^\"]*\""
            + "|\\{[^}]*}"
            + "|\\[[^]]*]"
            + "|\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");

    private static final Pattern NAME = Pattern.compile("(?<![\\w:.])[a-zA-Z_:][\\w:]*(?!\\s*\\()(?![\\w:])");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "offset", "bool", "inf", "nan");

    private PromQl() {}

    public static Set<String> metrics(String expression) {
        // An aggregation's grouping stands between its name and its parenthesis.
        String bare = ASIDE.matcher(expression).replaceAll("");
        Set<String> names = new TreeSet<>();
        Matcher matcher = NAME.matcher(bare);
        while (matcher.find()) {
            if (!WORDS.contains(matcher.group())) {
                names.add(matcher.group());
            }
        }
        return names;
    }
}
