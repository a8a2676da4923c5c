package dev.rollcall.settings;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.settings.RollcallSettings.Guard;
import dev.rollcall.settings.RollcallSettings.Roles;
import dev.rollcall.settings.RollcallSettings.UnknownRole;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
        google = kind.equals("google") ? google == null ? new Google("", "", "", "", List.of(), "", "") : google : null;
    }

    /** The unknown-role policy of its users: its own, or that of all. */
    public UnknownRole unknownRole(Roles roles) {
        return unknownRole == null ? roles.unknown() : unknownRole;
    }

    /** The first token of a pushing source; empty for others. */
    public String token() {
        return scim == null ? "" : scim.token();
    }

    /** The issuer whose tokens a pushing source accepts, if it has one. */
    public @Nullable Jwt jwt() {
        return scim == null ? null : scim.jwt();
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

        /** The limits in force: its own, and the general ones where it says nothing. */
        public Guard guard(Guard general) {
            return guard == null ? general : guard.over(general);
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
