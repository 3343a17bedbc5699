// SPDX-License-Identifier: Apache-2.0
package io.perennial.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No bytes from outside choose what is run; docs/security.md says why each of these matters. */
class SecurityRulesTest {

    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.perennial");

    @Test
    void nobodyReadsOrWritesJavaObjects() {
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo("java.io.ObjectInputStream")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo("java.io.ObjectOutputStream")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo("java.io.Externalizable")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo("java.lang.invoke.SerializedLambda")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("java.beans..", "java.rmi.."));
    }

    /** Jackson builds classes that a text names only where it is told to; SnakeYAML, of which it takes the parser, by itself does. */
    @Test
    void noTextNamesTheClassesThatAreLoaded() {
        check(noClasses()
                .should()
                .accessTargetWhere(called("com.fasterxml.jackson", "DefaultTyping"))
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("com\\.fasterxml\\.jackson\\.annotation\\.JsonTypeInfo.*")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("org\\.yaml\\.snakeyaml\\.Yaml")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("org.yaml.snakeyaml.constructor..", "javax.script..")
                .orShould()
                .callMethod(Class.class, "forName", String.class));
    }

    private static DescribedPredicate<JavaAccess<?>> called(String home, String part) {
        return DescribedPredicate.describe(
                "a call of " + home + " with " + part,
                access -> access.getTarget().getOwner().getPackageName().startsWith(home)
                        && access.getTarget().getName().contains(part));
    }

    @Test
    void nobodyOpensJmxToTheNetworkOrAsksADirectory() throws IOException {
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javax.management.remote..", "javax.naming.."));
        for (String launcher : new String[] {"../perennial", "../deploy/image/java.options"}) {
            assertThat(Files.readString(Path.of(launcher))).as(launcher).doesNotContain("jmxremote");
        }
    }

    /** Login modules by which a configuration makes Kafka's clients load an object from elsewhere: Kafka refuses them. */
    @ParameterizedTest
    @ValueSource(
            strings = {"com.sun.security.auth.module.JndiLoginModule", "com.sun.security.auth.module.LdapLoginModule"})
    void kafkaRefusesLoginModulesThatLoadObjects(String module) {
        Map<String, Object> properties = Map.of(
                "bootstrap.servers",
                "127.0.0.1:1",
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                module + " required;");
        assertThatThrownBy(() -> Admin.create(properties).close())
                .hasStackTraceContaining(module)
                .hasStackTraceContaining("not allowed");
    }

    private static void check(ArchRule rule) {
        rule.check(PRODUCT);
    }
}
