// SPDX-License-Identifier: Apache-2.0
package io.perennial.http;

import io.perennial.page.Page;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * {@code GET /api/stream}: server-sent events. A servlet of its own, since a reader must not hold a thread: what it is sent is
 * written when its connection can take it, and one that does not keep up is let go.
 */
final class EventStream extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient Page page;
    private final transient Access access;

    EventStream(Page page, Access access) {
        this.page = page;
        this.access = access;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        SecurityHeaders.set(response);
        try {
            access.name(request);
        } catch (AccessRefused refused) {
            plain(response, refused.status(), refused.getMessage());
            return;
        }
        response.setContentType("text/event-stream");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("X-Accel-Buffering", "no");
        var reader = new EventReader(page::unsubscribe);
        if (!page.subscribe(reader, request.getHeader("Last-Event-ID"))) {
            response.setHeader("Retry-After", "10");
            plain(response, 503, "stream refused: expected at most " + Page.MOST_READERS + " readers; close a page");
            return;
        }
        reader.open(request.startAsync(), response.getOutputStream());
    }

    private static void plain(HttpServletResponse response, int status, String text) throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain; charset=utf-8");
        response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }
}
