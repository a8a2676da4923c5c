package dev.rollcall.settings;

import dev.rollcall.settings.RollcallSettings.CustomField;
import dev.rollcall.settings.RollcallSettings.UnknownRole;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What must hold between settings, apart from mappings and defaults, which the mapping package judges. */
final class Coherence implements SettingsCheck {
    private static final Set<String> ADOPT = Set.of("none", "email", "employee_id", "user_name");
    private static final Set<String> WITH_OPTIONS = Set.of("dropdown", "multi-select");

    @Override
    public List<String> problems(RollcallSettings settings) {
        List<String> problems = new ArrayList<>();
        general(settings, problems);
        roles(settings.roles(), problems);
        customFields(settings.customFields(), problems);
        sources(settings, problems);
        targets(settings, problems);
        return problems;
    }

    private static void general(RollcallSettings settings, List<String> problems) {
        if (!SafeUrls.isHttp(settings.publicUrl())) {
            problems.add("rollcall.public-url must be an http or https address, such as https://rollcall.example.");
        }
        RollcallSettings.Delivery delivery = settings.delivery();
        if (!delivery.route().matches("direct:[A-Za-z0-9._-]+")) {
            problems.add("rollcall.delivery.route must name a route's entry, such as direct:deliver-jdbc.");
        }
        if (delivery.inlineWait().isNegative() || delivery.inlineWait().toSeconds() > 30) {
            problems.add("rollcall.delivery.inline-wait must be at most 30s: identity providers give up soon after.");
        }
    }

    private static void roles(RollcallSettings.Roles roles, List<String> problems) {
        Map<String, String> owners = new HashMap<>();
        for (RollcallSettings.Role role : roles.catalogue()) {
            if (role.name() == null || role.name().isBlank()) {
                problems.add("rollcall.roles.catalogue has an entry without a name. Give every role its name.");
                continue;
            }
            List<String> words = new ArrayList<>(role.aliases());
            // An alias that repeats the role's own name says nothing new, and is no contradiction.
            words.removeIf(alias -> plain(alias).equals(plain(role.name())));
            words.add(0, role.name());
            for (String word : words) {
                String owner = owners.put(plain(word), role.name());
                if (owner != null && !(owner.equals(role.name()) && !word.equals(role.name()))) {
                    problems.add("rollcall.roles.catalogue: '" + word + "' stands for '" + owner + "' and for '"
                            + role.name() + "'. Case and width do not tell names apart; keep one of them.");
                }
            }
        }
        Set<String> names = names(roles);
        inCatalogue("rollcall.roles.missing", roles.missing(), names, problems);
        policy("rollcall.roles.unknown", roles.unknown(), names, problems);
        roles.precedence().forEach(role -> inCatalogue("rollcall.roles.precedence", role, names, problems));
        if (roles.administratorsByFallbackPerDay() < 0) {
            problems.add("rollcall.roles.administrators-by-fallback-per-day must be 0 or more.");
        }
    }

    private static Set<String> names(RollcallSettings.Roles roles) {
        return roles.catalogue().stream()
                .map(RollcallSettings.Role::name)
                .filter(name -> name != null)
                .collect(Collectors.toSet());
    }

    private static void policy(String key, @Nullable UnknownRole unknown, Set<String> names, List<String> problems) {
        if (unknown == null) {
            return;
        }
        String policy = unknown.policy();
        if (!UnknownRole.POLICIES.contains(policy)) {
            problems.add(key + ".policy must be one of " + String.join(", ", UnknownRole.POLICIES) + "; not '" + policy
                    + "'.");
        } else if (policy.equals("role")) {
            inCatalogue(key + ".role", unknown.role(), names, problems);
        } else if (unknown.given() != null) {
            inCatalogue(key + ".policy (" + policy + ")", unknown.given(), names, problems);
        }
    }

    private static void inCatalogue(String key, @Nullable String role, Set<String> names, List<String> problems) {
        if (role == null || !names.contains(role)) {
            problems.add(key + ": the role '" + (role == null ? "" : role)
                    + "' is not in rollcall.roles.catalogue. Add it there, or choose one of "
                    + names.stream().sorted().map(name -> "'" + name + "'").collect(Collectors.joining(", ")) + ".");
        }
    }

    private static void customFields(List<CustomField> fields, List<String> problems) {
        Set<String> names = new HashSet<>();
        for (CustomField field : fields) {
            if (field.name() == null || field.name().isBlank()) {
                problems.add("rollcall.custom-fields has an entry without a name. Give every field its name.");
                continue;
            }
            String key = "rollcall.custom-fields '" + field.name() + "'";
            if (!names.add(plain(field.name()))) {
                problems.add(key + " is there twice. Case does not tell names apart; keep one of them.");
            }
            if (!CustomField.TYPES.contains(field.type())) {
                problems.add(key + ": the type must be one of " + String.join(", ", CustomField.TYPES) + "; not '"
                        + field.type() + "'.");
            }
            if (WITH_OPTIONS.contains(field.type()) && field.options().isEmpty()) {
                problems.add(key + " is a " + field.type() + " without options. List them under options.");
            }
        }
    }

    private static void sources(RollcallSettings settings, List<String> problems) {
        Set<String> names = names(settings.roles());
        Map<String, String> tokens = new HashMap<>();
        settings.sources().forEach((id, source) -> {
            String key = "rollcall.sources." + id;
            if (!id.matches("[a-z0-9-]{1,40}")) {
                problems.add(key + ": a source's id has 1 to 40 of a-z, 0-9 and '-'. Choose another id.");
            }
            if (!ADOPT.contains(source.adopt())) {
                problems.add(key + ".adopt must be one of none, email, employee_id, user_name; not '" + source.adopt()
                        + "'.");
            }
            policy(key + ".unknown-role", source.unknownRole(), names, problems);
            if (source.missingRole() != null && !source.missingRole().isBlank()) {
                inCatalogue(key + ".missing-role", source.missingRole(), names, problems);
            }
            if (!source.token().isEmpty()) {
                String other = tokens.put(TokenHash.ofSetting(source.token()), id);
                if (other != null) {
                    problems.add(key + ".token is the token of source '" + other
                            + "' too. Give every source a token of its own.");
                }
            }
            jwt(key + ".jwt", source.jwt(), problems);
        });
    }

    private static void targets(RollcallSettings settings, List<String> problems) {
        Targets.AssetSonar assetSonar = settings.targets().assetsonar();
        Targets.SnipeIt snipeIt = settings.targets().snipeIt();
        String route = settings.delivery().route();
        if (!Set.of("v1", "v2").contains(assetSonar.api())) {
            problems.add("rollcall.targets.assetsonar.api must be v1 or v2; not '" + assetSonar.api() + "'.");
        }
        httpTarget(
                "rollcall.targets.assetsonar",
                assetSonar.url(),
                assetSonar.token(),
                route.equals("direct:deliver-assetsonar"),
                problems);
        httpTarget(
                "rollcall.targets.snipe-it",
                snipeIt.url(),
                snipeIt.token(),
                route.equals("direct:deliver-snipe-it"),
                problems);
    }

    private static void httpTarget(String key, String url, String token, boolean used, List<String> problems) {
        if (!url.isEmpty() && !SafeUrls.isSafe(url)) {
            problems.add(key + ".url must be an https address: the token travels with every request."
                    + " Plain http is for this machine (localhost) only.");
        }
        if (used && url.isEmpty()) {
            problems.add(key + ".url is needed, since rollcall.delivery.route delivers there.");
        }
        if (used && token.isEmpty()) {
            problems.add(key + ".token is needed, since rollcall.delivery.route delivers there.");
        }
    }

    private static void jwt(String key, Source.@Nullable Jwt jwt, List<String> problems) {
        if (jwt == null) {
            return;
        }
        if (jwt.issuer() == null || !SafeUrls.isSafe(jwt.issuer())) {
            problems.add(key + ".issuer must be the https address that the issuer puts into its tokens.");
        }
        if (jwt.audience() == null || jwt.audience().isBlank()) {
            problems.add(
                    key + ".audience must name what tokens are made for; without it any token of the issuer would do.");
        }
        if (jwt.jwkSetUri() != null && !jwt.jwkSetUri().isBlank() && !SafeUrls.isSafe(jwt.jwkSetUri())) {
            problems.add(key + ".jwk-set-uri must be an https address without a user name.");
        }
    }

    /** Roles and fields are the same where they look the same: NFKC, without case. */
    private static String plain(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
    }
}
