package dev.rollcall.security.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.settings.RollcallSettings.Oidc;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;

class ClaimedRoleTest {
    private static final Oidc SETTINGS = oidc("https://i.example", "roles", Map.of("a", "admin", "v", "viewer"));

    @Test
    void aClaimIsATextOrAListAndMayLieInAnother() {
        assertThat(ClaimedRole.values(Map.of("hd", "fabrikam.example"), "hd")).containsExactly("fabrikam.example");
        assertThat(ClaimedRole.values(Map.of("groups", List.of("a", 7, "b")), "groups"))
                .containsExactlyInAnyOrder("a", "b");
        assertThat(ClaimedRole.values(Map.of("realm_access", Map.of("roles", List.of("a"))), "realm_access.roles"))
                .containsExactly("a");
        assertThat(ClaimedRole.values(Map.of("https://x.example/roles", "a"), "https://x.example/roles"))
                .containsExactly("a");
        assertThat(ClaimedRole.values(Map.of("roles", "a"), "groups")).isEmpty();
    }

    @Test
    void anAddressCountsOnlyWhenItIsVerified() {
        assertThat(ClaimedRole.values(Map.of("email", "a@x.example", "email_verified", true), "email"))
                .containsExactly("a@x.example");
        assertThat(ClaimedRole.values(Map.of("email", "a@x.example", "email_verified", false), "email"))
                .isEmpty();
        assertThat(ClaimedRole.values(Map.of("email", "a@x.example"), "email")).isEmpty();
    }

    @Test
    void theHighestRoleCounts() {
        assertThat(ClaimedRole.of(List.of("v", "a"), SETTINGS)).contains("admin");
        assertThat(ClaimedRole.of(List.of("v", "x"), SETTINGS)).contains("viewer");
        assertThat(ClaimedRole.of(List.of("A"), SETTINGS)).isEmpty();
    }

    @Test
    void aSessionHoldsForEightHoursAndUnderTheSameSettingsAlone() {
        Instant start = Instant.now();
        OidcIdToken token =
                new OidcIdToken("t", start, start.plusSeconds(300), Map.of("iss", "https://i.example", "sub", "s"));
        ProviderUser user = new ProviderUser(
                "ada", "viewer", "id", "roles", Set.of("v"), start.plus(ProviderSessions.LONGEST), token);

        assertThat(ProviderSessions.hold(user, SETTINGS, start.plus(Duration.ofMinutes(479))))
                .isTrue();
        assertThat(ProviderSessions.hold(user, SETTINGS, start.plus(Duration.ofHours(8))))
                .isFalse();
        assertThat(ProviderSessions.hold(user, oidc("https://j.example", "roles", SETTINGS.roles()), start))
                .isFalse();
        assertThat(ProviderSessions.hold(user, oidc("https://i.example", "groups", SETTINGS.roles()), start))
                .isFalse();
        assertThat(ProviderSessions.hold(user, oidc("https://i.example", "roles", Map.of("v", "admin")), start))
                .isFalse();
        assertThat(ProviderSessions.hold(user, oidc("", "roles", SETTINGS.roles()), start))
                .isFalse();
        assertThat(user.getName()).isEqualTo("sso:ada");
    }

    private static Oidc oidc(String issuer, String claim, Map<String, String> roles) {
        return new Oidc("", issuer, "id", "secret", List.of(), claim, roles, "");
    }
}
