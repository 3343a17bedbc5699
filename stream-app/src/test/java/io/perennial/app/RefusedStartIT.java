// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.harness.ChildProcess;
import io.perennial.harness.Topics;
import io.perennial.harness.WithKafka;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What does not fit is refused before anything starts: exit status 2 and words, no stack trace. */
@WithKafka
class RefusedStartIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String NOWHERE = "127.0.0.1:1";

    @TempDir
    private Path directory;

    private ChildProcess process;

    @AfterEach
    void saysItInWords() {
        process.close();
        assertThat(process.output()).contains("perennial: ").doesNotContain("\tat ");
    }

    @Test
    void aMisspeltKeyIsNamed() throws Exception {
        start(Service.on(NOWHERE, directory).with("tensor.batch-sise", "8", "adapt.learning-rate", "fast"));
        assertThat(process.awaitExit(SOON)).isEqualTo(2);
        assertThat(process.output())
                .contains("configuration refused, 2 problems", "tensor.batch-sise", "adapt.learning-rate", "fast");
    }

    @Test
    void labelsThatWouldNotTeachAreRefused() throws Exception {
        start(Service.on(NOWHERE, directory).with("adapt.label-weight", "0.5"));
        assertThat(process.awaitExit(SOON)).isEqualTo(2);
        assertThat(process.output()).contains("adapt.label-weight refused", "evaluate only");
    }

    @Test
    void aGpuThatIsNotThereIsRefused() throws Exception {
        start(Service.on(NOWHERE, directory).with("score.device", "cuda:127"));
        assertThat(process.awaitExit(SOON)).isEqualTo(2);
        assertThat(process.output()).contains("score.device refused: expected ", "cuda:127");
    }

    @Test
    void aMissingTopicIsNamed(Topics kafka) throws Exception {
        kafka.create(1, "lonely.events", "lonely.predictions", "lonely.uncertainty", "lonely.drift");
        start(application("lonely", kafka));
        assertThat(process.awaitExit(SOON)).isEqualTo(2);
        assertThat(process.output())
                .contains("topics refused", "missing [lonely.dead-letter]", "kafka-topics.sh --create");
    }

    @Test
    void labelsNeedAsManyPartitionsAsEvents(Topics kafka) throws Exception {
        kafka.create(
                2,
                "uneven.events",
                "uneven.predictions",
                "uneven.uncertainty",
                "uneven.drift",
                "uneven.quality",
                "uneven.dead-letter");
        kafka.create(3, "uneven.labels");
        start(application("uneven", kafka).with("publish.labels-topic", "uneven.labels"));
        assertThat(process.awaitExit(SOON)).isEqualTo(2);
        assertThat(process.output()).contains("uneven.labels", "(2), got 3");
    }

    @Test
    void aPortThatIsTakenIsNamed(Topics kafka) throws Exception {
        kafka.create(1, "taken.events", "taken.predictions", "taken.uncertainty", "taken.drift", "taken.dead-letter");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            start(application("taken", kafka).with("observe.port", Integer.toString(taken.getLocalPort())));
            assertThat(process.awaitExit(SOON)).isEqualTo(2);
            assertThat(process.output()).contains("observe.port refused", "127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void aBundleThatIsNotThereIsNamed() throws Exception {
        Path bundle = directory.resolve("no-bundle");
        start(Service.on(NOWHERE, directory).with("bundle", bundle.toString()));
        assertThat(process.awaitExit(SOON)).isEqualTo(2);
        assertThat(process.output()).contains(bundle.toString());
    }

    @Test
    void aClusterThatDoesNotAnswerIsNamed() throws Exception {
        start(Service.on(NOWHERE, directory));
        assertThat(process.awaitExit(SOON.plusSeconds(15))).isEqualTo(1);
        assertThat(process.output())
                .contains("the cluster at " + NOWHERE + " did not answer within", "kafka.bootstrap.servers");
    }

    private void start(Service service) throws IOException {
        process = service.start(directory);
    }

    private Service application(String id, Topics kafka) {
        return Service.on(kafka.bootstrapServers(), directory.resolve("state")).with("application.id", id);
    }
}
