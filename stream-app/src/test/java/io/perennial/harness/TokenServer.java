// SPDX-License-Identifier: Apache-2.0
package io.perennial.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Base64;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/** An identity provider with one client: gives signed tokens for its secret, and tells the key that they are signed with. */
public final class TokenServer implements AutoCloseable {

    public static final String AUDIENCE = "kafka";
    public static final String ISSUER = "https://identity.test";

    private final HttpServer server;
    private final RsaJsonWebKey key;
    private final String client;
    private final String basic;

    private TokenServer(HttpServer server, RsaJsonWebKey key, String client, String secret) {
        this.server = server;
        this.key = key;
        this.client = client;
        this.basic = "Basic " + Base64.getEncoder().encodeToString((client + ":" + secret).getBytes(UTF_8));
    }

    /** @param client its id, which is the subject of its tokens too */
    public static TokenServer start(String client, String secret) throws IOException, JoseException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        HttpServer http = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
        RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
        key.setKeyId("of-this-moment");
        key.setAlgorithm(AlgorithmIdentifiers.RSA_USING_SHA256);
        TokenServer tokens = new TokenServer(http, key, client, secret);
        http.createContext("/token", tokens::token);
        http.createContext(
                "/keys",
                exchange -> answer(
                        exchange, 200, new JsonWebKeySet(key).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY)));
        http.start();
        return tokens;
    }

    /** Where clients get tokens. */
    public String tokenEndpoint() {
        return url("/token");
    }

    /** Where brokers get the key. */
    public String keysEndpoint() {
        return url("/keys");
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private void token(HttpExchange exchange) throws IOException {
        if (!basic.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, "{\"error\":\"invalid_client\"}");
            return;
        }
        try {
            answer(
                    exchange,
                    200,
                    "{\"access_token\":\"" + signed() + "\",\"token_type\":\"Bearer\",\"expires_in\":300}");
        } catch (JoseException e) {
            answer(exchange, 500, "{\"error\":\"server_error\"}");
        }
    }

    private String signed() throws JoseException {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience(AUDIENCE);
        claims.setSubject(client);
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(5);
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKey(key.getPrivateKey());
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        return signature.getCompactSerialization();
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
