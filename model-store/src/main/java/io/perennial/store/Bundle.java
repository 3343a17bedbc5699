// SPDX-License-Identifier: Apache-2.0
package io.perennial.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a user deploys: a directory with {@code bundle.yaml} and the parts whose hashes it lists, all checked.
 *
 * @param name of the model, letters, digits, dot, dash and underscore
 * @param version likewise
 * @param model the bytes of {@code model.onnx}
 * @param modelSha256 of the model's bytes, 64 lower-case hexadecimal digits
 * @param input what one event must look like
 * @param labels of the C classes, in the order of the logits
 * @param adapt adaptation defaults as configuration keys and values, such as {@code adapt.method}; checked by whoever
 *     knows the keys
 * @param posterior of the trainable weights, where there is one
 * @param probe a batch with known logits, where there is one
 * @param reference what the source is like on events of its own kind, where that was measured
 * @param provenance free text by key, without the hashes
 */
public record Bundle(
        String name,
        String version,
        byte[] model,
        String modelSha256,
        InputContract input,
        List<String> labels,
        Map<String, String> adapt,
        Optional<Posterior> posterior,
        Optional<Probe> probe,
        Optional<Reference> reference,
        Map<String, String> provenance) {

    /** The file that describes the others. */
    public static final String DESCRIPTION = "bundle.yaml";

    /**
     * A diagonal Gaussian over the trainable weights, flat in file order of the initialisers.
     *
     * @param mean [P], finite
     * @param variance [P], finite, 0 or more
     */
    public record Posterior(float[] mean, float[] variance) {}

    /**
     * Inputs and the logits that the model must give for them, in inference form.
     *
     * @param inputs [N, ...] row-major, of the contract's shape
     * @param logits [N, C] row-major
     */
    public record Probe(int size, float[] inputs, float[] logits) {}

    /**
     * Reads a bundle from a directory. Links are followed, since mounted volumes are made of them; only the file names
     * that this class knows are ever opened.
     *
     * @throws IOException where a part is missing, damaged, too large or not as described; the message says which
     */
    public static Bundle read(Path directory) throws IOException {
        return new BundleReader(new DirectoryParts(directory)).read();
    }

    /**
     * Reads a bundle from the class path.
     *
     * @param root folder, such as {@code io/perennial/digits/bundle}
     * @throws IOException as {@link #read}
     */
    public static Bundle resource(ClassLoader loader, String root) throws IOException {
        return new BundleReader(new ResourceParts(loader, root)).read();
    }

    /** The files that {@link #read} reads back, by name, the description last. The same bundle gives the same bytes. */
    public Map<String, byte[]> files() throws IOException {
        return BundleWriter.files(this);
    }

    /**
     * A bundle in files.
     *
     * @param files by name, as {@link #files} gives them
     * @param place where they lie, for messages
     * @throws IOException as {@link #read}
     */
    public static Bundle of(Map<String, byte[]> files, String place) throws IOException {
        return new BundleReader(new MemoryParts(files, place)).read();
    }

    /** Whether a bundle can have this name or version. */
    public static boolean isName(String text) {
        return text.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    }

    /** Name and version, for messages: {@code digits@1}. */
    public String id() {
        return name + "@" + version;
    }
}
