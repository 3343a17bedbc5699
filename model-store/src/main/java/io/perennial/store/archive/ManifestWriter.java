// SPDX-License-Identifier: Apache-2.0
package io.perennial.store.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes a manifest: the same content gives the same bytes. */
final class ManifestWriter {

    private static final JsonFactory JSON = new JsonFactory();

    private ManifestWriter() {}

    static byte[] write(Manifest manifest) {
        byte[] file = encode(text(manifest), manifest.version().id());
        if (file.length > Manifest.LONGEST) {
            throw refused(
                    "at most " + Manifest.LONGEST + " bytes",
                    file.length + "",
                    manifest.version().id(),
                    null);
        }
        return file;
    }

    private static String text(Manifest manifest) {
        StoredVersion version = manifest.version();
        StringWriter text = new StringWriter();
        // The line separator of the platform would make the bytes depend on it.
        DefaultPrettyPrinter lines = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
        try (JsonGenerator json = JSON.createGenerator(text).setPrettyPrinter(lines)) {
            json.writeStartObject();
            json.writeNumberField("format", Manifest.FORMAT);
            json.writeStringField("name", version.name());
            json.writeStringField("version", version.version());
            json.writeStringField("created", version.created().toString());
            json.writeStringField("writer", manifest.writer().toString());
            json.writeObjectFieldStart("metadata");
            for (Map.Entry<String, String> entry : version.metadata().entrySet()) {
                json.writeStringField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
            json.writeObjectFieldStart("parts");
            for (Map.Entry<String, StoredPart> entry : version.parts().entrySet()) {
                json.writeObjectFieldStart(entry.getKey());
                json.writeStringField("sha256", entry.getValue().sha256());
                json.writeNumberField("size", entry.getValue().size());
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw refused("texts", e.getMessage(), version.id(), e);
        }
        return text.append('\n').toString();
    }

    /** Half of a surrogate pair must not become a question mark: what is read would not be what was published. */
    private static byte[] encode(String text, String id) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] file = new byte[bytes.remaining()];
            bytes.get(file);
            return file;
        } catch (CharacterCodingException e) {
            throw refused("Unicode text in the metadata", "half of a surrogate pair", id, e);
        }
    }

    private static IllegalArgumentException refused(String expected, String got, String id, Exception cause) {
        return new IllegalArgumentException(
                "manifest refused: expected " + expected + ", got " + got + " [" + id
                        + "]; put less into the metadata, and what is long into a part",
                cause);
    }
}
