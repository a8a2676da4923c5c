package dev.rollcall.security.oidc;

import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpMethod;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestOperations;

/**
 * The provider of the settings in force, found by its own description (OpenID Connect Discovery 1.0 §4) when somebody wants
 * to sign in, and not before.
 */
final class Provider implements ClientRegistrationRepository {
    static final String ID = "rollcall";

    private static final Logger LOG = LoggerFactory.getLogger(Provider.class);
    private static final Duration KEPT = Duration.ofHours(1);
    /** So that people who keep trying do not all wait for a provider that is down. */
    private static final Duration LEFT_ALONE = Duration.ofSeconds(5);

    private static final ParameterizedTypeReference<Map<String, Object>> DOCUMENT =
            new ParameterizedTypeReference<>() {};

    private final Settings settings;
    private final RestOperations http;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile @Nullable Found found;

    Provider(Settings settings, RestOperations http) {
        this.settings = settings;
        this.http = http;
    }

    /** What was found for these settings; nothing where the provider did not answer. */
    private record Found(
            RollcallSettings.Oidc oidc,
            String publicUrl,
            Instant until,
            @Nullable ClientRegistration registration) {
        boolean fits(RollcallSettings now) {
            return oidc.equals(now.console().oidc())
                    && publicUrl.equals(now.publicUrl())
                    && Instant.now().isBefore(until);
        }
    }

    /**
     * The provider, if there is one in the settings.
     *
     * @throws ProviderUnreachable if it does not answer
     */
    @Override
    public @Nullable ClientRegistration findByRegistrationId(String id) {
        RollcallSettings now = settings.current();
        if (!id.equals(ID) || !now.console().oidc().configured()) {
            return null;
        }
        Found known = found;
        if (known == null || !known.fits(now)) {
            known = look(now);
        }
        if (known.registration() == null) {
            throw new ProviderUnreachable();
        }
        return known.registration();
    }

    private Found look(RollcallSettings now) {
        looking.lock();
        try {
            Found known = found;
            if (known == null || !known.fits(now)) {
                known = discovered(now);
                found = known;
            }
            return known;
        } finally {
            looking.unlock();
        }
    }

    private Found discovered(RollcallSettings now) {
        RollcallSettings.Oidc oidc = now.console().oidc();
        URI address = URI.create(oidc.issuer().replaceAll("/+$", "") + "/.well-known/openid-configuration");
        try {
            Map<String, Object> document =
                    http.exchange(address, HttpMethod.GET, null, DOCUMENT).getBody();
            if (document != null && oidc.issuer().equals(document.get("issuer"))) {
                return new Found(
                        oidc, now.publicUrl(), Instant.now().plus(KEPT), registration(document, oidc, now.publicUrl()));
            }
            LOG.warn(
                    "The address {} does not describe the issuer of the settings. Write rollcall.console.oidc.issuer"
                            + " exactly as its 'issuer' has it.",
                    address);
        } catch (RestClientException | IllegalArgumentException e) {
            LOG.warn(
                    "The OpenID provider cannot be read at {}: {}",
                    address,
                    e.getClass().getSimpleName());
        }
        return new Found(oidc, now.publicUrl(), Instant.now().plus(LEFT_ALONE), null);
    }

    private static ClientRegistration registration(
            Map<String, Object> document, RollcallSettings.Oidc oidc, String publicUrl) {
        return ClientRegistrations.fromOidcConfiguration(document)
                .registrationId(ID)
                .clientId(oidc.clientId())
                .clientSecret(oidc.clientSecret())
                .clientName(oidc.name())
                .scope(oidc.scopes())
                .redirectUri(publicUrl + SignInChain.CALLBACK)
                .build();
    }
}
