// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.profile;

import java.util.regex.Pattern;

/** Names of frames, short enough for a table. */
final class Symbols {

    private static final int LONGEST = 72;
    private static final Pattern JAVA = Pattern.compile("(?:[a-z_][\\w]*\\.)+([A-Z][\\w$]*\\.[\\w$<>]+)");
    private static final Pattern LIBRARY = Pattern.compile("(?:.*/)?((?:lib|ld-)[\\w+.-]*?)\\.so(?:\\.\\d+)*\\.(.*)");
    private static final Pattern INNERMOST = Pattern.compile("<[^<>]*>|\\([^()]*\\)");

    private Symbols() {}

    /**
     * A method of Java without its package; a native symbol after its library, without what it returns and takes and without
     * what templates are filled with.
     */
    static String brief(String name) {
        var java = JAVA.matcher(name);
        var library = LIBRARY.matcher(name);
        String text = java.matches()
                ? java.group(1)
                : library.matches() ? library.group(1) + ": " + bare(library.group(2)) : bare(name);
        text = text.replace('|', '/').replace('`', '\'').strip();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 3) + "...";
    }

    private static String bare(String symbol) {
        String text = symbol.replace("(anonymous namespace)::", "").replaceAll("\\{lambda.*", "{lambda}");
        for (String shorter = next(text); !shorter.equals(text); shorter = next(text)) {
            text = shorter;
        }
        // What is left open where the profiler has cut a symbol short.
        text = text.replaceAll("[<(].*", "").strip();
        return text.substring(text.lastIndexOf(' ') + 1).replaceAll("::$", "");
    }

    private static String next(String text) {
        return INNERMOST.matcher(text).replaceAll("");
    }
}
