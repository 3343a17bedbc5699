// SPDX-License-Identifier: Apache-2.0
package io.perennial.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who may ask for what. The page may be asked for by known names only, where it listens on a loopback address: a foreign
 * site whose name is made to lead here is refused (DNS rebinding). Whoever gives a command must know the token, must send
 * JSON, which no form can, and must not come from another site.
 */
public final class Access {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String BEARER = "Bearer ";

    /** Lower case, as in a Host header without its port; empty for any. */
    private final Set<String> names;

    /** Those of them that the configuration gives. */
    private final Set<String> configured;

    /** SHA-256, so that comparing takes the same time whatever the lengths; null where no commands are taken. */
    private final byte[] token;

    private Access(Set<String> names, Set<String> configured, byte[] token) {
        this.names = names;
        this.configured = configured;
        this.token = token;
    }

    /**
     * @param host that is listened on
     * @param names that the page may be asked for by, beside those of the loopback address
     * @param token that whoever gives commands must know; null where there is none
     */
    public static Access of(String host, Collection<String> names, String token) {
        Set<String> configured = new TreeSet<>();
        names.forEach(name -> configured.add(name.toLowerCase(Locale.ROOT)));
        Set<String> all = new TreeSet<>(configured);
        if (isLoopback(host) || !all.isEmpty()) {
            all.addAll(LOOPBACK);
            all.add(host.toLowerCase(Locale.ROOT));
        }
        return new Access(all, configured, token == null ? null : sha256(token));
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false; // it cannot be listened on either
        }
    }

    /** Refuses what was asked for by a name that is none of ours. */
    void name(HttpServletRequest request) throws AccessRefused {
        String host = request.getHeader("Host");
        if (!names.isEmpty() && (host == null || !names.contains(withoutPort(host)))) {
            throw new AccessRefused(
                    403, "host refused: expected one of " + names + ", got another; set observe.names to allow it");
        }
    }

    /** Refuses a command that this site or a program with the token did not give. */
    void command(HttpServletRequest request) throws AccessRefused {
        String origin = request.getHeader("Origin");
        if (origin != null && !isOurs(origin.replaceFirst("^https?://", ""), request.getHeader("Host"))) {
            throw new AccessRefused(403, "command refused: expected a page of this service to ask, got another origin");
        }
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            throw new AccessRefused(403, "command refused: expected a page of this service to ask, got another site");
        }
        String type = request.getContentType();
        if (type == null || !type.split(";", 2)[0].trim().equalsIgnoreCase("application/json")) {
            throw new AccessRefused(
                    415,
                    "command refused: expected content-type application/json, got "
                            + (type == null ? "none" : "another"));
        }
        String authorization = request.getHeader("Authorization");
        String given = authorization != null && authorization.startsWith(BEARER)
                ? authorization.substring(BEARER.length()).trim()
                : "";
        if (token == null || !MessageDigest.isEqual(token, sha256(given))) {
            throw new AccessRefused(
                    401,
                    "command refused: expected the header Authorization: Bearer with observe.token, got "
                            + (given.isEmpty() ? "none" : "another"));
        }
    }

    /** This very address, or one that the configuration says is ours, as before a proxy that asks by another name. */
    private boolean isOurs(String origin, String host) {
        return origin.equalsIgnoreCase(host) || configured.contains(withoutPort(origin));
    }

    private static String withoutPort(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        int colon = name.lastIndexOf(':');
        return colon > name.lastIndexOf(']') ? name.substring(0, colon) : name;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
