// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.store.Bundle;
import io.perennial.store.Checkpoint;
import io.perennial.store.archive.ModelStore;
import io.perennial.store.archive.StoredVersion;
import io.perennial.weights.LearnedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say how a checkpoint becomes a model: from which store, of which bundle, with which statistics. */
final class StoreModels {

    /** Where bundles lie in a store. */
    static final String BUNDLES = "bundles/";

    private static final String FILE = ".safetensors";

    @Mixin
    private StoreAddress address;

    @Option(
            names = "--bundle",
            paramLabel = "DIR",
            description = "the bundle it was learned from, or " + Bundles.BUILTIN
                    + " (default: bundles/NAME in the store, as the checkpoint names it)")
    private String bundle;

    @Option(
            names = "--statistics",
            paramLabel = "N|source",
            description = "of a checkpoint with several paces the one of this number, or the source's"
                    + " (default: the slowest one that moves)")
    private String statistics;

    @Option(
            names = "--parameters",
            paramLabel = "WHICH",
            description = "as adapt.parameters was, where that was a pattern (default: told by their number)")
    private String parameters;

    /** The checkpoint of a file, or of a version in the store. */
    Checkpoint checkpoint(List<String> operand) throws IOException {
        if (operand.size() == 1 && operand.get(0).endsWith(FILE)) {
            Path file = Path.of(operand.get(0));
            try {
                return Checkpoint.read(Files.readAllBytes(file), file.toString());
            } catch (NoSuchFileException e) {
                throw new IllegalArgumentException(
                        "checkpoint refused: expected a file, found none [" + file + "]; name another one", e);
            }
        }
        StoreVersion wanted = StoreVersion.of(operand);
        try (ModelStore store = address.open()) {
            StoredVersion found = StoreAddress.need(store, wanted);
            if (!found.parts().containsKey(Checkpoint.PART)) {
                throw new IllegalArgumentException("checkpoint refused: expected a version with " + Checkpoint.PART
                        + ", got " + found.parts().keySet() + " [" + wanted + "]; name a checkpoint");
            }
            return Checkpoint.read(store.read(found, Checkpoint.PART), wanted.toString());
        }
    }

    /** The bundle that was named, else the one in the store that the checkpoint names; empty where there is neither. */
    Optional<Bundle> bundle(Optional<Checkpoint> of) throws IOException {
        if (bundle != null) {
            return Optional.of(Bundles.open(bundle));
        }
        String id = of.map(Checkpoint::bundle).orElse("");
        int at = id.lastIndexOf('@');
        if (at < 1 || at == id.length() - 1 || !address.given()) {
            return Optional.empty();
        }
        String name = BUNDLES + id.substring(0, at);
        try (ModelStore store = address.open()) {
            Optional<StoredVersion> found = store.find(name, id.substring(at + 1));
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Map<String, byte[]> files = new TreeMap<>();
            for (String part : found.get().parts().keySet()) {
                files.put(part, store.read(found.get(), part));
            }
            return Optional.of(Bundle.of(files, found.get().id()));
        }
    }

    /** The bundle, which has to be there. */
    Bundle need(Optional<Checkpoint> of) throws IOException {
        return bundle(of)
                .orElseThrow(() -> new IllegalArgumentException("--bundle refused: expected "
                        + of.map(checkpoint -> "the bundle " + checkpoint.bundle() + " of the checkpoint")
                                .orElse("a bundle")
                        + ", got none; give --bundle DIR, or put it into the store: perennial store put DIR"));
    }

    LearnedModel model(Checkpoint checkpoint, Bundle of) {
        return LearnedModel.of(
                checkpoint,
                of,
                Optional.ofNullable(statistics),
                Optional.ofNullable(parameters).map(ParameterSelection::parse));
    }
}
