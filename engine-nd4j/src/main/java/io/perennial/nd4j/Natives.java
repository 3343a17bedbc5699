// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import io.perennial.adaptation.network.NativeDirectory;
import java.nio.file.Path;
import java.util.List;

/**
 * Loads ND4J from a directory where its libraries lie flat, as in a container image. Without one JavaCPP unpacks them out
 * of their jars at the first start, some 450 MB into the home directory, which a read-only file system does not allow.
 */
final class Natives {

    /** System property: the directory; unset for JavaCPP's own way. */
    static final String DIRECTORY = "perennial.nd4j.natives";

    /**
     * Dependencies first: not all of them say where theirs are. OpenBLAS goes by the second of its names, which its Java
     * binding looks for in a file; ND4J asks for the first, libopenblas.so.0, which it bears inside.
     */
    static final List<String> ORDER = List.of(
            "libjnijavacpp.so",
            "libquadmath.so.0",
            "libgfortran.so.5",
            "libgomp.so.1",
            "libopenblas_nolapack.so.0",
            "libjniopenblas_nolapack.so",
            "libnd4jcpu.so",
            "libjnind4jcpu.so");

    private Natives() {}

    /**
     * Loads what the property names; without it ND4J loads its own.
     *
     * @throws UnsatisfiedLinkError if a library of the directory is not there or cannot be loaded
     * @throws IllegalStateException if JavaCPP would load its own beside them
     */
    static void load() {
        NativeDirectory.of(DIRECTORY)
                .ifPresent(directory -> ORDER.forEach(library ->
                        System.load(Path.of(directory, library).toAbsolutePath().toString())));
    }
}
