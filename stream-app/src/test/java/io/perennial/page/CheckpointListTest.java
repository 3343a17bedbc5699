// SPDX-License-Identifier: Apache-2.0
package io.perennial.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CheckpointListTest {

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();

    private static String text(CompletableFuture<byte[]> answer) throws Exception {
        return new String(answer.get(30, TimeUnit.SECONDS), UTF_8);
    }

    private static CheckpointSource.Listed listed(int step) {
        Instant created = Instant.parse("2026-11-24T12:00:00Z");
        return new CheckpointSource.Listed("v" + step, step, "bde0", "digits@1", created, Map.of("distance", "0.5"));
    }

    @Test
    void listsTheNewestAndNoMore() throws Exception {
        try (CheckpointList list = new CheckpointList(
                partition -> IntStream.range(0, 1000)
                        .mapToObj(CheckpointListTest::listed)
                        .toList(),
                nanos::get)) {
            assertThat(text(list.json(3)))
                    .startsWith(
                            "{\"partition\":3,\"checkpoints\":[{\"version\":\"v0\",\"step\":0,\"lineage\":\"bde0\",\"bundle\":\"digits@1\","
                                    + "\"created\":\"2026-11-24T12:00:00Z\",\"figures\":{\"distance\":\"0.5\"}}")
                    .contains("\"v99\"")
                    .doesNotContain("\"v100\"");
        }
    }

    @Test
    void asksAgainOnlyAfterTenTimesWhatTheQuestionTook() throws Exception {
        try (CheckpointList list = new CheckpointList(
                partition -> {
                    nanos.addAndGet(Duration.ofSeconds(2).toNanos());
                    return List.of(listed(asked.incrementAndGet()));
                },
                nanos::get)) {
            assertThat(text(list.json(0))).contains("\"v1\"");
            nanos.addAndGet(Duration.ofSeconds(19).toNanos());
            assertThat(text(list.json(0))).contains("\"v1\"");
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            assertThat(text(list.json(0))).contains("\"v2\"");
            assertThat(text(list.json(1))).as("another partition").contains("\"v3\"");
        }
    }

    @Test
    void saysWhyTheStoreDidNotAnswer() throws Exception {
        try (CheckpointList list = new CheckpointList(
                partition -> {
                    nanos.addAndGet(Duration.ofSeconds(30).toNanos());
                    if (asked.incrementAndGet() == 1) {
                        throw new IOException("connection refused");
                    }
                    return List.of(listed(7));
                },
                nanos::get)) {
            assertThat(text(list.json(0)))
                    .isEqualTo("{\"partition\":0,\"failure\":\"connection refused\",\"checkpoints\":[]}");
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            assertThat(text(list.json(0))).as("a failure is asked again soon").contains("\"v7\"");
        }
    }

    @Test
    void ofManyPartitionsAFewWaitForAStoreThatHangs() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        try (CheckpointList list = new CheckpointList(
                partition -> {
                    asked.incrementAndGet();
                    try {
                        hangs.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return List.of();
                },
                nanos::get)) {
            List<CompletableFuture<byte[]>> all =
                    IntStream.range(0, 10_000).mapToObj(list::json).toList();
            assertThat(all).filteredOn(answer -> !answer.isDone()).hasSizeLessThanOrEqualTo(17);
            assertThat(text(all.get(9_999))).contains("the store is busy");
            hangs.countDown();
            assertThat(text(all.get(0))).doesNotContain("failure");
        }
    }

    @Test
    void nobodyWaitsForAStoreThatHangs() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        try (CheckpointList list = new CheckpointList(
                partition -> {
                    asked.incrementAndGet();
                    try {
                        hangs.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return List.of();
                },
                nanos::get)) {
            List<CompletableFuture<byte[]>> all =
                    IntStream.range(0, 50).mapToObj(i -> list.json(0)).toList();
            assertThat(all).noneMatch(CompletableFuture::isDone);
            hangs.countDown();
            for (CompletableFuture<byte[]> answer : all) {
                assertThat(text(answer)).contains("\"checkpoints\":[]");
            }
            assertThat(asked).as("one question for all").hasValue(1);
        }
    }
}
