package dev.rollcall.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.SettingsOf;
import dev.rollcall.settings.Source;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class IssuerTokensTest {
    private static RSAKey key;
    private final HttpServer server;
    private final String issuer;
    private final IssuerTokens tokens = new IssuerTokens();

    @BeforeAll
    static void key() throws JOSEException {
        key = new RSAKeyGenerator(2048)
                .keyID("k1")
                .algorithm(JWSAlgorithm.RS256)
                .generate();
    }

    IssuerTokensTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer = "http://127.0.0.1:" + server.getAddress().getPort();
        serve("/keys", new JWKSet(key.toPublicJWK()).toString());
        serve(
                "/.well-known/openid-configuration",
                "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + issuer + "/keys\"}");
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aRightTokenOpensTheSourceOfItsAudience() throws JOSEException {
        RollcallSettings settings =
                settings(Map.of("one", jwt("rollcall-1", "/keys"), "two", jwt("rollcall-2", "/keys")));

        assertThat(tokens.sourceOf(signed(claims("rollcall-1").build()), settings))
                .contains("one");
        assertThat(tokens.sourceOf(signed(claims("rollcall-2").build()), settings))
                .contains("two");
    }

    @Test
    void theKeysAreFoundThroughTheIssuerWhereNoAddressIsGiven() throws JOSEException {
        assertThat(tokens.sourceOf(signed(claims("a").build()), settings(Map.of("one", jwt("a", null)))))
                .contains("one");
    }

    @Test
    void whatIsWrongOpensNothing() throws JOSEException {
        RollcallSettings settings = settings(Map.of("one", jwt("a", "/keys")));
        Date past = Date.from(Instant.now().minusSeconds(600));
        Date soon = Date.from(Instant.now().plusSeconds(600));

        assertThat(tokens.sourceOf(signed(claims("b").build()), settings))
                .as("audience")
                .isEmpty();
        assertThat(tokens.sourceOf(signed(claims("a").expirationTime(past).build()), settings))
                .as("expired")
                .isEmpty();
        assertThat(tokens.sourceOf(signed(claims("a").expirationTime(null).build()), settings))
                .as("no end")
                .isEmpty();
        assertThat(tokens.sourceOf(signed(claims("a").notBeforeTime(soon).build()), settings))
                .as("too early")
                .isEmpty();
        assertThat(tokens.sourceOf(
                        signed(claims("a").issuer("https://x.example").build()), settings))
                .as("issuer")
                .isEmpty();
        assertThat(tokens.sourceOf(new PlainJWT(claims("a").build()).serialize(), settings))
                .as("alg none")
                .isEmpty();
        assertThat(tokens.sourceOf(withPublicKeyAsSecret(claims("a").build()), settings))
                .as("HMAC")
                .isEmpty();
        assertThat(tokens.sourceOf(
                        signed(
                                claims("a").build(),
                                new RSAKeyGenerator(2048).keyID("k1").generate()),
                        settings))
                .as("another key")
                .isEmpty();
        assertThat(tokens.sourceOf("no.jwt.here", settings)).isEmpty();
        assertThat(tokens.sourceOf(signed(claims("a").build()), settings(Map.of())))
                .isEmpty();
    }

    @Test
    void anIssuerThatCannotBeReachedIsNotTheTokensFault() throws JOSEException {
        String token = signed(claims("a").build());
        server.stop(0);

        assertThatThrownBy(() -> tokens.sourceOf(token, settings(Map.of("one", jwt("a", "/keys")))))
                .isInstanceOf(IssuerUnreachable.class);
        assertThatThrownBy(() -> tokens.sourceOf(token, settings(Map.of("one", jwt("a", null)))))
                .isInstanceOf(IssuerUnreachable.class);
    }

    private void serve(String path, String json) {
        server.createContext(path, exchange -> {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private Source.Jwt jwt(String audience, @Nullable String keys) {
        return new Source.Jwt(issuer, audience, keys == null ? null : issuer + keys);
    }

    private JWTClaimsSet.Builder claims(String audience) {
        return new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience(List.of("other", audience))
                .subject("idp")
                .expirationTime(Date.from(Instant.now().plusSeconds(300)));
    }

    private String signed(JWTClaimsSet claims) throws JOSEException {
        return signed(claims, key);
    }

    private static String signed(JWTClaimsSet claims, RSAKey key) throws JOSEException {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1").build(), claims);
        jwt.sign(new RSASSASigner(key));
        return jwt.serialize();
    }

    private String withPublicKeyAsSecret(JWTClaimsSet claims) throws JOSEException {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(), claims);
        jwt.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
        return jwt.serialize();
    }

    private static RollcallSettings settings(Map<String, Source.Jwt> issuers) {
        Map<String, Object> sources = new HashMap<>();
        issuers.forEach((id, jwt) -> sources.put(id, Map.of("kind", "scim", "jwt", jwt)));
        return SettingsOf.map(Map.of("sources", sources));
    }
}
