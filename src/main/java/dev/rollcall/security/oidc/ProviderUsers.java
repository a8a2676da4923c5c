package dev.rollcall.security.oidc;

import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.userinfo.DefaultOAuth2UserService;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserService;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.util.StringUtils;
import org.springframework.web.client.RestOperations;

/** Makes a user of the console from a checked ID token, and from the provider's user information where the token is thin. */
final class ProviderUsers implements OAuth2UserService<OidcUserRequest, OidcUser> {
    private static final int LONGEST_NAME = 200;

    private final Settings settings;
    private final OidcUserService claims = new OidcUserService();

    ProviderUsers(Settings settings, RestOperations http) {
        this.settings = settings;
        DefaultOAuth2UserService information = new DefaultOAuth2UserService();
        information.setRestOperations(http);
        claims.setOauth2UserService(information);
        claims.setRetrieveUserInfo(this::isThin);
    }

    /**
     * The user.
     *
     * @throws NoRole if the settings give no role for the claims
     */
    @Override
    public OidcUser loadUser(OidcUserRequest request) {
        RollcallSettings.Oidc oidc = settings.current().console().oidc();
        Map<String, Object> told = claims.loadUser(request).getClaims();
        Set<String> values = ClaimedRole.values(told, oidc.rolesClaim());
        String name = name(told, oidc);
        String role = ClaimedRole.of(values, oidc).orElseThrow(() -> new NoRole(name));
        return new ProviderUser(
                name,
                role,
                oidc.clientId(),
                oidc.rolesClaim(),
                values,
                Instant.now().plus(ProviderSessions.LONGEST),
                request.getIdToken());
    }

    /** Some providers leave claims out of the token and tell them at another address alone. */
    private boolean isThin(OidcUserRequest request) {
        RollcallSettings.Oidc oidc = settings.current().console().oidc();
        Map<String, Object> told = request.getIdToken().getClaims();
        return StringUtils.hasText(request.getClientRegistration()
                        .getProviderDetails()
                        .getUserInfoEndpoint()
                        .getUri())
                && (ClaimedRole.claim(told, oidc.userClaim()) == null
                        || ClaimedRole.values(told, oidc.rolesClaim()).isEmpty());
    }

    private static String name(Map<String, Object> told, RollcallSettings.Oidc oidc) {
        String name = List.of(oidc.userClaim(), "email", "sub").stream()
                .map(claim -> ClaimedRole.claim(told, claim) instanceof String text ? plain(text) : "")
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElseThrow(() -> new NoRole(null));
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    }

    /** Without what would break a line of the audit or hide a part of the name. */
    private static String plain(String text) {
        return text.replaceAll("\\p{C}", "").strip();
    }
}
