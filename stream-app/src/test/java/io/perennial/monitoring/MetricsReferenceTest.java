// SPDX-License-Identifier: Apache-2.0
package io.perennial.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.perennial.app.Registered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsReferenceTest {

    private static final Path PAGE = Path.of("..", "docs", "reference", "metrics.md");

    private static final String REFRESH = "./mvnw -pl stream-app -am test -Dtest='*ReferenceTest'"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dperennial.refresh-docs=true";

    private final Registered registered;

    MetricsReferenceTest() throws IOException {
        registered = Registered.read();
    }

    @Test
    void isWhatTheDocumentationSays() throws IOException {
        String page = new MeterPage(registered.meters(), Rules.read().watching()).markdown();
        if (Boolean.getBoolean("perennial.refresh-docs")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).as("stale page; refresh it with: " + REFRESH).exists();
        assertThat(Files.readString(PAGE))
                .as("stale page; refresh it with: " + REFRESH)
                .isEqualTo(page);
    }

    @Test
    void everyMeterHasANameOfTheVocabularyAndADescription() {
        assertThat(registered.meters()).extracting(Meter::getId).allSatisfy(id -> {
            assertThat(id.getName()).matches("perennial\\.(record|tensor|score|adapt|publish|store)(\\.[a-z]+)+");
            assertThat(id.getDescription()).as(id.getName()).matches("[A-Z].*[^.]");
            assertThat(id.getType())
                    .isIn(Meter.Type.COUNTER, Meter.Type.GAUGE, Meter.Type.TIMER, Meter.Type.DISTRIBUTION_SUMMARY);
        });
    }

    @Test
    void whatThePageCallsItIsWhatPrometheusReads() {
        Set<String> series = registered.series();
        assertThat(registered.meters()).extracting(Meter::getId).allSatisfy(id -> {
            String name = MeterPage.prometheus(id);
            boolean several = id.getType() == Meter.Type.TIMER || id.getType() == Meter.Type.DISTRIBUTION_SUMMARY;
            assertThat(series).contains(several ? name + "_count" : name);
        });
    }

    @Test
    void prometheusFindsNothingWrongWithTheNames(@TempDir Path directory) throws Exception {
        Path scrape = directory.resolve("scrape.txt");
        Files.writeString(scrape, registered.own());
        Promtool.run(scrape, "check", "metrics");
    }

    @Test
    void latenciesAreHistograms() {
        Set<String> series = registered.series();
        assertThat(registered.meters())
                .extracting(Meter::getId)
                .filteredOn(id -> id.getType() == Meter.Type.TIMER)
                .isNotEmpty()
                .allSatisfy(id -> assertThat(series).contains(MeterPage.prometheus(id) + "_bucket"));
    }
}
