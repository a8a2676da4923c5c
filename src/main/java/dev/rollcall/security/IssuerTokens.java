package dev.rollcall.security;

import com.nimbusds.jwt.JWTParser;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Source;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestTemplate;

/** Tokens of an OAuth issuer (RFC 7519, RFC 8725): signature, issuer, audience and time are checked, in that order. */
@Component
final class IssuerTokens {
    private static final Duration TIME_OUT = Duration.ofSeconds(2);

    private final Map<Source.Jwt, NimbusJwtDecoder> decoders = new ConcurrentHashMap<>();
    private final RestTemplate http = new RestTemplate(new NoRedirects());

    /**
     * The source that accepts the token.
     *
     * @throws IssuerUnreachable if a source of that issuer might, but the issuer's keys cannot be read
     */
    Optional<String> sourceOf(String token, RollcallSettings settings) {
        Optional<String> issuer = claimedIssuer(token);
        if (issuer.isEmpty()) {
            return Optional.empty();
        }
        return settings.sources().entrySet().stream()
                .filter(source -> source.getValue().jwt() != null
                        && issuer.get().equals(source.getValue().jwt().issuer()))
                .filter(source ->
                        accepts(Objects.requireNonNull(source.getValue().jwt()), token))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** What the token says before it is checked: chooses the issuer, proves nothing. Only configured issuers are asked. */
    private static Optional<String> claimedIssuer(String token) {
        try {
            return Optional.ofNullable(JWTParser.parse(token).getJWTClaimsSet()).map(claims -> claims.getIssuer());
        } catch (ParseException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private boolean accepts(Source.Jwt jwt, String token) {
        try {
            decoders.computeIfAbsent(jwt, this::decoder).decode(token);
            return true;
        } catch (BadJwtException e) {
            return false;
        } catch (JwtException | IllegalArgumentException | IllegalStateException e) {
            throw new IssuerUnreachable(e);
        }
    }

    private NimbusJwtDecoder decoder(Source.Jwt jwt) {
        String keys = jwt.jwkSetUri();
        NimbusJwtDecoder decoder = (keys == null || keys.isBlank()
                        ? NimbusJwtDecoder.withIssuerLocation(jwt.issuer())
                        : NimbusJwtDecoder.withJwkSetUri(keys))
                .restOperations(http)
                // Asymmetric only: with HMAC the public key could serve as the secret.
                .jwsAlgorithms(algorithms -> algorithms.addAll(List.of(SignatureAlgorithm.values())))
                .build();
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                new JwtTimestampValidator(), new JwtIssuerValidator(jwt.issuer()), forAudience(jwt.audience())));
        return decoder;
    }

    private static OAuth2TokenValidator<Jwt> forAudience(String audience) {
        return token -> {
            boolean right = token.getExpiresAt() != null
                    && token.getAudience() != null
                    && token.getAudience().contains(audience);
            return right
                    ? OAuth2TokenValidatorResult.success()
                    : OAuth2TokenValidatorResult.failure(
                            new OAuth2Error("invalid_token", "Made for somebody else, or without an end", null));
        };
    }

    /** Keys are read from the configured address and from no other that an answer may name. */
    private static final class NoRedirects extends SimpleClientHttpRequestFactory {
        NoRedirects() {
            setConnectTimeout(TIME_OUT);
            setReadTimeout(TIME_OUT);
        }

        @Override
        protected void prepareConnection(HttpURLConnection connection, @Nullable String method) throws IOException {
            super.prepareConnection(connection, method == null ? "GET" : method);
            connection.setInstanceFollowRedirects(false);
        }
    }
}
