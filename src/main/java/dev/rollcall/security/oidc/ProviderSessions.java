package dev.rollcall.security.oidc;

import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** How long a sign-in by the provider holds: eight hours at most, and as long as the settings would still give its role. */
@Component
public final class ProviderSessions {
    /** The provider is asked again after a working day, as it tells nobody that a person has left. */
    static final Duration LONGEST = Duration.ofHours(8);

    private final Settings settings;

    ProviderSessions(Settings settings) {
        this.settings = settings;
    }

    /** Whether the user's session may go on. */
    public boolean hold(ProviderUser user) {
        return hold(user, settings.current().console().oidc(), Instant.now());
    }

    static boolean hold(ProviderUser user, RollcallSettings.Oidc oidc, Instant now) {
        return oidc.configured()
                && now.isBefore(user.until())
                && oidc.issuer().equals(user.issuer())
                && oidc.clientId().equals(user.clientId())
                && oidc.rolesClaim().equals(user.rolesClaim())
                && ClaimedRole.of(user.values(), oidc)
                        .filter(user.role()::equals)
                        .isPresent();
    }
}
