// SPDX-License-Identifier: Apache-2.0
package io.perennial.deploy.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * The image as a container, under the limits of the chart: nobody's user, a root file system that cannot be written, no
 * capabilities, a limit of memory. The broker is on the host, whose network the container shares.
 */
@EnabledIf(
        value = "hasDocker",
        disabledReason = "containers are not started: expected Docker, or podman's socket as DOCKER_HOST, got neither")
class ContainerIT {

    private static final long MEBIBYTES = 1 << 20;
    /** As small as the arithmetic at the start allows, so that the stream shows whether it is true. */
    private static final int LIMIT = 640;

    private static final Duration START = Duration.ofSeconds(90);
    private static final int GRACE_SECONDS = 40;

    private static ImageArchive image;

    @TempDir
    private Path directory;

    static boolean hasDocker() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    @BeforeAll
    static void load() throws IOException {
        image = ImageArchive.open();
        assumeTrue(
                image.hasBase(),
                "containers are not started: the image was built without a base, see docs/howto/image.md");
        try (InputStream archive = Files.newInputStream(ImageArchive.TAR)) {
            docker().loadImageCmd(archive).exec();
        }
    }

    @Test
    void servesAStreamAndStopsWithinItsGrace() throws Exception {
        try (EventStream stream = EventStream.open();
                GenericContainer<?> container = service(LIMIT)) {
            configure(stream);
            container.waitingFor(
                    Wait.forLogMessage(".*metrics and health: .*", 1).withStartupTimeout(START));
            container.start();
            stream.send(200);
            stream.awaitPredictions();

            HostConfig limits = docker().inspectContainerCmd(container.getContainerId())
                    .exec()
                    .getHostConfig();
            assertThat(limits.getReadonlyRootfs()).isTrue();
            assertThat(limits.getMemory()).isEqualTo(LIMIT * MEBIBYTES);

            docker().stopContainerCmd(container.getContainerId())
                    .withTimeout(GRACE_SECONDS)
                    .exec();
            assertThat(exitStatus(container)).as(container.getLogs()).isEqualTo(143);
            assertThat(container.getLogs()).doesNotContain("ERROR");
        }
    }

    @Test
    void keepsWhatItLearnedInTheNextContainer() throws Exception {
        try (EventStream stream = EventStream.open()) {
            configure(stream);
            for (int life = 0; life < 2; life++) {
                try (GenericContainer<?> container = service(LIMIT)) {
                    String came = life == 0 ? ".*starting from the source at step 0.*" : ".*continuing at step [1-9].*";
                    container.waitingFor(Wait.forLogMessage(came, 1).withStartupTimeout(START));
                    container.start();
                    stream.send(100);
                    stream.awaitPredictions();
                    docker().stopContainerCmd(container.getContainerId())
                            .withTimeout(GRACE_SECONDS)
                            .exec();
                }
            }
        }
    }

    @Test
    void refusesALimitThatIsTooSmallForTheModel() throws Exception {
        try (EventStream stream = EventStream.open();
                GenericContainer<?> container = service(400)) {
            configure(stream);
            container.waitingFor(
                    Wait.forLogMessage(".*memory refused: expected at least .*, got a limit of 400 MiB.*", 1)
                            .withStartupTimeout(START));
            container.start();
            await().atMost(START)
                    .untilAsserted(() -> assertThat(exitStatus(container)).isEqualTo(2));
        }
    }

    private void configure(EventStream stream) throws IOException {
        Path config = stream.configure(directory.resolve("perennial.yaml"), 0, Path.of("/var/lib/perennial"));
        Path secrets = stream.secrets(directory.resolve("secrets"));
        // The container's user is another than the one that runs the test.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private GenericContainer<?> service(int mebibytes) {
        return new GenericContainer<>(DockerImageName.parse(loaded()))
                .withImagePullPolicy(name -> false)
                .withNetworkMode("host")
                .withTmpFs(Map.of("/tmp", "rw,exec,mode=1777", "/var/lib/perennial", "rw,mode=1777"))
                .withCommand("run", "--config", "/etc/perennial/perennial.yaml", "--secrets", "/run/secrets/perennial")
                .withCreateContainerCmdModifier(create -> create.getHostConfig()
                        .withReadonlyRootfs(true)
                        .withCapDrop(Capability.ALL)
                        .withSecurityOpts(List.of("no-new-privileges"))
                        .withMemory(mebibytes * MEBIBYTES)
                        .withBinds(
                                mounted("perennial.yaml", "/etc/perennial/perennial.yaml"),
                                mounted("secrets", "/run/secrets/perennial")));
    }

    /** Podman calls what has no registry {@code localhost/NAME}. */
    private static String loaded() {
        return docker().listImagesCmd().exec().stream()
                .flatMap(known -> known.getRepoTags() == null ? Stream.empty() : Stream.of(known.getRepoTags()))
                .filter(tag -> tag.equals(image.name()) || tag.equals("localhost/" + image.name()))
                .findFirst()
                .orElseThrow();
    }

    private Bind mounted(String name, String path) {
        return new Bind(directory.resolve(name).toString(), new Volume(path), AccessMode.ro);
    }

    private static long exitStatus(GenericContainer<?> container) {
        return docker().inspectContainerCmd(container.getContainerId())
                .exec()
                .getState()
                .getExitCodeLong();
    }

    private static DockerClient docker() {
        return DockerClientFactory.lazyClient();
    }
}
