// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import io.perennial.adaptation.posterior.DiagonalGaussian;
import io.perennial.record.Sha256;
import io.perennial.store.Safetensors;
import io.perennial.store.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** Posteriors fitted before, each in a file named by the sha256 of everything it follows from. */
public final class PosteriorCache {

    private final Path directory;

    /** @param directory need not exist */
    public PosteriorCache(Path directory) {
        this.directory = directory;
    }

    /**
     * A name for what is fitted from a model, its training data and the settings of the fit.
     *
     * @param model the bytes of the ONNX file
     */
    public static String key(byte[] model, Recording training, Object settings) {
        MessageDigest digest = Sha256.start();
        digest.update(digest.digest(model));
        digest.update(settings.toString().getBytes(StandardCharsets.UTF_8));
        digest.update(Fingerprint.of(training).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest());
    }

    /** What was kept under a key; empty where nothing was, or where the file is damaged. */
    public Optional<DiagonalGaussian> find(String key) throws IOException {
        Path file = file(key);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        Safetensors tensors;
        try {
            tensors = Safetensors.read(Files.readAllBytes(file), file.toString());
        } catch (IOException e) {
            // A torn file is fitted and written again.
            return Optional.empty();
        }
        return tensors.floats("mean").flatMap(mean -> tensors.floats("variance")
                .map(variance -> new DiagonalGaussian(mean.values(), variance.values())));
    }

    /** Keeps a posterior; whoever reads at the same time sees all of it or nothing. */
    public void keep(String key, DiagonalGaussian fitted) throws IOException {
        Files.createDirectories(directory);
        Map<String, Tensor> tensors = Map.of(
                "mean", new Tensor.Floats(fitted.mean(), fitted.mean().length),
                "variance", new Tensor.Floats(fitted.variance(), fitted.variance().length));
        Path written = Files.createTempFile(directory, "posterior-", ".part");
        try {
            Files.write(written, new Safetensors(tensors, Map.of()).write());
            Files.move(written, file(key), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    private Path file(String key) {
        return directory.resolve("posterior-" + key + ".safetensors");
    }
}
