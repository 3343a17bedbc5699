// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What things may be called, and the keys that follow from it. Everything here is text; no storage is asked. */
final class StoreNames {

    static final String MANIFESTS = "manifests/";
    static final String BLOBS = "blobs/";

    /** Names the parts that a collection is about to delete. */
    static final String COLLECTING = "collecting";

    /** Keys of S3 end at 1,024 bytes; this leaves half of them to the prefix and the version. */
    private static final int LONGEST_NAME = 512;

    private static final String SEGMENT = "[A-Za-z0-9][A-Za-z0-9._-]{0,127}";
    private static final Pattern ONE = Pattern.compile(SEGMENT);
    private static final Pattern MANY = Pattern.compile(SEGMENT + "(/" + SEGMENT + ")*");
    private static final Pattern BLOB = Pattern.compile(BLOBS + "[0-9a-f]{2}/([0-9a-f]{64})");

    /** No segment holds the sign @, so no name's directory can be another's file or lie in its list of versions. */
    private static final Pattern MANIFEST =
            Pattern.compile(MANIFESTS + "(?<name>[^@]+)@/(?<version>" + SEGMENT + ")\\.json");

    private static final int LONGEST_SHOWN = 140;

    private StoreNames() {}

    static String name(String text) {
        if (text.length() > LONGEST_NAME || !MANY.matcher(text).matches()) {
            throw new IllegalArgumentException("name refused: expected segments joined by /, each of up to 128 letters,"
                    + " digits, dots, dashes and underscores, the first a letter or digit, at most " + LONGEST_NAME
                    + " characters, got " + shown(text) + "; choose such a name");
        }
        return text;
    }

    /** @param kind for the message: version or part */
    static String segment(String kind, String text) {
        if (!ONE.matcher(text).matches()) {
            throw new IllegalArgumentException(kind + " refused: expected up to 128 letters, digits, dots, dashes and"
                    + " underscores, the first a letter or digit, got " + shown(text) + "; choose such a " + kind);
        }
        return text;
    }

    static String manifest(String name, String version) {
        return manifests(name(name)) + segment("version", version) + ".json";
    }

    /** Where the manifests of one name lie. */
    static String manifests(String name) {
        return MANIFESTS + name + "@/";
    }

    static String blob(String sha256) {
        return BLOBS + sha256.substring(0, 2) + "/" + sha256;
    }

    /** The hash in a part's key; empty where the key is none. */
    static Optional<String> sha256(String key) {
        Matcher matcher = BLOB.matcher(key);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** The name in a manifest's key; empty where the key is none. */
    static Optional<String> nameOf(String key) {
        Matcher matcher = MANIFEST.matcher(key);
        return matcher.matches() && MANY.matcher(matcher.group("name")).matches()
                ? Optional.of(matcher.group("name"))
                : Optional.empty();
    }

    /** Text of unknown origin, fit for one line of a message. */
    static String shown(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.isEmpty()
                ? "nothing"
                : line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN) + "...";
    }
}
