// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.broker.TemporaryDirectory;
import io.perennial.demo.Demo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams;

/**
 * The service as the demo starts it: with its page, checkpoints every two seconds in a directory that is gone afterwards, and
 * commands for whoever has the token, which is in the address that is printed.
 */
final class DemoService {

    private static final int TOKEN_BYTES = 16;

    private final Map<String, String> keys;
    private final boolean page;

    /**
     * @param keys of the configuration
     * @param page whether there is one, and with it a store and commands
     */
    DemoService(Map<String, String> keys, boolean page) {
        this.keys = keys;
        this.page = page;
    }

    Demo.App start(String bootstrapServers) throws IOException {
        Map<String, String> all = new HashMap<>(keys);
        all.put("kafka.bootstrap.servers", bootstrapServers);
        if (!page) {
            all.put("observe.page", "false");
            Bundles.Configured configured = Bundles.configure(all, System.getenv());
            return new Running(PerennialApp.start(configured.settings(), configured.bundle()), null, null);
        }
        TemporaryDirectory store = TemporaryDirectory.create("perennial-store-");
        all.put("store.uri", store.path().toString());
        all.put("store.checkpoint-interval", "2s");
        all.put("store.retain", "30");
        all.put("record.control-topic", Demo.TOPICS.control());
        all.put("observe.control", "true");
        all.put("observe.token", token());
        all.put("observe.show-events", "true");
        boolean started = false;
        try {
            Bundles.Configured configured = Bundles.configure(all, System.getenv());
            // The environment may have a token of its own.
            String token = configured.settings().observe().token().orElseThrow();
            Running running = new Running(PerennialApp.start(configured.settings(), configured.bundle()), store, token);
            started = true;
            return running;
        } finally {
            if (!started) {
                store.delete();
            }
        }
    }

    private static String token() {
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /**
     * The service as the demo sees it.
     *
     * @param store deleted at the end; null for none
     * @param token for commands; null for none
     */
    private record Running(PerennialApp app, TemporaryDirectory store, String token) implements Demo.App {

        @Override
        public double restoredShare() {
            return app.metrics().restoredShare();
        }

        @Override
        public boolean running() {
            return !app.state().hasCompletedShutdown() && app.state() != KafkaStreams.State.ERROR;
        }

        @Override
        public Optional<String> page() {
            // The token is behind the #, which no browser sends to a server.
            return app.hasPage()
                    ? Optional.of("http://127.0.0.1:" + app.port() + "/#token=" + token)
                    : Optional.empty();
        }

        @Override
        public void close() {
            try {
                app.close();
            } finally {
                delete();
            }
        }

        private void delete() {
            try {
                if (store != null) {
                    store.delete();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
