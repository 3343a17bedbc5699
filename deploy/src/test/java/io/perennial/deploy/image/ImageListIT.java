// SPDX-License-Identifier: Apache-2.0
package io.perennial.deploy.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What goes into the image: the class path that was tested, without one engine and what only that needs. */
class ImageListIT {

    private static final Path IMAGE = Path.of("image", "target", "classpath");
    private static final Path TESTED = Path.of("..", "stream-app", "target", "classpath");

    /** Libraries that nothing but ND4J asks for. */
    private static final List<String> OF_ND4J = List.of(
            "byteunits",
            "commons-collections4",
            "commons-io",
            "commons-lang3",
            "commons-math3",
            "flatbuffers-java",
            "guava",
            "jackson",
            "nd4j-api",
            "nd4j-common",
            "nd4j-native",
            "nd4j-native-api",
            "nd4j-native-preset",
            "nd4j-presets-common",
            "neoitertools",
            "perennial-engine-nd4j",
            "protobuf");

    @Test
    void isWhatWasTestedWithoutTheOtherEngine() throws IOException {
        boolean torch = System.getProperty("perennial.image.engine").equals("torch");
        Set<String> image = jars(IMAGE);
        Set<String> left = jars(TESTED);
        left.removeAll(image);

        assertThat(image).anyMatch(jar -> jar.startsWith("perennial-stream-app-"));
        image.removeIf(jar -> jar.startsWith("perennial-stream-app-"));
        assertThat(jars(TESTED)).containsAll(image);
        assertThat(left.stream().map(ImageListIT::artifact).distinct())
                .containsExactlyElementsOf(torch ? OF_ND4J : List.of("pytorch"));
    }

    private static Set<String> jars(Path classpath) throws IOException {
        return Stream.of(Files.readString(classpath).split(File.pathSeparator))
                .map(entry -> Path.of(entry).getFileName().toString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Of {@code guava-1.0.0-M2.1.jar}, guava. */
    private static String artifact(String jar) {
        return jar.replaceAll("-[0-9]+\\..*", "");
    }
}
