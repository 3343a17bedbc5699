// SPDX-License-Identifier: Apache-2.0
package io.perennial.deploy.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Assumptions;

/** The Docker archive that the build made: a manifest, a configuration, and layers that are packed archives. */
final class ImageArchive {

    /** Where the build leaves it; this module's folder is the working directory of its tests. */
    static final Path TAR = Path.of("target", "perennial-image.tar").toAbsolutePath();

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int GZIP = 0x1f8b;

    private final JsonNode configuration;
    private final List<String> layers;
    private final String name;

    private ImageArchive(JsonNode configuration, List<String> layers, String name) {
        this.configuration = configuration;
        this.layers = layers;
        this.name = name;
    }

    /** Skips the test where the build makes no image. */
    static ImageArchive open() throws IOException {
        Assumptions.assumeTrue(
                Files.exists(TAR),
                () -> "no image was built: expected " + TAR + "; the build makes it on Linux on amd64");
        JsonNode manifest = JSON.readTree(entry("manifest.json")).get(0);
        List<String> layers = new ArrayList<>();
        manifest.get("Layers").forEach(layer -> layers.add(layer.asText()));
        return new ImageArchive(
                JSON.readTree(entry(manifest.get("Config").asText())),
                layers,
                manifest.get("RepoTags").get(0).asText());
    }

    /** As {@code perennial:VERSION}. */
    String name() {
        return name;
    }

    /** The image's configuration as Docker writes it: user, entry point, environment, labels. */
    JsonNode configuration() {
        return configuration.get("config");
    }

    /** Whether there is a C library in it: without one it starts where the host has one, but not as a container. */
    boolean hasBase() {
        return !configuration()
                .at("/Labels")
                .path("org.opencontainers.image.base.name")
                .asText()
                .equals("debian:none");
    }

    /** Writes all layers over each other into a directory. */
    void unpack(Path into) throws IOException {
        for (String layer : layers) {
            try (TarArchiveInputStream files = new TarArchiveInputStream(unzipped(entry(layer)))) {
                for (TarArchiveEntry file = files.getNextEntry(); file != null; file = files.getNextEntry()) {
                    write(file, files, into);
                }
            }
        }
    }

    private static InputStream unzipped(byte[] layer) throws IOException {
        boolean packed = (((layer[0] & 0xff) << 8) | (layer[1] & 0xff)) == GZIP;
        return packed ? new GZIPInputStream(new ByteArrayInputStream(layer)) : new ByteArrayInputStream(layer);
    }

    private static void write(TarArchiveEntry file, InputStream content, Path into) throws IOException {
        Path path = into.resolve(file.getName()).normalize();
        if (!path.startsWith(into)) {
            throw new IOException("layer refused: expected files inside the image, got " + file.getName());
        }
        if (file.isDirectory()) {
            Files.createDirectories(path);
        } else if (file.isSymbolicLink()) {
            Files.createDirectories(path.getParent());
            String target = file.getLinkName();
            Files.createSymbolicLink(
                    path, target.startsWith("/") ? into.resolve(target.substring(1)) : Path.of(target));
        } else {
            Files.createDirectories(path.getParent());
            Files.copy(content, path, StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(path, permissions(file.getMode()));
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions =
                EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        if ((mode & 0100) != 0) {
            permissions.add(PosixFilePermission.OWNER_EXECUTE);
        }
        return permissions;
    }

    private static byte[] entry(String wanted) throws IOException {
        try (TarArchiveInputStream files =
                new TarArchiveInputStream(new BufferedInputStream(Files.newInputStream(TAR)))) {
            for (TarArchiveEntry file = files.getNextEntry(); file != null; file = files.getNextEntry()) {
                if (file.getName().equals(wanted)) {
                    return files.readAllBytes();
                }
            }
        }
        throw new IOException("image refused: expected " + wanted + " in " + TAR + ", got none");
    }
}
