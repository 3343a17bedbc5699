// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClockWatchTest {

    private long wall = 1_000_000;
    private long nanos = 5_000_000_000L;
    private final List<Duration> back = new ArrayList<>();
    private final ClockWatch watch = new ClockWatch(() -> wall, () -> nanos, back::add);

    /** @param wallBy what the wall says of a second */
    private void second(Duration wallBy) {
        wall += wallBy.toMillis();
        nanos += 1_000_000_000L;
        watch.look();
    }

    @Test
    void tellsByHowMuchItWentBackAndOnce() {
        second(Duration.ofSeconds(1));
        second(Duration.ofSeconds(1 - 3600));
        second(Duration.ofSeconds(1));
        assertThat(back).containsExactly(Duration.ofHours(1));
    }

    @Test
    void aStepForthOrASmallOneBackIsNone() {
        second(Duration.ofHours(1));
        second(Duration.ofSeconds(1));
        second(Duration.ofMillis(-500));
        assertThat(back).isEmpty();
    }

    @Test
    void aFailureIsNotTheLastLook() {
        var failing = new ClockWatch(() -> wall, () -> nanos, by -> {
            back.add(by);
            throw new IllegalStateException("closing");
        });
        wall -= 60_000;
        failing.look();
        wall -= 60_000;
        failing.look();
        assertThat(back).hasSize(2);
    }
}
