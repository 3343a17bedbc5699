// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreRulesTest {

    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.perennial.store");

    @ParameterizedTest
    @CsvSource({
        "software.amazon.awssdk.., S3\\w+",
        "io.github.resilience4j.., RemoteCalls|Publication",
        "java.nio.file.., File\\w+|ModelStores",
        "com.fasterxml.jackson.., Manifest\\w+",
    })
    void aForeignApiHasOneHomeInTheArchive(String foreign, String home) {
        noClasses()
                .that()
                .resideInAPackage("io.perennial.store.archive..")
                .and()
                .haveNameNotMatching(".*\\.(" + home + ")(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(foreign)
                .check(PRODUCT);
    }

    @Test
    void bundlesAreReadWithoutTheArchive() {
        noClasses()
                .that()
                .resideInAPackage("io.perennial.store")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.perennial.store.archive..", "software.amazon.awssdk..")
                .check(PRODUCT);
    }
}
