// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import java.util.regex.Pattern;

/** Values that are never printed. Masked by name, generously: a masked path is a nuisance, a leaked key is not. */
final class Secrets {

    static final String MASK = "********";

    private static final Pattern SECRET = Pattern.compile(
            "password|secret|token|jaas|credential|user\\.info|keystore\\.key|private", Pattern.CASE_INSENSITIVE);

    private Secrets() {}

    static String shown(String name, String value) {
        return SECRET.matcher(name).find() ? MASK : value;
    }
}
