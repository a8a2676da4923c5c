package dev.rollcall.settings;

import com.fasterxml.jackson.annotation.JsonProperty;
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
        Adoption adoption,
        Targets targets,
        Roles roles,
        List<CustomField> customFields,
        Map<String, Source> sources,
        List<String> protectedMembers,
        Guard guard,
        Notifications notifications,
        Console console) {

    public RollcallSettings {
        applicationName = applicationName == null || applicationName.isBlank() ? "AssetSonar" : applicationName;
        publicUrl =
                publicUrl == null || publicUrl.isBlank() ? "http://localhost:8080" : publicUrl.replaceAll("/+$", "");
        dataDir = dataDir == null || dataDir.isBlank() ? "./data" : dataDir;
        admin = admin == null ? new Admin("", "") : admin;
        settings = settings == null ? new SettingsLayer(true) : settings;
        delivery = delivery == null ? new Delivery("", Duration.ofSeconds(2), 0, 0, 0) : delivery;
        adoption = adoption == null ? new Adoption(0) : adoption;
        targets = targets == null
                ? new Targets(
                        new Targets.Jdbc("", "", ""),
                        new Targets.AssetSonar("", "", "", 0),
                        new Targets.SnipeIt("", "", 0, false, false))
                : targets;
        roles = roles == null
                ? new Roles(true, List.of(), "", new UnknownRole("role", Role.STAFF_USER), List.of(), 5)
                : roles;
        customFields = customFields == null ? List.of() : List.copyOf(customFields);
        sources = sources == null ? Map.of() : new LinkedHashMap<>(sources);
        guard = guard == null ? Guard.DEFAULTS : guard.over(Guard.DEFAULTS);
        notifications = notifications == null ? new Notifications("", 0, "", "", List.of(), null, null) : notifications;
        console = console == null ? new Console(new Oidc("", "", "", "", List.of(), "", Map.of(), "")) : console;
        protectedMembers = protectedMembers == null ? List.of() : List.copyOf(protectedMembers);
    }

    /** These settings with other sources. */
    public RollcallSettings withSources(Map<String, Source> others) {
        return new RollcallSettings(
                applicationName,
                publicUrl,
                dataDir,
                admin,
                settings,
                delivery,
                adoption,
                targets,
                roles,
                customFields,
                others,
                protectedMembers,
                guard,
                notifications,
                console);
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

    /** How people come into the console, beside their passwords. */
    public record Console(Oidc oidc) {
        public Console {
            oidc = oidc == null ? new Oidc("", "", "", "", List.of(), "", Map.of(), "") : oidc;
        }
    }

    /**
     * Sign-in by an OpenID provider; off until it has an issuer and a client id.
     *
     * @param name what the login page calls it
     * @param issuer exactly as the provider writes it into its tokens
     * @param rolesClaim the claim that says what somebody may do: a text or a list of texts
     * @param roles value of that claim to {@code viewer}, {@code operator} or {@code admin}
     * @param userClaim the claim that pages and audit show
     */
    public record Oidc(
            String name,
            String issuer,
            String clientId,
            String clientSecret,
            List<String> scopes,
            String rolesClaim,
            Map<String, String> roles,
            String userClaim) {
        public Oidc {
            name = name == null || name.isBlank() ? "single sign-on" : name;
            issuer = issuer == null ? "" : issuer.strip();
            clientId = clientId == null ? "" : clientId.strip();
            clientSecret = clientSecret == null ? "" : clientSecret;
            scopes = scopes == null || scopes.isEmpty() ? List.of("openid", "profile", "email") : List.copyOf(scopes);
            rolesClaim = rolesClaim == null || rolesClaim.isBlank() ? "roles" : rolesClaim;
            roles = roles == null ? Map.of() : new LinkedHashMap<>(roles);
            userClaim = userClaim == null || userClaim.isBlank() ? "preferred_username" : userClaim;
        }

        /** Whether anybody can sign in in this way. */
        public boolean configured() {
            return !issuer.isEmpty() && !clientId.isEmpty();
        }

        @Override
        public String toString() {
            return "Oidc[issuer=" + issuer + ", clientId=" + clientId + ", clientSecret=***, roles=" + roles + "]";
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
     * @param poll milliseconds between two looks for deliveries that are due; the route reads it at start
     */
    public record Delivery(String route, Duration inlineWait, int maxAttempts, int queueLimit, int poll) {
        public Delivery {
            route = route == null || route.isBlank() ? "direct:deliver-jdbc" : route;
            inlineWait = inlineWait == null ? Duration.ofSeconds(2) : inlineWait;
            maxAttempts = maxAttempts == 0 ? 20 : maxAttempts;
            queueLimit = queueLimit == 0 ? 100_000 : queueLimit;
            poll = poll == 0 ? 1_000 : poll;
        }
    }

    /**
     * How members that no source owns are found.
     *
     * @param poll milliseconds between two reads of the asset system's members; the route reads it at start
     */
    public record Adoption(int poll) {
        public Adoption {
            poll = poll == 0 ? 60_000 : poll;
        }
    }

    /** Limits at which a run stops for a person: the smallest one counts. */
    public record Guard(
            @Nullable Limit deactivate, @Nullable Limit change) {
        static final Guard DEFAULTS = new Guard(new Limit(10, 50), new Limit(20, null));

        /** These limits, with those of {@code general} where they say nothing. */
        Guard over(Guard general) {
            return new Guard(Limit.over(deactivate, general.deactivate), Limit.over(change, general.change));
        }
    }

    /** A part of a source's members, and a number of them; {@code null}: nothing is said of it. */
    public record Limit(@Nullable Integer percent, @Nullable Integer count) {
        private static @Nullable Limit over(@Nullable Limit own, @Nullable Limit general) {
            if (own == null || general == null) {
                return own == null ? general : own;
            }
            return new Limit(
                    own.percent == null ? general.percent : own.percent, own.count == null ? general.count : own.count);
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
                    ? List.of(
                            new Role(Role.ADMINISTRATOR, true, List.of()), new Role(Role.STAFF_USER, false, List.of()))
                    : List.copyOf(catalogue);
            missing = missing == null || missing.isBlank() ? Role.STAFF_USER : missing;
            unknown = unknown == null ? new UnknownRole("role", Role.STAFF_USER) : unknown;
            precedence = precedence == null ? List.of() : List.copyOf(precedence);
            administratorsByFallbackPerDay =
                    administratorsByFallbackPerDay == null ? 5 : administratorsByFallbackPerDay;
        }
    }

    /** A role of the asset system; {@code aliases} are what sources call it. */
    public record Role(
            String name, @JsonProperty("protected") Boolean isProtected, List<String> aliases) {
        /** Who may do everything; the policy {@code administrator} gives it. */
        public static final String ADMINISTRATOR = "Administrator";
        /** The role for everybody; the policy {@code staff-user} gives it. */
        public static final String STAFF_USER = "Staff User";

        public Role {
            isProtected = isProtected != null && isProtected;
            aliases = aliases == null ? List.of() : List.copyOf(aliases);
        }
    }

    /**
     * The unknown-role policy.
     *
     * @param policy one of {@link #POLICIES}
     * @param role the role of the policy {@code role}
     */
    public record UnknownRole(String policy, @Nullable String role) {
        public static final List<String> POLICIES =
                List.of("administrator", "staff-user", "role", "do-not-provision", "hold");

        public UnknownRole {
            policy = policy == null || policy.isBlank() ? "role" : policy;
        }

        /** The role that a user gets whose own does not exist; {@code null} where such users get none. */
        public @Nullable String given() {
            return switch (policy) {
                case "administrator" -> Role.ADMINISTRATOR;
                case "staff-user" -> Role.STAFF_USER;
                case "role" -> role;
                default -> null;
            };
        }

        /** Whether users whose role does not exist become administrators. */
        public boolean makesAdministrators() {
            return Role.ADMINISTRATOR.equals(given());
        }
    }

    /**
     * A member field that the asset system's admin defined.
     *
     * @param type one of {@link #TYPES}
     * @param defaultValue the value where the source sends none (key {@code default})
     */
    public record CustomField(
            String name,
            String type,
            Boolean mandatory,
            @JsonProperty("default") @Nullable String defaultValue,
            List<String> options) {
        public static final List<String> TYPES = List.of(
                "text",
                "paragraph",
                "number",
                "date",
                "date-time",
                "boolean",
                "dropdown",
                "multi-select",
                "email",
                "url");

        public CustomField {
            type = type == null || type.isBlank() ? "text" : type;
            mandatory = mandatory != null && mandatory;
            options = options == null ? List.of() : List.copyOf(options);
        }
    }
}
