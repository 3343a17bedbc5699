// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The figures for scripts: {@code {"runs": [...]}}, see {@link Run}. */
public final class JsonReport {

    private record Document(List<Run> runs) {}

    private JsonReport() {}

    /** Writes the file, over one that is there. */
    public static void write(Path file, List<Outcome> outcomes) throws IOException {
        Document document = new Document(outcomes.stream().map(Outcome::run).toList());
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), document);
    }
}
