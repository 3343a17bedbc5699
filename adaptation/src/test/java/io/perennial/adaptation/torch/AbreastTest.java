// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.Network.Begun;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AbreastTest {

    private final AtomicInteger right = new AtomicInteger();
    private final AtomicInteger wrong = new AtomicInteger();

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 1", "1, 40", "2, 1", "2, 32", "3, 7", "16, 5"})
    void everyPartIsComputedOnceAndStandsInItsPlace(int threads, int count) {
        List<Integer> asked = Collections.synchronizedList(new ArrayList<>());
        List<Integer> all = Abreast.parts(
                threads,
                count,
                (from, to) -> IntStream.range(from, to).boxed().peek(asked::add).toList());
        assertThat(all).isEqualTo(IntStream.range(0, count).boxed().toList());
        assertThat(asked).hasSize(count).doesNotHaveDuplicates();
    }

    @Test
    void aFailureOfAnyThreadIsTheCallers() {
        assertThatThrownBy(() -> Abreast.parts(2, 8, (from, to) -> {
                    throw new IllegalStateException("part " + from);
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("part");
    }

    @Test
    void bothAreComputedAndEachStandsInItsPlace() {
        for (int round = 0; round < 1000; round++) {
            int number = round;
            assertThat(Abreast.both(() -> number, () -> "second " + number))
                    .isEqualTo(new Network.Both<>(number, "second " + number));
        }
    }

    /** What the second reads may be closed once the first has failed. */
    @Test
    void theSecondIsOverBeforeAFailureOfTheFirstIsTold() {
        var over = new AtomicBoolean();
        var begun = new CountDownLatch(1);

        assertThatThrownBy(() -> Abreast.both(
                        () -> {
                            await(begun);
                            throw new IllegalStateException("first");
                        },
                        () -> {
                            begun.countDown();
                            LockSupport.parkNanos(20_000_000);
                            over.set(true);
                            return 0;
                        }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("first");
        assertThat(over).isTrue();
    }

    @Test
    void aFailureOfTheSecondIsTheCallers() {
        assertThatThrownBy(() -> Abreast.both(() -> 1, () -> {
                    throw new IllegalStateException("second");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("second");
    }

    @Test
    void whatIsDoneBesideIsAskedForLater() {
        for (int round = 0; round < 1000; round++) {
            String expected = "work " + round;
            try (Begun<String> begun = Abreast.beside(() -> expected)) {
                assertThat(begun.get()).isEqualTo(expected);
            }
        }
    }

    /** One thread at a time looks for more, and whatever is given to it is done. */
    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
    void manyThreadsThatHandOnWorkGetTheirOwnBack() {
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(owner -> new Thread(() -> {
                    for (int round = 0; round < 5000; round++) {
                        int number = owner * 10_000 + round;
                        try (Begun<Integer> first = Abreast.beside(() -> number);
                                Begun<Integer> second = Abreast.beside(() -> -number)) {
                            wrong.addAndGet(first.get() == number && second.get() == -number ? 0 : 1);
                            right.incrementAndGet();
                        }
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        threads.forEach(AbreastTest::join);
        assertThat(right).hasValue(20_000);
        assertThat(wrong).hasValue(0);
    }

    /** What it reads may be closed once the one that has begun it has failed. */
    @Test
    void whatIsDoneBesideIsOverOnceItIsClosed() {
        var over = new AtomicBoolean();
        var begun = new CountDownLatch(1);
        try (Begun<Integer> work = Abreast.beside(() -> {
            begun.countDown();
            LockSupport.parkNanos(20_000_000);
            over.set(true);
            return 1;
        })) {
            await(begun);
        }
        assertThat(over).isTrue();
    }

    @Test
    void aFailureThatNobodyAskedForGoesWithTheCallers() {
        var begun = new CountDownLatch(1);
        assertThatThrownBy(() -> {
                    try (Begun<Integer> work = Abreast.beside(() -> {
                        begun.countDown();
                        throw new IllegalStateException("beside");
                    })) {
                        await(begun);
                        throw new IllegalArgumentException("here");
                    }
                })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("here")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .singleElement(as(InstanceOfAssertFactories.THROWABLE))
                        .hasMessageContaining("beside"));
    }

    /** Often enough that some of it has not begun when it is closed. */
    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
    void isClosedAgainWithoutWaiting() {
        for (int round = 0; round < 1000; round++) {
            Begun<Integer> work = Abreast.beside(() -> 1);
            work.close();
            work.close();
        }
    }

    @Test
    void aFailureBesideIsTheCallers() {
        try (Begun<Integer> work = Abreast.beside(() -> {
            throw new IllegalStateException("beside");
        })) {
            assertThatThrownBy(work::get)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("beside");
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch begun) {
        try {
            assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
