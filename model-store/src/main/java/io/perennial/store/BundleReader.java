// SPDX-License-Identifier: Apache-2.0
package io.perennial.store;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Reads the description, then each part it lists: size, hash, form, in this order. */
final class BundleReader {

    static final int MOST_DESCRIPTION = 256 * 1024;

    /** As long as an ONNX file and a Java array can be. */
    private static final int MOST_PART = Integer.MAX_VALUE - 16;

    private static final int MOST_REFERENCE = 64 * 1024 * 1024;
    private static final int MOST_PROBE = 64 * 1024 * 1024;

    private final BundleParts parts;

    BundleReader(BundleParts parts) {
        this.parts = parts;
    }

    Bundle read() throws IOException {
        byte[] yaml = parts.read(Bundle.DESCRIPTION, MOST_DESCRIPTION)
                .orElseThrow(() -> refused("a file " + Bundle.DESCRIPTION, "none", "", "name a bundle's directory"));
        BundleDescription described = BundleDescription.parse(yaml, parts.place() + "/" + Bundle.DESCRIPTION);
        byte[] model = part(described, BundleDescription.MODEL, MOST_PART)
                .orElseThrow(() -> refused(
                        "a hash of " + BundleDescription.MODEL, "none", "provenance.files", "add the model's sha256"));
        Optional<byte[]> posterior = part(described, BundleDescription.POSTERIOR, MOST_PART);
        Optional<byte[]> probe = part(described, BundleDescription.PROBE, MOST_PROBE);
        Optional<byte[]> reference = part(described, BundleDescription.REFERENCE, MOST_REFERENCE);
        return new Bundle(
                described.name(),
                described.version(),
                model,
                described.hashes().get(BundleDescription.MODEL),
                described.input(),
                described.labels(),
                described.adapt(),
                posterior.isPresent() ? Optional.of(posterior(posterior.get())) : Optional.empty(),
                probe.isPresent() ? Optional.of(probe(probe.get(), described)) : Optional.empty(),
                reference.isPresent() ? Optional.of(reference(reference.get(), described)) : Optional.empty(),
                described.provenance());
    }

    /** Empty where the description does not list it; a part that lies there unlisted is refused, not ignored. */
    private Optional<byte[]> part(BundleDescription described, String name, int most) throws IOException {
        String expected = described.hashes().get(name);
        if (expected == null) {
            if (parts.has(name)) {
                throw refused("a sha256 of " + name, "none", "provenance.files", "list the file or take it away");
            }
            return Optional.empty();
        }
        byte[] bytes = parts.read(name, most)
                .orElseThrow(() -> refused("the listed file " + name, "none", name, "copy the whole bundle"));
        String hash = sha256(bytes);
        if (!hash.equals(expected)) {
            throw refused(
                    "sha256 " + expected, hash + " of " + bytes.length + " bytes", name, "copy the whole bundle again");
        }
        return Optional.of(bytes);
    }

    private Bundle.Posterior posterior(byte[] file) throws IOException {
        String where = BundleDescription.POSTERIOR;
        Safetensors read = Safetensors.read(file, parts.place() + "/" + where);
        Tensor.Floats mean = tensor(read, "mean", where);
        Tensor.Floats variance = tensor(read, "variance", where);
        if (mean.shape().length != 1 || !Arrays.equals(mean.shape(), variance.shape())) {
            throw refused("mean and variance of one shape [P]", mean + " and " + variance, where, "write it again");
        }
        for (int i = 0; i < variance.length(); i++) {
            if (variance.values()[i] < 0) {
                throw refused("variances of 0 or more", variance.values()[i] + " at " + i, where, "fit it again");
            }
        }
        return new Bundle.Posterior(mean.values(), variance.values());
    }

    private Bundle.Probe probe(byte[] file, BundleDescription described) throws IOException {
        String where = BundleDescription.PROBE;
        Safetensors read = Safetensors.read(file, parts.place() + "/" + where);
        Tensor.Floats inputs = tensor(read, "inputs", where);
        Tensor.Floats logits = tensor(read, "logits", where);
        int size = inputs.shape().length == 0 ? 0 : inputs.shape()[0];
        int[] event = described.input().shape();
        boolean fits = size > 0
                && Arrays.equals(inputs.shape(), 1, inputs.shape().length, event, 0, event.length)
                && Arrays.equals(
                        logits.shape(), new int[] {size, described.labels().size()});
        if (!fits) {
            throw refused(
                    "inputs [N, ...] of " + Arrays.toString(event) + " and logits [N, "
                            + described.labels().size() + "]",
                    inputs + " and " + logits,
                    where,
                    "write it for this model");
        }
        return new Bundle.Probe(size, inputs.values(), logits.values());
    }

    private Reference reference(byte[] file, BundleDescription described) throws IOException {
        String where = parts.place() + "/" + BundleDescription.REFERENCE;
        return ReferenceJson.read(file, described.labels().size(), where);
    }

    private Tensor.Floats tensor(Safetensors read, String name, String where) throws IOException {
        Tensor.Floats found = read.floats(name)
                .orElseThrow(
                        () -> refused("a float32 tensor " + name, read.tensors().toString(), where, "write it again"));
        for (int i = 0; i < found.length(); i++) {
            if (!Float.isFinite(found.values()[i])) {
                throw refused("finite values in " + name, found.values()[i] + " at " + i, where, "write it again");
            }
        }
        return found;
    }

    private IOException refused(String expected, String got, String where, String remedy) {
        String place = where.isEmpty() ? parts.place() : parts.place() + ": " + where;
        return new IOException("bundle refused: expected " + expected + ", got " + got + " [" + place + "]; " + remedy);
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 refused: expected every Java platform to have it, got none", e);
        }
    }
}
