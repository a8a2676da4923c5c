package dev.rollcall.security.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;

/** An OpenID provider on this machine that keeps the rules: real signatures, codes that serve once, PKCE, client secret. */
public final class OidcStub {
    public static final String CLIENT = "rollcall-console";
    public static final String SECRET = "s3cret&with=odd+signs";

    private final HttpServer server;
    private final String host;
    private final RSAKey key;
    private final RSAKey foreignKey;
    private final Map<String, Asked> codes = new ConcurrentHashMap<>();
    private volatile String information = "{}";

    /** What it was asked for, and what it will say. */
    private record Asked(MultiValueMap<String, String> question, String idToken) {}

    OidcStub() {
        this("127.0.0.1");
    }

    /** A provider under one of this machine's own names: a browser takes each for a site of its own. */
    public OidcStub(String host) {
        this.host = host;
        try {
            key = new RSAKeyGenerator(2048).keyID("k1").generate();
            foreignKey = new RSAKeyGenerator(2048).keyID("k1").generate();
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (JOSEException | IOException e) {
            throw new IllegalStateException(e);
        }
        server.createContext(
                "/.well-known/openid-configuration", exchange -> answer(exchange, 200, """
                {"issuer":"%1$s","authorization_endpoint":"%1$s/authorize","token_endpoint":"%1$s/token",
                 "jwks_uri":"%1$s/keys","userinfo_endpoint":"%1$s/userinfo","response_types_supported":["code"],"subject_types_supported":["public"],
                 "id_token_signing_alg_values_supported":["RS256"]}""".formatted(issuer())));
        server.createContext("/keys", exchange -> answer(exchange, 200, new JWKSet(key.toPublicJWK()).toString()));
        server.createContext("/token", this::token);
        server.createContext("/userinfo", exchange -> answer(exchange, 200, information));
        server.createContext("/authorize", this::agree);
        server.start();
    }

    public String issuer() {
        return "http://" + host + ":" + server.getAddress().getPort();
    }

    /** What it says of a person beside the token. */
    void inform(String json) {
        information = json;
    }

    public void stop() {
        server.stop(0);
    }

    /** The person agrees: the address to which the provider sends the browser back. */
    String letIn(String authorization, Consumer<JWTClaimsSet.Builder> claims) {
        return back(authorization, claims, key);
    }

    /** As {@link #letIn}, with a token that somebody else has signed. */
    String letInForged(String authorization, Consumer<JWTClaimsSet.Builder> claims) {
        return back(authorization, claims, foreignKey);
    }

    private String back(String authorization, Consumer<JWTClaimsSet.Builder> claims, RSAKey signer) {
        MultiValueMap<String, String> question = question(authorization);
        JWTClaimsSet.Builder said = new JWTClaimsSet.Builder()
                .issuer(issuer())
                .subject("00u-ada")
                .audience(CLIENT)
                .issueTime(Date.from(Instant.now()))
                .expirationTime(Date.from(Instant.now().plusSeconds(300)))
                .claim("nonce", question.getFirst("nonce"))
                .claim("preferred_username", "ada@fabrikam.example");
        claims.accept(said);
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1").build(), said.build());
        try {
            token.sign(new RSASSASigner(signer));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        String code = UUID.randomUUID().toString();
        codes.put(code, new Asked(question, token.serialize()));
        return question.getFirst("redirect_uri") + "?code=" + code + "&state=" + encoded(question.getFirst("state"));
    }

    /** The parameters of an address, decoded. */
    static MultiValueMap<String, String> question(String address) {
        MultiValueMap<String, String> raw =
                UriComponentsBuilder.fromUriString(address).build().getQueryParams();
        MultiValueMap<String, String> decoded = new org.springframework.util.LinkedMultiValueMap<>();
        raw.forEach((name, values) -> values.forEach(value ->
                decoded.add(name, java.net.URLDecoder.decode(value == null ? "" : value, StandardCharsets.UTF_8))));
        return decoded;
    }

    /** Who comes with a browser of their own is let in as an admin, at once. */
    private void agree(HttpExchange exchange) throws IOException {
        String back =
                letIn(exchange.getRequestURI().toString(), said -> said.claim("roles", java.util.List.of("admins")));
        exchange.getResponseHeaders().add("Location", back);
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private void token(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        MultiValueMap<String, String> sent = question("?" + form);
        String basic = "Basic "
                + Base64.getEncoder()
                        .encodeToString((encoded(CLIENT) + ":" + encoded(SECRET)).getBytes(StandardCharsets.UTF_8));
        if (!basic.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, "{\"error\":\"invalid_client\"}");
            return;
        }
        String code = sent.getFirst("code");
        Asked asked = code == null ? null : codes.remove(code);
        if (asked == null || !isRight(sent, asked.question())) {
            answer(exchange, 400, "{\"error\":\"invalid_grant\"}");
            return;
        }
        answer(
                exchange,
                200,
                "{\"access_token\":\"at\",\"token_type\":\"Bearer\",\"expires_in\":300,\"id_token\":\""
                        + asked.idToken() + "\"}");
    }

    private static boolean isRight(MultiValueMap<String, String> sent, MultiValueMap<String, String> question) {
        String verifier = sent.getFirst("code_verifier");
        return verifier != null
                && "authorization_code".equals(sent.getFirst("grant_type"))
                && "S256".equals(question.getFirst("code_challenge_method"))
                && challenge(verifier).equals(question.getFirst("code_challenge"))
                && String.valueOf(question.getFirst("redirect_uri")).equals(sent.getFirst("redirect_uri"));
    }

    private static String challenge(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String encoded(@org.jspecify.annotations.Nullable String text) {
        return URLEncoder.encode(text == null ? "" : text, StandardCharsets.UTF_8);
    }
}
