// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Variables that come as files, as orchestrators mount secrets: the name of a file is the variable, what is in it the
 * value. What a process holds in its environment is shown by {@code ps}, crash dumps and consoles; what it reads is not.
 */
public final class SecretFiles {

    /** Certificates and their chains are the largest that there is reason to put here. */
    static final int MOST_BYTES = 1 << 20;

    private SecretFiles() {}

    /**
     * Every file directly in the directory, in UTF-8, one line end at its end taken away. Names that begin with a dot are
     * left out: Kubernetes keeps what it mounts behind such links.
     *
     * @throws ConfigurationRefused if the directory, or a file in it, cannot be read, with the file's name and never with
     *     what is in it
     */
    public static Map<String, String> read(Path directory) {
        Map<String, String> variables = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, SecretFiles::isVariable)) {
            for (Path file : files) {
                variables.put(file.getFileName().toString(), text(file));
            }
        } catch (IOException e) {
            throw refused(
                    "a directory that can be read", directory, e.getClass().getSimpleName());
        }
        return variables;
    }

    private static boolean isVariable(Path file) {
        return !file.getFileName().toString().startsWith(".") && Files.isRegularFile(file);
    }

    private static String text(Path file) {
        try {
            long size = Files.size(file);
            if (size > MOST_BYTES) {
                throw refused("files of at most " + MOST_BYTES + " bytes", file, size + " bytes");
            }
            String text = Files.readString(file);
            return text.endsWith("\n") ? text.substring(0, text.length() - (text.endsWith("\r\n") ? 2 : 1)) : text;
        } catch (CharacterCodingException e) {
            throw refused("text in UTF-8", file, "other bytes");
        } catch (IOException e) {
            throw refused("a file that can be read", file, e.getClass().getSimpleName());
        }
    }

    private static ConfigurationRefused refused(String expected, Path where, String got) {
        return new ConfigurationRefused(List.of("--secrets refused: expected " + expected + ", got " + got + " at "
                + where + "; mount the secret there, readable for the user that Perennial runs as"));
    }
}
