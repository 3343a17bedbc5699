// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

/** ND4J out of a flat directory, in a process that can write nowhere. */
final class NativesIT {

    private static final String OPENBLAS = "org/bytedeco/openblas/";
    private static final String ND4J = "org/nd4j/linalg/cpu/nativecpu/bindings/";

    @TempDir
    private Path directory;

    /** Multiplies two matrices, which takes both ND4J's library and the binding of OpenBLAS. */
    static final class Multiplication {

        public static void main(String[] arguments) {
            Natives.load();
            System.out.println("sum " + Nd4j.ones(8, 8).mmul(Nd4j.ones(8, 8)).sumNumber());
        }
    }

    @Test
    void computesWithoutUnpackingAnything() throws Exception {
        layOut();
        assertThat(run("-Dorg.bytedeco.javacpp.loadLibraries=false")).contains("sum 512.0");
    }

    @Test
    void refusesToLoadBesideWhatJavaCppUnpacks() throws Exception {
        assertThat(run("-Dorg.bytedeco.javacpp.loadLibraries=true"))
                .contains("perennial.nd4j.natives refused: expected org.bytedeco.javacpp.loadLibraries=false");
    }

    /** As the image does. */
    private void layOut() throws IOException {
        assumeTrue(Loader.getPlatform().equals("linux-x86_64"), "the image is of Linux on x86-64");
        for (String library : Natives.ORDER) {
            try (InputStream content = packed(library.replace("libopenblas_nolapack", "libopenblas"))) {
                Files.copy(content, directory.resolve(library));
            }
        }
    }

    private static InputStream packed(String library) {
        ClassLoader loader = NativesIT.class.getClassLoader();
        return Stream.of("org/bytedeco/javacpp/", OPENBLAS, ND4J)
                .flatMap(place ->
                        Stream.of("linux-x86_64/", "linux-x86_64-onednn/").map(place::concat))
                .map(place -> loader.getResourceAsStream(place + library))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + library + " on the class path"));
    }

    private String run(String option) throws Exception {
        Path log = directory.resolve("log");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        option,
                        "-Dperennial.nd4j.natives=" + directory,
                        "-Djava.io.tmpdir=/nonexistent",
                        "-Duser.home=/nonexistent",
                        "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Multiplication.class.getName()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor(60, SECONDS)).isTrue();
        return Files.readString(log);
    }
}
