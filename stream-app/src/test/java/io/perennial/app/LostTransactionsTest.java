// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.junit.jupiter.api.Test;

class LostTransactionsTest {

    private final List<Throwable> ended = new ArrayList<>();
    private final LostTransactions handler = new LostTransactions(ended::add);

    @Test
    void aTransactionThatTheClusterEndedIsDoneAgain() {
        Throwable lost = new StreamsException("commit", new InvalidTxnStateException("invalid state"));
        assertThat(handler.handle(lost)).isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
        assertThat(ended).isEmpty();
    }

    @Test
    void notWithoutAnEnd() {
        Throwable lost = new StreamsException("commit", new InvalidTxnStateException("invalid state"));
        for (int i = 0; i < 10; i++) {
            assertThat(handler.handle(lost)).isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
        }
        assertThat(handler.handle(lost)).isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
        assertThat(ended).containsExactly(lost);
    }

    @Test
    void anythingElseEndsTheService() {
        Throwable refused = new StreamsException("read", new TopicAuthorizationException("events"));
        assertThat(handler.handle(refused)).isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
        assertThat(ended).containsExactly(refused);
    }
}
