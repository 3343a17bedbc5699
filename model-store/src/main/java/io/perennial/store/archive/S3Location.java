// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in S3 a store lies.
 *
 * @param prefix of every key, empty or ending with {@code /}
 */
record S3Location(String bucket, String prefix) {

    private static final Pattern ADDRESS =
            Pattern.compile("s3://(?<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(/(?<prefix>[A-Za-z0-9._/-]*))?");

    /** Keys of S3 end at 1,024 bytes, and a manifest's can have 660. */
    private static final int LONGEST_PREFIX = 256;

    static S3Location of(URI address) {
        Matcher matcher = ADDRESS.matcher(address.toString());
        String prefix = matcher.matches() && matcher.group("prefix") != null ? matcher.group("prefix") : "";
        String bare = prefix.replaceAll("/+$", "");
        if (!matcher.matches() || prefix.length() > LONGEST_PREFIX || bare.startsWith("/") || bare.contains("//")) {
            // Not echoed: an address can hold a password.
            throw new IllegalArgumentException("model store refused: expected s3://bucket/prefix, the bucket of 3 to 63"
                    + " lower-case letters, digits, dots and dashes, the prefix of at most " + LONGEST_PREFIX
                    + " letters, digits, dots, dashes, underscores and slashes, got something else; write it so");
        }
        return new S3Location(matcher.group("bucket"), bare.isEmpty() ? "" : bare + "/");
    }

    @Override
    public String toString() {
        return "s3://" + bucket + "/" + prefix;
    }
}
