// SPDX-License-Identifier: Apache-2.0
package io.perennial.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.File;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModuleRulesTest {

    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.perennial");

    /** In the order in which an event meets them. */
    private static final List<String> STAGES = List.of("record", "tensor", "score", "adapt", "publish");

    private static final String[] KAFKA = {"org.apache.kafka..", "kafka.."};

    @Test
    void adaptationKnowsNeitherKafkaNorTheModelStore() {
        check(noClasses()
                .that()
                .resideInAPackage("io.perennial.adaptation..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(KAFKA)
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("io.perennial.store.."));
    }

    @Test
    void nobodyKnowsTheSecondEngine() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.perennial.nd4j..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.perennial.nd4j.."));
    }

    @Test
    void onlyEnginesKnowJavaCpp() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages("io.perennial.adaptation.torch..", "io.perennial.nd4j..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bytedeco.."));
    }

    @Test
    void theModelStoreKnowsNeitherKafkaNorAdaptation() {
        check(noClasses()
                .that()
                .resideInAPackage("io.perennial.store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(KAFKA)
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("io.perennial.adaptation.."));
    }

    @Test
    void adaptationReadsNeitherTheClockNorFiles() {
        check(noClasses()
                .that()
                .resideInAPackage("io.perennial.adaptation..")
                .and()
                .doNotHaveSimpleName("Natives") // loads the engine's own libraries
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(File.class)
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.file..", "java.net.."));
    }

    @Test
    void aStageImportsOnlyTheStagesBeforeIt() {
        for (int stage = 0; stage < STAGES.size() - 1; stage++) {
            String[] later = STAGES.subList(stage + 1, STAGES.size()).stream()
                    .map(ModuleRulesTest::of)
                    .toArray(String[]::new);
            check(noClasses()
                    .that()
                    .resideInAPackage(of(STAGES.get(stage)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(later));
        }
    }

    @Test
    void noStageKnowsWhoPutsTheStagesTogether() {
        check(noClasses()
                .that()
                .resideInAnyPackage(STAGES.stream().map(ModuleRulesTest::of).toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(of("topology"), of("app"), of("broker"), of("digits")));
    }

    @Test
    void onlyTheCommandLineKnowsTheCommandLine() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(of("app"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(of("app")));
    }

    @Test
    void onlyTheCommandLineEndsTheJvm() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(of("app"))
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class));
    }

    @Test
    void onlyTheCommandLinePrints() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(of("app"))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace"));
    }

    @ParameterizedTest
    @CsvSource({
        "org.bytedeco.pytorch.., io.perennial.adaptation.torch..",
        "org.nd4j.., io.perennial.nd4j..",
        "ai.onnxruntime.., io.perennial.adaptation.source..",
        "ai.onnx.proto.., io.perennial.adaptation.graph..",
        "io.github.resilience4j.circuitbreaker.., io.perennial.adaptation.guard..",
        "io.github.resilience4j.ratelimiter.., io.perennial.adaptation.ration..|io.perennial.app..",
        "io.github.resilience4j.retry.., io.perennial.store.archive..",
        "io.github.resilience4j.timelimiter.., io.perennial.store.archive..",
        "software.amazon.awssdk.., io.perennial.store.archive..",
        "io.javalin.., io.perennial.http..",
        "jakarta.servlet.., io.perennial.http..",
        "org.eclipse.jetty.., io.perennial.http..",
        "picocli.., io.perennial.app..",
        "kafka.., io.perennial.broker..",
        "org.apache.kafka.metadata.., io.perennial.broker..",
        "org.apache.kafka.server.., io.perennial.broker..",
        "org.apache.kafka.raft.., io.perennial.broker..",
        "io.smallrye.config.., io.perennial.config..",
    })
    void aForeignApiHasItsHomes(String foreign, String homes) {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(homes.split("\\|"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(foreign));
    }

    private static String of(String name) {
        return "io.perennial." + name + "..";
    }

    /** A rule also holds for a package that has no class yet. */
    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(PRODUCT);
    }
}
