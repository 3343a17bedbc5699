// SPDX-License-Identifier: Apache-2.0
package io.perennial.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.perennial.page.Asset;
import io.perennial.page.Assets;
import io.perennial.page.Page;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletHolder;

/** The files of the page, and what it shows as JSON. */
final class PageRoutes {

    /** Nothing from elsewhere, nothing inline, in no frame. */
    private static final String POLICY =
            "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'";

    /** Beyond this the asker is told that the store is slow; the answer comes next time. */
    private static final long CHECKPOINTS_WITHIN_SECONDS = 5;

    private static final byte[] SLOW =
            "{\"failure\":\"the store has not answered yet\",\"checkpoints\":[]}".getBytes(StandardCharsets.UTF_8);

    private static final int MOST_PARTITION = 1_000_000;

    private PageRoutes() {}

    static void add(JavalinConfig config, Page page, Access access) {
        Assets.load()
                .values()
                .forEach(asset -> config.routes.get(asset.path(), http -> {
                    access.name(http.req());
                    file(http, asset);
                }));
        config.routes.get("/api/now", http -> {
            access.name(http.req());
            json(http).result(page.now());
        });
        config.routes.get("/api/history", http -> {
            access.name(http.req());
            json(http).result(page.history());
        });
        config.routes.get("/api/checkpoints", http -> {
            access.name(http.req());
            checkpoints(http, page);
        });
        ServletHolder stream = new ServletHolder(new EventStream(page, access));
        stream.setAsyncSupported(true);
        config.jetty.modifyServletContextHandler(handler -> handler.addServlet(stream, "/api/stream"));
    }

    private static void file(Context http, Asset asset) {
        http.header("ETag", asset.etag())
                .header("Cache-Control", "no-cache")
                .header("Content-Security-Policy", POLICY)
                .header("Cross-Origin-Opener-Policy", "same-origin");
        if (asset.etag().equals(http.header("If-None-Match"))) {
            http.status(304);
        } else {
            http.contentType(asset.type()).result(asset.bytes());
        }
    }

    private static Context json(Context http) {
        return http.contentType("application/json");
    }

    private static void checkpoints(Context http, Page page) throws AccessRefused {
        String asked = http.queryParam("partition");
        String partition = asked == null ? "0" : asked;
        if (!partition.matches("[0-9]{1,7}") || Integer.parseInt(partition) > MOST_PARTITION) {
            throw new AccessRefused(400, "partition refused: expected a number from 0 to " + MOST_PARTITION);
        }
        // copy(): who comes next waits for the same answer of the store, and for a time of their own.
        CompletableFuture<byte[]> answer = page.checkpoints(Integer.parseInt(partition))
                .copy()
                .completeOnTimeout(SLOW, CHECKPOINTS_WITHIN_SECONDS, TimeUnit.SECONDS);
        http.future(() -> answer.thenAccept(bytes -> json(http).result(bytes)));
    }
}
