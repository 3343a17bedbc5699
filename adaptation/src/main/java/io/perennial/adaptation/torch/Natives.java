// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import io.perennial.adaptation.network.NativeDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;

/**
 * Loads libtorch from a directory where its libraries lie flat, as in a container image. Without one JavaCPP unpacks them
 * out of their jars at the first start, some 430 MB into the home directory, which a read-only file system does not allow.
 */
final class Natives {

    /** System property: the directory; unset for JavaCPP's own way. */
    static final String DIRECTORY = "perennial.torch.natives";

    private static final String CUDA = "libtorch_cuda.so";

    /**
     * Dependencies first: not all of them say where theirs are. OpenBLAS goes by the second of its names, which its Java
     * binding looks for in a file; libtorch asks for the first, libopenblas.so.0, which it bears inside.
     */
    private static final List<String> ORDER = List.of(
            "libjnijavacpp.so",
            "libquadmath.so.0",
            "libgfortran.so.5",
            "libgomp.so.1",
            "libopenblas_nolapack.so.0",
            "libjniopenblas_nolapack.so",
            "libc10.so",
            "libtorch_cpu.so",
            "libc10_cuda.so",
            CUDA,
            "libtorch.so",
            "libjnitorch.so");

    /** What needs CUDA's own libraries in a build for it: without them libtorch computes on the processor. */
    private static final Set<String> OPTIONAL = Set.of("libc10_cuda.so", CUDA, "libtorch.so");

    private Natives() {}

    /**
     * Loads what the property names, without it what JavaCPP unpacks.
     *
     * @throws UnsatisfiedLinkError if a library of the directory cannot be loaded
     * @throws IllegalStateException if JavaCPP would load its own beside them
     */
    static void load() {
        Optional<String> directory = NativeDirectory.of(DIRECTORY);
        if (directory.isEmpty()) {
            Loader.load(torch.class);
            return;
        }
        for (String library : ORDER) {
            Path file = Path.of(directory.get(), library).toAbsolutePath();
            if (Files.exists(file)) {
                load(file, library);
            }
        }
    }

    /** Whether the directory has libtorch for CUDA; false without a directory. */
    static boolean haveCuda() {
        String directory = System.getProperty(DIRECTORY);
        return directory != null && Files.exists(Path.of(directory, CUDA));
    }

    private static void load(Path file, String library) {
        try {
            System.load(file.toString());
        } catch (UnsatisfiedLinkError e) {
            if (!(OPTIONAL.contains(library) && haveCuda())) {
                throw e;
            }
        }
    }
}
