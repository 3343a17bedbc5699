// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Kafka's clients ask no token endpoint, and read no token's file, that is not named in a system property too, since in some
 * programs strangers may choose the properties of clients. Here the operator does, so what the configuration names is allowed.
 */
final class TokenEndpoint {

    static final String URLS = "org.apache.kafka.sasl.oauthbearer.allowed.urls";
    static final String FILES = "org.apache.kafka.sasl.oauthbearer.allowed.files";

    private static final String URL = "sasl.oauthbearer.token.endpoint.url";
    private static final List<String> FILE = List.of(
            "sasl.oauthbearer.assertion.file",
            "sasl.oauthbearer.assertion.private.key.file",
            "sasl.oauthbearer.assertion.template.file");

    private TokenEndpoint() {}

    /**
     * Allows what these properties name, beside what is allowed already; to be called before there is a client.
     *
     * @param client properties, with or without the prefixes of Kafka Streams
     */
    static void allow(Map<String, ?> client) {
        client.forEach((name, value) -> {
            String text = String.valueOf(value).strip();
            if (name.endsWith(URL)) {
                add(URLS, text);
                if (text.startsWith("file:")) {
                    add(FILES, Path.of(URI.create(text)).toString());
                }
            } else if (FILE.stream().anyMatch(name::endsWith)) {
                add(FILES, text);
            }
        });
    }

    private static void add(String property, String value) {
        Set<String> allowed =
                new LinkedHashSet<>(List.of(System.getProperty(property, "").split(",")));
        allowed.remove("");
        allowed.add(value);
        System.setProperty(property, String.join(",", allowed));
    }
}
