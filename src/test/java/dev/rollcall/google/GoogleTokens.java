package dev.rollcall.google;

import static dev.rollcall.google.StubAnswers.answer;
import static dev.rollcall.google.StubAnswers.form;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** The token service of {@link GoogleStub}. */
final class GoogleTokens {
    private static final Set<String> SCOPES = Set.of(
            "https://www.googleapis.com/auth/admin.directory.user.readonly",
            "https://www.googleapis.com/auth/gmail.send");
    private final StubKey key;
    private final Set<String> valid = new HashSet<>();
    private volatile String fault = "";
    private volatile int faultStatus = 400;
    private volatile Set<String> delegated = SCOPES;

    /** How many were given out. */
    final AtomicInteger grants = new AtomicInteger();

    GoogleTokens(StubKey key) {
        this.key = key;
    }

    void heal() {
        fault = "";
        delegated = SCOPES;
    }

    void fail(int status, String body) {
        faultStatus = status;
        fault = body;
    }

    void delegate(Set<String> scopes) {
        delegated = scopes;
    }

    synchronized void expire() {
        valid.clear();
    }

    synchronized boolean holds(String token) {
        return valid.contains(token);
    }

    /** RFC 7523: a signed assertion for an access token. Its audience stays Google's whatever the address. */
    void handle(HttpExchange exchange) throws IOException {
        Map<String, String> form = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        if (!fault.isEmpty()) {
            answer(exchange, faultStatus, fault);
            return;
        }
        try {
            SignedJWT jwt = SignedJWT.parse(form.getOrDefault("assertion", ""));
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            long seconds = (claims.getExpirationTime().getTime()
                            - claims.getIssueTime().getTime())
                    / 1000;
            if (!"urn:ietf:params:oauth:grant-type:jwt-bearer".equals(form.get("grant_type"))
                    || !jwt.getHeader().getAlgorithm().getName().equals("RS256")
                    || !jwt.verify(new RSASSAVerifier(key.publicKey()))
                    || seconds > 3600) {
                answer(exchange, 400, "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid JWT Signature.\"}");
            } else if (!StubKey.EMAIL.equals(claims.getIssuer())) {
                answer(exchange, 400, "{\"error\":\"invalid_grant\",\"error_description\":\"account not found\"}");
            } else if (!delegated.contains(claims.getStringClaim("scope"))) {
                answer(
                        exchange,
                        401,
                        "{\"error\":\"unauthorized_client\",\"error_description\":\"Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.\"}");
            } else if (!String.valueOf(claims.getSubject()).endsWith("@example.com")) {
                answer(
                        exchange,
                        400,
                        "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid email or User ID\"}");
            } else {
                grant(exchange);
            }
        } catch (java.text.ParseException | com.nimbusds.jose.JOSEException e) {
            answer(exchange, 400, "{\"error\":\"invalid_request\"}");
        }
    }

    private void grant(HttpExchange exchange) throws IOException {
        String token = "ya29.stub-" + grants.incrementAndGet();
        synchronized (this) {
            valid.add(token);
        }
        answer(exchange, 200, "{\"access_token\":\"" + token + "\",\"expires_in\":3599,\"token_type\":\"Bearer\"}");
    }
}
