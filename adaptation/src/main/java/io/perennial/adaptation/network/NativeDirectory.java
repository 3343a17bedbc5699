// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.network;

import java.util.Optional;

/** Where an engine's native libraries lie flat, as in a container image, instead of being unpacked out of their jars. */
public final class NativeDirectory {

    /** JavaCPP's own, which would load a second copy of each library beside the flat one. */
    private static final String JAVACPP = "org.bytedeco.javacpp.loadLibraries";

    private NativeDirectory() {}

    /**
     * @param property the system property that names the directory
     * @return empty where it is not set
     * @throws IllegalStateException if JavaCPP would load its own libraries, too
     */
    public static Optional<String> of(String property) {
        Optional<String> directory = Optional.ofNullable(System.getProperty(property));
        if (directory.isPresent() && !"false".equalsIgnoreCase(System.getProperty(JAVACPP))) {
            throw new IllegalStateException(property + " refused: expected " + JAVACPP
                    + "=false with it, got true; set both system properties");
        }
        return directory;
    }
}
