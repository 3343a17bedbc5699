// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where this platform keeps what can be computed again. */
public final class CacheDirectory {

    private CacheDirectory() {}

    /**
     * {@code $XDG_CACHE_HOME/perennial} (XDG Base Directory Specification), else {@code ~/.cache/perennial};
     * {@code ~/Library/Caches/perennial} on macOS; {@code %LOCALAPPDATA%\perennial\cache} on Windows.
     *
     * @param environment of the process
     * @param system the name of the operating system, as in the property {@code os.name}
     * @param home of the user
     */
    public static Path of(Map<String, String> environment, String system, String home) {
        String name = system.toLowerCase(Locale.ROOT);
        String local = environment.get("LOCALAPPDATA");
        if (name.startsWith("windows") && local != null) {
            return Path.of(local, "perennial", "cache");
        }
        if (name.startsWith("mac")) {
            return Path.of(home, "Library", "Caches", "perennial");
        }
        String given = environment.get("XDG_CACHE_HOME");
        return given != null && Path.of(given).isAbsolute()
                ? Path.of(given, "perennial")
                : Path.of(home, ".cache", "perennial");
    }
}
