// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** ND4J's settings for the whole process, in one place. */
final class Nd4jRuntime {

    static {
        // Everything that is native is freed by who made it; the collector need not be woken for it.
        Nd4j.getMemoryManager().togglePeriodicGc(false);
    }

    private Nd4jRuntime() {}

    /** ND4J has one such number per process. */
    static void threads(int threads) {
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
    }

    /** Of ND4J itself. */
    static String version() {
        String version = Nd4j.class.getPackage().getImplementationVersion();
        return version == null ? "of unknown version" : version;
    }

    /** For example {@code CPU}. */
    static String backend() {
        return String.valueOf(Nd4j.getExecutioner().getEnvironmentInformation().getProperty("backend"));
    }
}
