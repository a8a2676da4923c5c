package dev.rollcall.security.oidc;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.converter.ClaimTypeConverter;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.web.client.RestOperations;

/** Checks ID tokens (OpenID Connect Core 1.0 §3.1.3.7): signature by the provider's keys, issuer, audience, time. */
final class IdTokens implements JwtDecoderFactory<ClientRegistration> {
    private final RestOperations http;
    private volatile @Nullable Known known;

    IdTokens(RestOperations http) {
        this.http = http;
    }

    /** The decoder keeps the provider's keys, as long as the provider's description is kept. */
    private record Known(ClientRegistration provider, JwtDecoder decoder) {}

    @Override
    public JwtDecoder createDecoder(ClientRegistration provider) {
        Known last = known;
        if (last == null || last.provider() != provider) {
            last = new Known(provider, decoder(provider));
            known = last;
        }
        return last.decoder();
    }

    private JwtDecoder decoder(ClientRegistration provider) {
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSetUri(
                        provider.getProviderDetails().getJwkSetUri())
                .restOperations(http)
                // Asymmetric only: with HMAC the public key could serve as the secret.
                .jwsAlgorithms(algorithms -> algorithms.addAll(List.of(SignatureAlgorithm.values())))
                .build();
        decoder.setJwtValidator(
                new DelegatingOAuth2TokenValidator<>(new JwtTimestampValidator(), new OidcIdTokenValidator(provider)));
        decoder.setClaimSetConverter(
                new ClaimTypeConverter(OidcIdTokenDecoderFactory.createDefaultClaimTypeConverters()));
        return decoder;
    }
}
