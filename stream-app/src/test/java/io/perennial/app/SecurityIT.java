// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.broker.RecordingAuthorizer;
import io.perennial.topology.Access.Role;
import io.perennial.topology.AccessNeeded;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways into a secured cluster, and what is not for free there. */
class SecurityIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int EVENTS = 200;
    private static final String TOKENS = "tokens";

    private static SecuredCluster cluster;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        cluster = SecuredCluster.start(directory, TOKENS);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void aCertificateIsAUser() throws Exception {
        Tenant tenant = cluster.mtls("certified", cluster.certificates(), cluster.certificates());
        works(tenant);
        List<AccessNeeded> listed = Options.access(tenant.settings(), true).of(Role.RUN);
        // It created its changelogs itself. Nothing drifted, so nothing was said about it.
        assertThat(AccessIT.used(listed, RecordingAuthorizer.decisions("User:certified")))
                .containsExactlyInAnyOrderElementsOf(listed.stream()
                        .filter(one -> !one.name().equals("certified.drift"))
                        .toList());
    }

    @Test
    void tokensOfAnIdentityProviderAreBelieved() throws Exception {
        works(cluster.oauth(TOKENS));
    }

    @Test
    void aQuotaSlowsDownAndLosesNothing() throws Exception {
        Tenant tenant = cluster.scram("slow");
        ClientQuotaEntity slow = new ClientQuotaEntity(Map.of(ClientQuotaEntity.USER, "slow"));
        try (Admin admin = cluster.kafka().admin()) {
            admin.alterClientQuotas(List.of(new ClientQuotaAlteration(
                            slow,
                            List.of(
                                    new ClientQuotaAlteration.Op("producer_byte_rate", 30_000.0),
                                    new ClientQuotaAlteration.Op("consumer_byte_rate", 30_000.0)))))
                    .all()
                    .get();
        }
        String metrics = works(tenant, now -> throttled(now) > 0); // a burst is free: the quota holds over ten seconds
        assertThat(throttled(metrics)).isPositive();
        assertThat(metrics).contains("kafka_consumer_fetch_manager_fetch_throttle_time_max");
    }

    private static double throttled(String metrics) {
        return most(metrics, "kafka_producer_produce_throttle_time_(?:max|avg)\\S*");
    }

    /** @return its metrics when all is done */
    private static String works(Tenant tenant) throws Exception {
        return works(tenant, metrics -> true);
    }

    /** The same, on and on until the metrics are such, at most twenty times. */
    private static String works(Tenant tenant, Predicate<String> enough) throws Exception {
        cluster.create(tenant);
        cluster.kafka().allow(cluster.rights(tenant, right -> true));
        var names = Options.topics(tenant.settings());
        List<Ledger.Sent> sent = new ArrayList<>();
        String metrics;
        try (PerennialApp app = tenant.open()) {
            do {
                sent.addAll(cluster.send(tenant, sent.size(), sent.size() + EVENTS));
                int good = sent.size() - sent.size() / DigitRecords.BAD_ONE_IN;
                cluster.topics().awaitCommitted(names.predictions(), good, SOON);
                metrics = Scrape.get(app.port(), "/metrics").body();
            } while (!enough.test(metrics) && sent.size() < 20 * EVENTS);
        }
        Ledger.close(cluster.topics(), names, sent).assertComplete();
        return metrics;
    }

    private static double most(String metrics, String name) {
        Matcher lines = Pattern.compile("(?m)^" + name + " (\\S+)$").matcher(metrics);
        double most = Double.NaN;
        while (lines.find()) {
            double value = Double.parseDouble(lines.group(1));
            most = Double.isNaN(most) || value > most ? value : most;
        }
        return most;
    }
}
