// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ParameterSelection;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EnginesTest {

    private static final String ENGINE = "io.perennial.adaptation.network.EnginesTest$";

    @TempDir
    private Path directory;

    @Test
    void opensWhatWasAskedForAndInitialisesNoOther() throws IOException {
        Engines engines = engines("Unusable", "Abacus", "Chalk");

        assertThat(engines.named("chalk")).isInstanceOf(Chalk.class);
        assertThat(Unusable.touched).isFalse();
    }

    @Test
    void autoTakesTheOnlyOneThatIsThere() throws IOException {
        assertThat(engines("Chalk", "Elsewhere").named("auto")).isInstanceOf(Chalk.class);
    }

    @Test
    void autoTakesTorchWhereItIsThere() throws IOException {
        assertThat(engines("Abacus", "Torch").named("auto")).isInstanceOf(Torch.class);
    }

    @Test
    void autoDoesNotGoOnWithAnotherWhereTorchIsBroken() throws IOException {
        Engines engines = engines("Abacus", "BrokenTorch");

        assertThatThrownBy(() -> engines.named("auto"))
                .isInstanceOf(LinkageError.class)
                .hasMessage("engine torch does not load: libtorch_cpu.so: cannot open shared object file");
    }

    @Test
    void namesThoseThatAreThere() throws IOException {
        Engines engines = engines("Chalk", "Abacus");

        assertThatThrownBy(() -> engines.named("pencil"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "score.engine refused: expected one of [abacus, chalk], got \"pencil\"; correct it, or leave it"
                                + " out for abacus");
    }

    @Test
    void saysWhatABuildWithoutTheEngineLacks() throws IOException {
        Engines engines = engines("Chalk", "Elsewhere");

        assertThatThrownBy(() -> engines.named("elsewhere"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("score.engine refused: expected chalk, the only engine of this build, got \"elsewhere\" (no"
                        + " no.such.Type on the class path); leave it out for the one that is there, or take a build"
                        + " or an image with the other (docs/howto/engines.md)");
    }

    @Test
    void aBrokenOneDoesNotHideTheOthers() throws IOException {
        Engines engines = engines("Missing", "Nameless", "Chalk");

        assertThat(engines.named("chalk")).isInstanceOf(Chalk.class);
        assertThatThrownBy(() -> engines.named("pencil"))
                .hasMessageContaining("Provider " + ENGINE + "Missing not found")
                .hasMessageContaining("not loaded: " + ENGINE + "Nameless has no EngineName");
    }

    @Test
    void aRefusedSettingKeepsItsWords() throws IOException {
        Engines engines = engines("Strict");

        assertThatThrownBy(() -> engines.named("strict"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threads refused: expected at least 1, got 0");
    }

    @Test
    void saysWhyOneDoesNotLoad() throws IOException {
        assertDoesNotLoad(engines("Unlucky"));
    }

    @Test
    void saysItAgainWhereJavaSaysThatTheClassWasNotInitialised() throws IOException {
        assertDoesNotLoad(engines("Unlucky"));
        assertDoesNotLoad(engines("Unlucky"));
    }

    private static void assertDoesNotLoad(Engines unlucky) {
        assertThatThrownBy(() -> unlucky.named("unlucky"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("engine unlucky does not load: no backend");
    }

    @Test
    void aSettingThatIsRefusedAtTheStartIsRefusedAgain() throws IOException {
        Engines engines = engines("Picky");

        for (int time = 0; time < 2; time++) {
            assertThatThrownBy(() -> engines.named("picky"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("device refused: expected cuda:0, got none");
        }
    }

    @Test
    void saysWhatJavaKeptWhereAnotherInitialisedTheClass() throws IOException {
        assertThatThrownBy(Spoilt::new).isInstanceOf(ExceptionInInitializerError.class);
        Engines engines = engines("Spoilt");

        assertThatThrownBy(() -> engines.named("spoilt"))
                .isInstanceOf(LinkageError.class)
                .hasMessageContainingAll("engine spoilt does not load: ", "no backend");
    }

    @Test
    void aBuildWithNoneSaysSo() throws IOException {
        Engines engines = engines();

        assertThatThrownBy(() -> engines.named("auto"))
                .hasMessageContaining("expected an engine in this build, got none");
    }

    @Test
    void aClassPathThatCannotBeListedEnds() {
        var unreadable = new ClassLoader(EnginesTest.class.getClassLoader()) {
            @Override
            public Enumeration<URL> getResources(String name) throws IOException {
                throw new IOException("disk is gone");
            }
        };

        assertThatThrownBy(() -> Engines.of(unreadable).named("torch"))
                .hasMessageContainingAll("expected an engine in this build, got none", "disk is gone");
    }

    /** The engines of a class path on which these, and no others, are services. */
    private Engines engines(String... names) throws IOException {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.writeString(
                services.resolve(Engine.class.getName()),
                String.join(
                        "",
                        java.util.Arrays.stream(names)
                                .map(name -> ENGINE + name + "\n")
                                .toList()));
        return Engines.of(new Services(directory));
    }

    /** Hides the services of the class path proper. */
    private static final class Services extends URLClassLoader {

        Services(Path directory) throws IOException {
            super(new URL[] {directory.toUri().toURL()}, EnginesTest.class.getClassLoader());
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            return Collections.enumeration(Collections.list(findResources(name)));
        }
    }

    private static final String HERE = "io.perennial.adaptation.network.Engine";

    /** Computes nothing. */
    public abstract static class Idle implements Engine {

        @Override
        public String name() {
            return getClass().getAnnotation(EngineName.class).value();
        }

        @Override
        public String describe() {
            return name();
        }

        @Override
        public Engine threads(int wanted) {
            return this;
        }

        @Override
        public Set<String> operators() {
            return Set.of();
        }

        @Override
        public Network open(Graph graph, ParameterSelection selection) {
            throw new UnsupportedOperationException();
        }
    }

    @EngineName(value = "abacus", needs = HERE)
    public static final class Abacus extends Idle {}

    @EngineName(value = "chalk", needs = HERE)
    public static final class Chalk extends Idle {}

    @EngineName(value = "torch", needs = HERE)
    public static final class Torch extends Idle {}

    @EngineName(value = "elsewhere", needs = "no.such.Type")
    public static final class Elsewhere extends Idle {}

    public static final class Nameless extends Idle {}

    @EngineName(value = "strict", needs = HERE)
    public static final class Strict extends Idle {
        public Strict() {
            throw new IllegalArgumentException("threads refused: expected at least 1, got 0");
        }
    }

    private static String fail(RuntimeException why) {
        throw why;
    }

    @EngineName(value = "unlucky", needs = HERE)
    public static final class Unlucky extends Idle {
        private static final String BACKEND = fail(new IllegalStateException("no backend"));

        @Override
        public String describe() {
            return BACKEND;
        }
    }

    @EngineName(value = "spoilt", needs = HERE)
    public static final class Spoilt extends Idle {
        private static final String BACKEND = fail(new IllegalStateException("no backend"));

        @Override
        public String describe() {
            return BACKEND;
        }
    }

    @EngineName(value = "picky", needs = HERE)
    public static final class Picky extends Idle {
        private static final String DEVICE =
                fail(new IllegalArgumentException("device refused: expected cuda:0, got none"));

        @Override
        public String describe() {
            return DEVICE;
        }
    }

    @EngineName(value = "torch", needs = HERE)
    public static final class BrokenTorch extends Idle {
        public BrokenTorch() {
            throw new UnsatisfiedLinkError("libtorch_cpu.so: cannot open shared object file");
        }
    }

    @EngineName(value = "unusable", needs = HERE)
    public static final class Unusable extends Idle {
        private static boolean touched;

        public Unusable() {
            touched = true;
        }
    }
}
