// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.Loader;

/**
 * Loads libtorch from a directory where its libraries lie flat, as in a container image. Without one JavaCPP unpacks them
 * out of their jars at the first start, some 430 MB into the home directory, which a read-only file system does not allow.
 */
final class Natives {

    /** System property: the directory; unset for JavaCPP's own way. */
    static final String DIRECTORY = "perennial.torch.natives";

    /** Dependencies first: not all of them say where theirs are. Those of CUDA are there only in a build for it. */
    private static final List<String> ORDER = List.of(
            "libjnijavacpp.so",
            "libquadmath.so.0",
            "libgfortran.so.5",
            "libgomp.so.1",
            "libopenblas.so.0",
            "libc10.so",
            "libtorch_cpu.so",
            "libc10_cuda.so",
            "libtorch_cuda.so",
            "libtorch.so",
            "libjnitorch.so",
            "libjnitorch_cuda.so");

    private Natives() {}

    /**
     * Loads what the property names; does nothing without it.
     *
     * @throws UnsatisfiedLinkError if a library of the directory cannot be loaded
     * @throws IllegalStateException if JavaCPP would load its own beside them
     */
    static void load() {
        String directory = System.getProperty(DIRECTORY);
        if (directory == null) {
            return;
        }
        if (Loader.isLoadLibraries()) {
            throw new IllegalStateException(
                    DIRECTORY + " refused: expected org.bytedeco.javacpp.loadLibraries=false with"
                            + " it, got true; set both system properties");
        }
        for (String library : ORDER) {
            Path file = Path.of(directory, library).toAbsolutePath();
            if (Files.exists(file)) {
                System.load(file.toString());
            }
        }
    }
}
