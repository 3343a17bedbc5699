// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** ND4J's settings for the whole process, in one place. */
final class Nd4jRuntime {

    private static final String METADATA = "/META-INF/maven/org.nd4j/nd4j-api/pom.properties";

    private static final ThreadLocal<Integer> THREAD = ThreadLocal.withInitial(() -> 0);

    static {
        Natives.load();
        Backends.check();
        // Values, vectors and constants are freed by who made them. What ND4J leaves to the collector (contexts,
        // records of
        // buffers) is made with plans and not in passes: not worth a collection every few seconds.
        Nd4j.getMemoryManager().togglePeriodicGc(false);
    }

    private static int process;

    private Nd4jRuntime() {}

    /**
     * Loads ND4J, if this is the first call.
     *
     * @throws ExceptionInInitializerError if there is no device for it
     * @throws LinkageError if its libraries do not load
     */
    static void start() {
        // What it does is done where the class is initialised.
    }

    /**
     * Threads within one operation, for whatever the calling thread runs next: ND4J's own loops and OpenBLAS have one such
     * number per process, oneDNN one for each thread that calls it.
     */
    static synchronized void threads(int threads) {
        if (process != threads) {
            process = threads;
            Nd4j.getEnvironment().setMaxThreads(threads);
            Nd4j.getEnvironment().setMaxMasterThreads(threads);
            Nd4j.factory().blas().setMaxThreads(threads);
        }
        if (THREAD.get() != threads) {
            NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
            THREAD.set(threads);
        }
    }

    /** Whether the build's ND4J computes on CUDA. */
    static boolean isCuda() {
        return !Nd4j.getEnvironment().isCPU();
    }

    /** Of ND4J itself. */
    static String version() {
        var metadata = new Properties();
        try (InputStream stream = Nd4j.class.getResourceAsStream(METADATA)) {
            if (stream != null) {
                metadata.load(stream);
            }
        } catch (IOException e) {
            // A jar that cannot be read twice: the version is for a log line only.
        }
        return metadata.getProperty("version", "of unknown version");
    }
}
