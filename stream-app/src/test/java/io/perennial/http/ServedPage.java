// SPDX-License-Identifier: Apache-2.0
package io.perennial.http;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.perennial.page.CheckpointSource;
import io.perennial.page.Page;
import io.perennial.page.Shown;
import io.perennial.store.InputContract;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.streams.KafkaStreams.State;

/** The page of an application that runs, on a port of 127.0.0.1. */
record ServedPage(Page page, HttpEndpoint endpoint) implements AutoCloseable {

    static ServedPage to(
            Access access, Optional<CheckpointSource> checkpoints, Optional<Function<byte[], String>> control) {
        Page page = new Page(
                new Shown(
                        "app",
                        "digits@1",
                        "perennial",
                        new InputContract("x", new int[] {4}, 0, 1),
                        true,
                        false,
                        control.isPresent(),
                        checkpoints),
                new SimpleMeterRegistry(),
                () -> State.RUNNING,
                Clock.systemUTC());
        HttpEndpoint endpoint = HttpEndpoint.start(
                "127.0.0.1",
                0,
                access,
                new HttpEndpoint.Served(
                        () -> "metrics", () -> new Health(State.RUNNING, true, 0), Optional.of(page), control));
        return new ServedPage(page, endpoint);
    }

    @Override
    public void close() {
        endpoint.close();
        page.close();
    }
}
