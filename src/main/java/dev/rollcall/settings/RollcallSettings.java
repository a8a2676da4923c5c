package dev.rollcall.settings;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The effective settings under {@code rollcall}, as bound from kebab-case JSON (base merged with overrides). Components
 * that are absent take the defaults of the compact constructors. Keys are the contract of DESIGN; see docs/settings.md.
 *
 * @param applicationName named in every error that an identity provider shows its admin
 * @param publicUrl base of {@code meta.location} and of the set-up pages, without a slash at its end
 * @param protectedMembers e-mails or user names that no source may match, change or disable
 */
public record RollcallSettings(
        String applicationName,
        String publicUrl,
        String dataDir,
        Admin admin,
        SettingsLayer settings,
        Delivery delivery,
        Targets targets,
        Roles roles,
        List<CustomField> customFields,
        Map<String, Source> sources,
        List<String> protectedMembers,
        @Nullable JsonNode guard) {

    public RollcallSettings {
        applicationName = applicationName == null || applicationName.isBlank() ? "AssetSonar" : applicationName;
        publicUrl =
                publicUrl == null || publicUrl.isBlank() ? "http://localhost:8080" : publicUrl.replaceAll("/+$", "");
        dataDir = dataDir == null || dataDir.isBlank() ? "./data" : dataDir;
        admin = admin == null ? new Admin("", "") : admin;
        settings = settings == null ? new SettingsLayer(true) : settings;
        delivery = delivery == null ? new Delivery("", Duration.ofSeconds(2), 0, 0) : delivery;
        targets = targets == null ? new Targets(new Jdbc("", "", "")) : targets;
        roles = roles == null
                ? new Roles(true, List.of(), "", new UnknownRole("role", "Staff User"), List.of(), 5)
                : roles;
        customFields = customFields == null ? List.of() : List.copyOf(customFields);
        sources = sources == null ? Map.of() : new LinkedHashMap<>(sources);
        protectedMembers = protectedMembers == null ? List.of() : List.copyOf(protectedMembers);
    }

    /** The console's first admin; an empty password is made once and printed once. */
    public record Admin(String username, String password) {
        public Admin {
            username = username == null || username.isBlank() ? "admin" : username;
            password = password == null ? "" : password;
        }

        @Override
        public String toString() {
            return "Admin[username=" + username + ", password=***]";
        }
    }

    /** Whether settings may be changed by console and API; {@code false} leaves them to the file (GitOps). */
    public record SettingsLayer(Boolean editable) {
        public SettingsLayer {
            editable = editable == null || editable;
        }
    }

    /**
     * How changes are delivered.
     *
     * @param route the Camel endpoint that serves the target
     * @param inlineWait how long a push waits for its own delivery
     * @param maxAttempts attempts before a delivery rests as dead
     * @param queueLimit waiting deliveries above which pushes are answered 429
     */
    public record Delivery(String route, Duration inlineWait, int maxAttempts, int queueLimit) {
        public Delivery {
            route = route == null || route.isBlank() ? "direct:deliver-jdbc" : route;
            inlineWait = inlineWait == null ? Duration.ofSeconds(2) : inlineWait;
            maxAttempts = maxAttempts == 0 ? 20 : maxAttempts;
            queueLimit = queueLimit == 0 ? 100_000 : queueLimit;
        }
    }

    /** The asset systems that changes can be delivered to. */
    public record Targets(Jdbc jdbc) {
        public Targets {
            jdbc = jdbc == null ? new Jdbc("", "", "") : jdbc;
        }
    }

    /** The JDBC target; an empty URL means the schema {@code asset} in Rollcall's own database. */
    public record Jdbc(String url, String username, String password) {
        public Jdbc {
            url = url == null ? "" : url;
            username = username == null ? "" : username;
            password = password == null ? "" : password;
        }

        @Override
        public String toString() {
            return "Jdbc[url=***, username=" + username + ", password=***]";
        }
    }

    /**
     * Roles and what happens to users whose role does not exist.
     *
     * @param customRoles {@code false}: the directory never changes a role; new members get {@code missing}
     * @param missing the role for users that send none
     * @param precedence of several known roles the first of these wins
     * @param administratorsByFallbackPerDay above it users are held, not made administrators
     */
    public record Roles(
            Boolean customRoles,
            List<Role> catalogue,
            String missing,
            UnknownRole unknown,
            List<String> precedence,
            Integer administratorsByFallbackPerDay) {
        public Roles {
            customRoles = customRoles == null || customRoles;
            catalogue = catalogue == null || catalogue.isEmpty()
                    ? List.of(new Role("Administrator", true, List.of()), new Role("Staff User", false, List.of()))
                    : List.copyOf(catalogue);
            missing = missing == null || missing.isBlank() ? "Staff User" : missing;
            unknown = unknown == null ? new UnknownRole("role", "Staff User") : unknown;
            precedence = precedence == null ? List.of() : List.copyOf(precedence);
            administratorsByFallbackPerDay =
                    administratorsByFallbackPerDay == null ? 5 : administratorsByFallbackPerDay;
        }
    }

    /** A role of the asset system; {@code aliases} are what sources call it. */
    public record Role(
            String name, @JsonProperty("protected") Boolean isProtected, List<String> aliases) {
        public Role {
            isProtected = isProtected != null && isProtected;
            aliases = aliases == null ? List.of() : List.copyOf(aliases);
        }
    }

    /**
     * The unknown-role policy.
     *
     * @param policy {@code administrator}, {@code staff-user}, {@code role}, {@code do-not-provision} or {@code hold}
     * @param role the role of the policy {@code role}
     */
    public record UnknownRole(String policy, @Nullable String role) {
        public UnknownRole {
            policy = policy == null || policy.isBlank() ? "role" : policy;
        }
    }

    /**
     * A member field that the asset system's admin defined.
     *
     * @param type {@code text paragraph number date date-time boolean dropdown multi-select email url}
     * @param defaultValue the value where the source sends none (key {@code default})
     */
    public record CustomField(
            String name,
            String type,
            Boolean mandatory,
            @JsonProperty("default") @Nullable String defaultValue,
            List<String> options) {
        public CustomField {
            type = type == null || type.isBlank() ? "text" : type;
            mandatory = mandatory != null && mandatory;
            options = options == null ? List.of() : List.copyOf(options);
        }
    }

    /**
     * One connection that users come from.
     *
     * @param kind {@code scim}; other kinds have records of their own
     * @param token the optional first token
     * @param adopt {@code none}, {@code email}, {@code employee_id} or {@code user_name}
     * @param attributes member field to path, list of paths, or the long form (see docs/mapping.md)
     * @param unknownRole overrides {@code roles.unknown}
     * @param missingRole overrides {@code roles.missing}
     * @param jwt accepts tokens of an issuer instead of ours
     */
    public record Source(
            String kind,
            String token,
            String adopt,
            Map<String, JsonNode> attributes,
            @Nullable UnknownRole unknownRole,
            @Nullable String missingRole,
            @Nullable Jwt jwt) {
        public Source {
            kind = kind == null || kind.isBlank() ? "scim" : kind;
            token = token == null ? "" : token;
            adopt = adopt == null || adopt.isBlank() ? "none" : adopt;
            attributes = attributes == null ? Map.of() : new LinkedHashMap<>(attributes);
        }

        @Override
        public String toString() {
            return "Source[kind=" + kind + ", token=***, adopt=" + adopt + "]";
        }
    }

    /** Tokens of an OAuth issuer that a SCIM source accepts. */
    public record Jwt(
            String issuer, String audience, @Nullable String jwkSetUri) {}
}
