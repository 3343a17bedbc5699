// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.harness.Certificates;
import io.perennial.harness.ChildProcess;
import io.perennial.topology.AccessNeeded;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is not let in is told why, and by which key or right; what was secret stays so. */
class RefusedAccessIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String WRONG = "0ld-Secret-of-last-year";

    /** A right on a topic that only another one would do for. */
    private static final AclBinding DRIFT = new AccessNeeded(
                    ResourceType.TOPIC, PatternType.LITERAL, "poor.drift", AclOperation.READ, "test")
            .binding("User:poor", "*");

    private static SecuredCluster cluster;
    private static Certificates strangers;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        cluster = SecuredCluster.start(directory, "tokens");
        strangers = Certificates.create(Files.createDirectories(directory.resolve("strangers")));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void aWrongPasswordIsSaidAndNotShown() throws Exception {
        Tenant tenant = cluster.scram("forgetful").with(Tenant.PASSWORD, WRONG);
        try (ChildProcess service = tenant.start()) {
            assertThat(service.awaitExit(SOON)).isEqualTo(1);
            assertThat(service.output())
                    .contains("login refused", "kafka.sasl.jaas.config", "SCRAM-SHA-512")
                    .doesNotContain(WRONG, "\tat ");
        }
    }

    @Test
    void aWrongSecretOfATokenClientIsSaidAndNotShown() throws Exception {
        CommandRun run = cluster.oauth("tokens").with(Tenant.PASSWORD, WRONG).run("topics", "check");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .contains("login refused", "kafka.sasl.oauthbearer.token.endpoint.url")
                .doesNotContain(WRONG);
    }

    @Test
    void aBrokerThatNobodyTrustsIsSaid() throws Exception {
        Tenant tenant = cluster.mtls("suspicious", cluster.certificates(), strangers);
        assertThatThrownBy(tenant::open).hasMessageContaining("TLS refused", "kafka.ssl.truststore");
    }

    @Test
    void aCertificateThatTheBrokerDoesNotTrustIsSaid() throws Exception {
        Tenant tenant = cluster.mtls("strange", strangers, cluster.certificates());
        assertThatThrownBy(tenant::open).hasMessageContaining("TLS refused", "kafka.ssl.keystore");
    }

    @Test
    void textThatIsNoKeyIsSaidAndNotShown() throws Exception {
        Tenant tenant = cluster.mtls("garbled", cluster.certificates(), cluster.certificates())
                .with("tls.key", WRONG);
        CommandRun run = tenant.run("topics", "check");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("kafka.ssl").doesNotContain(WRONG);
    }

    @Test
    void aMissingRightIsNamedBeforeAnythingStarts() throws Exception {
        Tenant tenant = cluster.scram("poor");
        cluster.create(tenant);
        cluster.kafka()
                .allow(cluster.rights(tenant, right -> !right.pattern().name().equals("poor.drift")));
        assertThatThrownBy(tenant::open).hasMessageContaining("access refused").hasMessageContaining("perennial acls");
        cluster.kafka().allow(List.of(DRIFT));
        assertThatThrownBy(tenant::open)
                .hasMessageContaining("expected WRITE on topic poor.drift for poor, got [READ, DESCRIBE]");
    }

    /** It neither hangs nor tries for ever: what starts it again finds out whether the right is back. */
    @ParameterizedTest
    @CsvSource({"TOPIC, .predictions, WRITE", "TOPIC, .events, READ", "GROUP, '', READ", "TRANSACTIONAL_ID, -, WRITE"})
    void aRightThatIsTakenAwayEndsTheService(ResourceType type, String suffix, AclOperation operation)
            throws Exception {
        Tenant tenant = cluster.scram("fired-" + type + suffix.length());
        String id = tenant.settings().application().id();
        cluster.create(tenant);
        cluster.kafka().allow(cluster.rights(tenant, right -> true));
        List<AclBinding> taken = cluster.rights(
                tenant,
                right -> right.pattern().resourceType() == type
                        && right.pattern().name().equals(id + suffix)
                        && right.entry().operation() == operation);
        assertThat(taken).hasSize(1);
        try (PerennialApp app = tenant.open()) {
            cluster.send(tenant, 0, 40);
            cluster.topics().awaitCommitted(Options.topics(tenant.settings()).predictions(), 39, SOON);
            cluster.kafka().forbid(taken);
            cluster.send(tenant, 40, 80);
            Throwable failure = CompletableFuture.supplyAsync(() -> end(app)).get(60, TimeUnit.SECONDS);
            assertThat(Failure.message(failure)).contains("access refused", "perennial acls", id);
        }
    }

    private static Throwable end(PerennialApp app) {
        try {
            return app.awaitStopped();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e;
        }
    }
}
