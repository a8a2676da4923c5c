package dev.rollcall.source.ldap;

import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.SettingsCheck;
import dev.rollcall.settings.Source;
import dev.rollcall.settings.SourceWarnings;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Judges the settings of LDAP sources before they come into force; asks no server. */
@Component
final class LdapCheck implements SettingsCheck, SourceWarnings {
    private static final Set<String> TLS = Set.of("ldaps", "start-tls", "none");
    private static final int LARGEST_PAGE = 10_000;

    /** What Camel takes for its own in the address of the route's endpoint, and not for a part of the base. */
    private static final Pattern OF_CAMEL = Pattern.compile("\\{\\{|\\$simple\\{|\\)&|\\).*%[0-9A-Fa-f]{2}");

    @Override
    public List<String> problems(RollcallSettings settings) {
        List<String> problems = new ArrayList<>();
        settings.sources().forEach((id, source) -> {
            if (source.ldap() != null) {
                String key = "rollcall.sources." + id;
                server(key, source.ldap(), problems);
                search(key, source.ldap(), problems);
                roles(key, source.ldap(), settings, problems);
            }
        });
        return problems;
    }

    /** What was written on purpose, and is dangerous all the same. */
    @Override
    public List<String> warnings(RollcallSettings settings, String sourceId) {
        Source source = settings.sources().get(sourceId);
        return source == null || source.ldap() == null || !source.ldap().tls().equals("none")
                ? List.of()
                : List.of("The directory is read without encryption (tls: none): its password and everybody's data go"
                        + " over the network in the clear, and an answer can be forged. Use ldaps or start-tls.");
    }

    private static void server(String key, Source.Ldap ldap, List<String> problems) {
        if (Profile.of(ldap.profile()).isEmpty()) {
            problems.add(key + ".profile must be active-directory or open-ldap; not '" + ldap.profile() + "'.");
        }
        if (!TLS.contains(ldap.tls())) {
            problems.add(key + ".tls must be one of ldaps, start-tls, none; not '" + ldap.tls() + "'.");
        } else {
            ldap.url().forEach(url -> url(key, ldap.tls(), url, problems));
        }
        if (ldap.url().isEmpty()) {
            problems.add(key + ".url names no server. Give it one or more, such as ldaps://dc1.example.com.");
        }
        if (ldap.bindDn().isBlank() && !ldap.password().isBlank()) {
            problems.add(key + ".password is set without bind-dn. Say whose password it is.");
        }
    }

    private static void url(String key, String tls, String url, List<String> problems) {
        String scheme = tls.equals("ldaps") ? "ldaps" : "ldap";
        try {
            URI uri = URI.create(url);
            boolean plain = uri.getHost() != null
                    && (uri.getPath().isEmpty() || uri.getPath().equals("/"));
            if (plain && scheme.equals(uri.getScheme())) {
                return;
            }
            if (plain && ("ldap".equals(uri.getScheme()) || "ldaps".equals(uri.getScheme()))) {
                problems.add(key + ".url: with tls: " + tls + " addresses begin with " + scheme + "://, not " + url
                        + ". Change the address, or tls (ldaps, start-tls, or none for no encryption at all).");
                return;
            }
        } catch (IllegalArgumentException e) {
            // Told below, as other addresses that are none.
        }
        problems.add(key + ".url: '" + url + "' is no server's address. Write it as " + scheme + "://host or " + scheme
                + "://host:port; the base has a key of its own.");
    }

    private static void search(String key, Source.Ldap ldap, List<String> problems) {
        if (ldap.base().isEmpty()) {
            problems.add(key + ".base is missing: the DN below which users are, such as OU=People,DC=example,DC=com.");
        }
        for (String base : ldap.base()) {
            if (!Filters.isName(base)) {
                problems.add(key + ".base: '" + base + "' is no DN. Write it as OU=People,DC=example,DC=com, with a"
                        + " backslash before a comma within a name.");
            }
            if (OF_CAMEL.matcher(base).find()) {
                problems.add(
                        key + ".base: '" + base + "' has {{, $simple{, )& or a % after a ), which the route that reads"
                                + " cannot take. Write { as \\7b, $ as \\24, ) as \\29 and % as \\25, the same in a DN (RFC 4514).");
            }
        }
        String filter = ldap.filter().strip();
        if (!filter.isEmpty() && (!Filters.isFilter(filter) || filter.contains("{{"))) {
            problems.add(key + ".filter is no LDAP filter (RFC 4515). Check its brackets: it looks like"
                    + " (&(objectClass=person)(department=IT)), with \\28 and \\29 for brackets in values.");
        }
        if (ldap.pageSize() < 1 || ldap.pageSize() > LARGEST_PAGE) {
            problems.add(key + ".page-size must be from 1 to " + LARGEST_PAGE + ". 1000 suits nearly every server.");
        }
    }

    private static void roles(String key, Source.Ldap ldap, RollcallSettings settings, List<String> problems) {
        Set<String> known = new HashSet<>();
        settings.roles().catalogue().forEach(role -> {
            known.add(String.valueOf(role.name()).strip().toLowerCase(Locale.ROOT));
            role.aliases().forEach(alias -> known.add(alias.strip().toLowerCase(Locale.ROOT)));
        });
        ldap.groupRoles().forEach((group, role) -> {
            if (!Filters.isName(group)) {
                problems.add(key + ".group-roles: '" + group + "' is no DN of a group. Write it as"
                        + " 'CN=IT-Techs,OU=Groups,DC=example,DC=com': Technician, in quotes.");
            }
            if (role == null || !known.contains(role.strip().toLowerCase(Locale.ROOT))) {
                problems.add(key + ".group-roles '" + group + "': the role '" + role
                        + "' is not in rollcall.roles.catalogue. Add it there, or name one that is.");
            }
        });
    }
}
