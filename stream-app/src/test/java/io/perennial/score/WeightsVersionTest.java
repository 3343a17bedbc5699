// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.adaptation.network.Batch;
import io.perennial.record.Event;
import io.perennial.record.Origin;
import io.perennial.tensor.MicroBatch;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class WeightsVersionTest {

    private final WeightsVersion source = WeightsVersion.source("sha", "app", 0);

    @Test
    void equalHistoriesHaveEqualLineages() {
        assertThat(source.after(batch(5), 1)).isEqualTo(source.after(batch(5), 1));
    }

    @Test
    void anotherBatchGivesAnotherLineage() {
        assertThat(source.after(batch(5), 1).lineage())
                .isNotEqualTo(source.after(batch(6), 1).lineage());
    }

    @Test
    void anotherModelOrPartitionGivesAnotherLineage() {
        assertThat(source).isNotEqualTo(WeightsVersion.source("other", "app", 0));
        assertThat(source).isNotEqualTo(WeightsVersion.source("sha", "app", 1));
    }

    private static MicroBatch batch(long offset) {
        Origin origin = new Origin("events", 0, offset, 0, null, new RecordHeaders());
        return new MicroBatch(List.of(new Event("e", new float[1], origin)), new Batch(new float[1], 1, 1));
    }
}
