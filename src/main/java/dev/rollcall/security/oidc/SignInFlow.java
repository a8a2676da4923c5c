package dev.rollcall.security.oidc;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWTClaimsSet;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.web.util.WebUtils;

/**
 * Keeps a sign-in that has begun in the browser, for ten minutes, in a cookie that only this process can read. The session's
 * own cookie is {@code SameSite=Strict} and does not come along when the provider sends somebody back; this one is
 * {@code Lax} and does.
 */
final class SignInFlow implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {
    private static final String COOKIE = "rollcall-sign-in";
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final ClientRegistrationRepository providers;
    private final byte[] key = new byte[32];

    SignInFlow(ClientRegistrationRepository providers) {
        this.providers = providers;
        new SecureRandom().nextBytes(key);
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest loadAuthorizationRequest(HttpServletRequest request) {
        Cookie cookie = WebUtils.getCookie(request, COOKIE);
        ClientRegistration provider = providers.findByRegistrationId(Provider.ID);
        if (cookie == null || provider == null) {
            return null;
        }
        try {
            EncryptedJWT kept = EncryptedJWT.parse(cookie.getValue());
            kept.decrypt(new DirectDecrypter(key));
            JWTClaimsSet claims = kept.getJWTClaimsSet();
            // The settings may have changed meanwhile: a code of one provider is not shown to another.
            return new Date().before(claims.getExpirationTime())
                            && issuer(provider).equals(claims.getIssuer())
                    ? begun(claims, provider, request)
                    : null;
        } catch (ParseException | JOSEException | IllegalStateException e) {
            return null;
        }
    }

    private static OAuth2AuthorizationRequest begun(
            JWTClaimsSet claims, ClientRegistration provider, HttpServletRequest request) throws ParseException {
        request.setAttribute(SignInTarget.ATTRIBUTE, claims.getStringClaim("target"));
        return OAuth2AuthorizationRequest.authorizationCode()
                .authorizationUri(provider.getProviderDetails().getAuthorizationUri())
                .clientId(provider.getClientId())
                .redirectUri(provider.getRedirectUri())
                .scopes(provider.getScopes())
                .state(claims.getStringClaim(OAuth2ParameterNames.STATE))
                .attributes(Map.of(
                        OAuth2ParameterNames.REGISTRATION_ID, Provider.ID,
                        OidcParameterNames.NONCE, claims.getStringClaim(OidcParameterNames.NONCE),
                        PkceParameterNames.CODE_VERIFIER, claims.getStringClaim(PkceParameterNames.CODE_VERIFIER)))
                .build();
    }

    @Override
    public void saveAuthorizationRequest(
            OAuth2AuthorizationRequest begun, HttpServletRequest request, HttpServletResponse response) {
        ClientRegistration provider = providers.findByRegistrationId(Provider.ID);
        if (provider == null) {
            return;
        }
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(issuer(provider))
                .expirationTime(Date.from(Instant.now().plus(LONGEST)))
                .claim(OAuth2ParameterNames.STATE, begun.getState())
                .claim(OidcParameterNames.NONCE, begun.getAttribute(OidcParameterNames.NONCE))
                .claim(PkceParameterNames.CODE_VERIFIER, begun.getAttribute(PkceParameterNames.CODE_VERIFIER))
                .claim("target", SignInTarget.asked(request, response))
                .build();
        EncryptedJWT kept = new EncryptedJWT(new JWEHeader(JWEAlgorithm.DIR, EncryptionMethod.A256GCM), claims);
        try {
            kept.encrypt(new DirectEncrypter(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("A key of 32 bytes encrypts", e);
        }
        put(kept.serialize(), LONGEST, provider, response);
    }

    /** What has begun, which ends here: the cookie is taken away, so that an answer counts once. */
    @Override
    public @Nullable OAuth2AuthorizationRequest removeAuthorizationRequest(
            HttpServletRequest request, HttpServletResponse response) {
        OAuth2AuthorizationRequest begun = loadAuthorizationRequest(request);
        ClientRegistration provider = providers.findByRegistrationId(Provider.ID);
        if (provider != null) {
            put("", Duration.ZERO, provider, response);
        }
        return begun;
    }

    private static void put(String value, Duration age, ClientRegistration provider, HttpServletResponse response) {
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(COOKIE, value)
                        .httpOnly(true)
                        .secure(provider.getRedirectUri().startsWith("https:"))
                        .sameSite("Lax")
                        .path(SignInChain.CALLBACK)
                        .maxAge(age)
                        .build()
                        .toString());
    }

    private static String issuer(ClientRegistration provider) {
        return provider.getProviderDetails().getIssuerUri();
    }
}
