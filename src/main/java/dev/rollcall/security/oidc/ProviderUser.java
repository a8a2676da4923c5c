package dev.rollcall.security.oidc;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.OidcUserInfo;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/**
 * Somebody whom an OpenID provider let into the console. It is no user with a password, also where the names are alike: its
 * name begins with a mark that no such user can have.
 *
 * @param claimedName what the provider calls the person
 * @param role viewer, operator or admin
 * @param values of the claim that gave the role
 * @param until when the session ends, whatever happens
 */
public record ProviderUser(
        String claimedName,
        String role,
        String clientId,
        String rolesClaim,
        Set<String> values,
        Instant until,
        OidcIdToken idToken)
        implements OidcUser {
    private static final long serialVersionUID = 1;

    /** Stands before each name. */
    static final String MARK = "sso:";

    @Override
    public String getName() {
        return MARK + claimedName;
    }

    @Override
    public List<? extends GrantedAuthority> getAuthorities() {
        return List.of(new SimpleGrantedAuthority("ROLE_" + role.toUpperCase(Locale.ROOT)));
    }

    @Override
    public Map<String, Object> getClaims() {
        return idToken.getClaims();
    }

    @Override
    public Map<String, Object> getAttributes() {
        return idToken.getClaims();
    }

    @Override
    public OidcIdToken getIdToken() {
        return idToken;
    }

    @Override
    public @Nullable OidcUserInfo getUserInfo() {
        return null;
    }

    /** The issuer as the token has it. */
    String issuer() {
        return idToken.getClaimAsString("iss");
    }

    @Override
    public String toString() {
        return "ProviderUser[name=" + getName() + ", role=" + role + "]";
    }
}
