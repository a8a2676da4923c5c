package dev.rollcall.security.oidc;

import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.SafeUrls;
import dev.rollcall.settings.SettingsCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** What must hold of the settings of the sign-in. Nothing is asked for while it is off. */
@Component
final class OidcSettingsCheck implements SettingsCheck {
    private static final String KEY = "rollcall.console.oidc";

    @Override
    public List<String> problems(RollcallSettings settings) {
        List<String> problems = new ArrayList<>();
        RollcallSettings.Oidc oidc = settings.console().oidc();
        if (!oidc.configured()) {
            return problems;
        }
        if (!SafeUrls.isSafe(oidc.issuer())) {
            problems.add(
                    KEY + ".issuer must be the https address that the provider puts into its tokens; plain http only"
                            + " goes to this machine.");
        }
        if (!SafeUrls.isSafe(settings.publicUrl())) {
            problems.add("rollcall.public-url must be an https address with " + KEY
                    + ": people come back to it with what lets them in.");
        }
        if (oidc.clientSecret().isBlank()) {
            problems.add(KEY + ".client-secret must be the secret that the provider gave for this client id.");
        }
        if (!oidc.scopes().contains("openid")) {
            problems.add(KEY + ".scopes must have openid among them, or the provider gives no ID token.");
        }
        if (oidc.roles().isEmpty()) {
            problems.add(KEY + ".roles must map at least one value of the claim '" + oidc.rolesClaim()
                    + "' to viewer, operator or admin, or nobody could come in.");
        }
        oidc.roles().forEach((value, role) -> {
            if (!ClaimedRole.ROLES.contains(role)) {
                problems.add(KEY + ".roles: '" + value + "' must become one of viewer, operator and admin.");
            }
        });
        if (settings.admin().username().toLowerCase(Locale.ROOT).startsWith(ProviderUser.MARK)) {
            problems.add("rollcall.admin.username must not begin with " + ProviderUser.MARK
                    + ", which marks whoever comes by " + KEY + ".");
        }
        return problems;
    }
}
