// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.store.Bundle;
import io.perennial.store.archive.ModelStore;
import io.perennial.store.archive.StoredVersion;
import io.perennial.store.archive.VersionExistsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code perennial store put}. */
@Command(
        name = "put",
        description = "Publishes a bundle as bundles/NAME, under the bundle's own version. A version never changes.",
        footer = "Exit status: 0 for success, 1 for a failure, 2 for a refused argument or a version that is there.",
        mixinStandardHelpOptions = true)
final class StorePutCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "a bundle, or " + Bundles.BUILTIN)
    private String bundle;

    @Option(names = "--name", paramLabel = "NAME", description = "in the store (default: bundles/ and the bundle's)")
    private String name;

    @Mixin
    private StoreAddress address;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Bundle read = Bundles.open(bundle);
        Map<String, byte[]> files = files(read);
        String as = name == null ? StoreModels.BUNDLES + read.name() : name;
        Map<String, String> metadata = Map.of(
                "bundle",
                read.id(),
                "model-sha256",
                read.modelSha256(),
                "input",
                read.input().name());
        try (ModelStore store = address.open()) {
            StoredVersion stored = store.publish(as, read.version(), files, metadata);
            spec.commandLine()
                    .getOut()
                    .println("published " + stored.id() + ", " + stored.parts().size() + " parts");
            spec.commandLine().getOut().flush();
        } catch (VersionExistsException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return 0;
    }

    /** The files as they lie there, comments included, checked once more as they were read. */
    private Map<String, byte[]> files(Bundle read) throws IOException {
        Map<String, byte[]> files = new TreeMap<>(read.files());
        if (!bundle.equals(Bundles.BUILTIN)) {
            for (String file : read.files().keySet()) {
                files.put(file, Files.readAllBytes(Path.of(bundle).resolve(file)));
            }
            Bundle.of(files, bundle);
        }
        return files;
    }
}
