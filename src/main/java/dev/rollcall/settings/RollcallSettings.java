package dev.rollcall.settings;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
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
        delivery = delivery == null ? new Delivery("", Duration.ofSeconds(2), 0, 0) : delivery;
        targets = targets == null
                ? new Targets(new Jdbc("", "", ""), new AssetSonar("", "", "", 0), new SnipeIt("", "", 0, false, false))
                : targets;
        roles = roles == null
                ? new Roles(true, List.of(), "", new UnknownRole("role", "Staff User"), List.of(), 5)
                : roles;
        customFields = customFields == null ? List.of() : List.copyOf(customFields);
        sources = sources == null ? Map.of() : new LinkedHashMap<>(sources);
        guard = guard == null ? new Guard(null, null) : guard;
        notifications = notifications == null ? new Notifications("", "", "", List.of(), null, null) : notifications;
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
    public record Targets(Jdbc jdbc, AssetSonar assetsonar, SnipeIt snipeIt) {
        public Targets {
            jdbc = jdbc == null ? new Jdbc("", "", "") : jdbc;
            assetsonar = assetsonar == null ? new AssetSonar("", "", "", 0) : assetsonar;
            snipeIt = snipeIt == null ? new SnipeIt("", "", 0, false, false) : snipeIt;
        }
    }

    /**
     * The HTTP API of AssetSonar or EZO.
     *
     * @param url such as {@code https://acme.assetsonar.com}
     * @param api {@code v1} or {@code v2}
     * @param requestsPerMinute over all replicas
     */
    public record AssetSonar(String url, String token, String api, int requestsPerMinute) {
        public AssetSonar {
            url = url == null ? "" : url.replaceAll("/+$", "");
            token = token == null ? "" : token;
            api = api == null || api.isBlank() ? "v1" : api;
            requestsPerMinute = requestsPerMinute == 0 ? 60 : requestsPerMinute;
        }

        @Override
        public String toString() {
            return "AssetSonar[url=" + url + ", token=***, api=" + api + "]";
        }
    }

    /**
     * The HTTP API of Snipe-IT.
     *
     * @param url such as {@code https://assets.example.com}
     * @param requestsPerMinute over all replicas
     * @param createMissing whether departments, locations and companies that are not there are made
     * @param groupByRole whether a member is put into the group that is named as its role
     */
    public record SnipeIt(String url, String token, int requestsPerMinute, boolean createMissing, boolean groupByRole) {
        public SnipeIt {
            url = url == null ? "" : url.replaceAll("/+$", "");
            token = token == null ? "" : token;
            requestsPerMinute = requestsPerMinute == 0 ? 120 : requestsPerMinute;
        }

        @Override
        public String toString() {
            return "SnipeIt[url=" + url + ", token=***]";
        }
    }

    /** Limits at which a run stops for a person: the smallest one counts. */
    public record Guard(
            @Nullable Limit deactivate, @Nullable Limit change) {
        public Guard {
            deactivate = deactivate == null ? new Limit(10, 50) : deactivate;
            change = change == null ? new Limit(20, null) : change;
        }
    }

    /** A part of a source's members, and a number of them; {@code null}: no limit of that sort. */
    public record Limit(@Nullable Integer percent, @Nullable Integer count) {}

    /**
     * The digest of what needs a person.
     *
     * @param schedule Quartz cron; empty: no digest
     * @param route which route sends it, {@code direct:report-smtp} or {@code direct:report-gmail}
     */
    public record Notifications(
            String schedule,
            String route,
            String from,
            List<String> to,
            @Nullable Smtp smtp,
            @Nullable Gmail gmail) {
        public Notifications {
            schedule = schedule == null ? "" : schedule;
            route = route == null || route.isBlank() ? "direct:report-smtp" : route;
            from = from == null ? "" : from;
            to = to == null ? List.of() : List.copyOf(to);
        }
    }

    /** A mail server: {@code smtps://host:465} or {@code smtp://host:587}, where STARTTLS is required unless it is loopback. */
    public record Smtp(String url, String username, String password) {
        public Smtp {
            url = url == null ? "" : url;
            username = username == null ? "" : username;
            password = password == null ? "" : password;
        }

        @Override
        public String toString() {
            return "Smtp[url=" + url + ", username=" + username + ", password=***]";
        }
    }

    /**
     * The Gmail API.
     *
     * @param credentials path of a service account's key file
     * @param delegate the mailbox it sends as
     * @param rootUrl another root of the API, such as a stub's; empty: Google's
     */
    public record Gmail(String credentials, String delegate, String rootUrl, String tokenUrl) {
        public Gmail {
            credentials = credentials == null ? "" : credentials;
            delegate = delegate == null ? "" : delegate;
            rootUrl = rootUrl == null ? "" : rootUrl;
            tokenUrl = tokenUrl == null ? "" : tokenUrl;
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
     * One connection that users come from. What only some kinds have is in a part of its own; in the settings all keys
     * stand side by side.
     *
     * @param kind {@code scim}, {@code ldap}, {@code google}, or {@code route} for users that a route of one's own reads
     * @param adopt {@code none}, {@code email}, {@code employee_id} or {@code user_name}
     * @param attributes member field to path, list of paths, or the long form (see docs/mapping.md)
     * @param unknownRole overrides {@code roles.unknown}
     * @param missingRole overrides {@code roles.missing}
     * @param scim what pushing sources have; empty for others
     * @param pull what pulled sources have; empty for others
     */
    public record Source(
            String kind,
            String adopt,
            Map<String, JsonNode> attributes,
            @Nullable UnknownRole unknownRole,
            @Nullable String missingRole,
            @JsonUnwrapped @Nullable Scim scim,
            @JsonUnwrapped @Nullable Pull pull,
            @JsonUnwrapped @Nullable Ldap ldap,
            @JsonUnwrapped @Nullable Google google) {
        public Source {
            kind = kind == null || kind.isBlank() ? "scim" : kind;
            adopt = adopt == null || adopt.isBlank() ? "none" : adopt;
            attributes = attributes == null ? Map.of() : new LinkedHashMap<>(attributes);
            scim = kind.equals("scim") ? scim == null ? new Scim("", null) : scim : null;
            pull = kind.equals("scim") ? null : pull == null ? new Pull("", "", "", List.of(), null, 0) : pull;
            ldap = kind.equals("ldap")
                    ? ldap == null ? new Ldap("", List.of(), "", "", "", "", List.of(), "", 0, Map.of()) : ldap
                    : null;
            google = kind.equals("google")
                    ? google == null ? new Google("", "", "", "", List.of(), "", "") : google
                    : null;
        }

        /** A pushing source with its own token. */
        public static Source scim(String token, @Nullable Jwt jwt) {
            return new Source("scim", "none", Map.of(), null, null, new Scim(token, jwt), null, null, null);
        }

        /** The first token of a pushing source; empty for others. */
        public String token() {
            return scim == null ? "" : scim.token();
        }

        /** The issuer whose tokens a pushing source accepts, if it has one. */
        public @Nullable Jwt jwt() {
            return scim == null ? null : scim.jwt();
        }
    }

    /**
     * What a pushing source has.
     *
     * @param token the optional first token
     * @param jwt accepts tokens of an issuer instead of ours
     */
    public record Scim(String token, @Nullable Jwt jwt) {
        public Scim {
            token = token == null ? "" : token;
        }

        @Override
        public String toString() {
            return "Scim[token=***]";
        }
    }

    /**
     * What every pulled source has.
     *
     * @param schedule full run, Quartz cron; empty: only by hand
     * @param incrementalSchedule Quartz cron; empty: none
     * @param onVanish {@code deactivate} or {@code keep}: what becomes of members whose record the source has no more
     * @param neverTouch e-mails or user names that this source never changes
     * @param guard overrides {@code rollcall.guard}
     * @param keysEvery of so many incremental runs the last one asks who vanished; 0: full runs alone do
     */
    public record Pull(
            String schedule,
            String incrementalSchedule,
            String onVanish,
            List<String> neverTouch,
            @Nullable Guard guard,
            int keysEvery) {
        public Pull {
            schedule = schedule == null ? "" : schedule;
            incrementalSchedule = incrementalSchedule == null ? "" : incrementalSchedule;
            onVanish = onVanish == null || onVanish.isBlank() ? "deactivate" : onVanish;
            neverTouch = neverTouch == null ? List.of() : List.copyOf(neverTouch);
        }
    }

    /**
     * A directory that is read by LDAP.
     *
     * @param profile {@code active-directory} or {@code open-ldap}
     * @param url the servers, tried in this order
     * @param tls {@code ldaps}, {@code start-tls} or {@code none}
     * @param trustStore path of a PEM file with the own CA; empty: Java's
     * @param base where users are searched; several are read one after another
     * @param filter empty: the profile's
     * @param groupRoles DN of a group to the role of its members
     */
    public record Ldap(
            String profile,
            List<String> url,
            String tls,
            String trustStore,
            String bindDn,
            String password,
            List<String> base,
            String filter,
            int pageSize,
            Map<String, String> groupRoles) {
        public Ldap {
            profile = profile == null || profile.isBlank() ? "active-directory" : profile;
            url = url == null ? List.of() : List.copyOf(url);
            tls = tls == null || tls.isBlank() ? "ldaps" : tls;
            trustStore = trustStore == null ? "" : trustStore;
            bindDn = bindDn == null ? "" : bindDn;
            password = password == null ? "" : password;
            base = base == null ? List.of() : List.copyOf(base);
            filter = filter == null ? "" : filter;
            pageSize = pageSize == 0 ? 1000 : pageSize;
            groupRoles = groupRoles == null ? Map.of() : new LinkedHashMap<>(groupRoles);
        }

        @Override
        public String toString() {
            return "Ldap[profile=" + profile + ", url=" + url + ", bindDn=" + bindDn + ", password=***]";
        }
    }

    /**
     * A Google Workspace directory.
     *
     * @param customer {@code my_customer} or an id; empty where {@code domain} is given
     * @param credentials path of a service account's key file
     * @param delegate the administrator for whom the service account reads
     * @param orgUnits paths of the org units whose users are read; empty: all
     * @param rootUrl another root of the Directory API, such as a stub's; empty: Google's
     */
    public record Google(
            String customer,
            String domain,
            String credentials,
            String delegate,
            List<String> orgUnits,
            String rootUrl,
            String tokenUrl) {
        public Google {
            domain = domain == null ? "" : domain;
            customer = customer == null || customer.isBlank() ? domain.isBlank() ? "my_customer" : "" : customer;
            credentials = credentials == null ? "" : credentials;
            delegate = delegate == null ? "" : delegate;
            orgUnits = orgUnits == null ? List.of() : List.copyOf(orgUnits);
            rootUrl = rootUrl == null ? "" : rootUrl;
            tokenUrl = tokenUrl == null ? "" : tokenUrl;
        }
    }

    /** Tokens of an OAuth issuer that a SCIM source accepts. */
    public record Jwt(
            String issuer, String audience, @Nullable String jwkSetUri) {}
}
