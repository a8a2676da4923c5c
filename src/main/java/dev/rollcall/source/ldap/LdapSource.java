package dev.rollcall.source.ldap;

import dev.rollcall.mapping.MemberMapper;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Source;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;

/**
 * One LDAP source, ready to be read.
 *
 * @param servers in the order in which they are tried
 * @param tls {@code ldaps}, {@code start-tls} or {@code none}
 * @param trustStore path of a PEM file; empty: Java's trust store
 * @param bindDn empty: anonymous
 * @param attributes what an entry is asked for, in the order of the document
 * @param hidden those of {@code attributes} that do not go into the document
 * @param groupRoles DN of a group to the role of its members
 */
record LdapSource(
        String id,
        Profile profile,
        List<URI> servers,
        String tls,
        String trustStore,
        String bindDn,
        String password,
        List<String> bases,
        String filter,
        List<String> attributes,
        Set<String> hidden,
        int pageSize,
        Map<String, String> groupRoles) {

    /** Never asked for: large, or secret. */
    private static final Set<String> NEVER = Set.of(
            "jpegphoto",
            "photo",
            "thumbnailphoto",
            "thumbnaillogo",
            "audio",
            "usercertificate",
            "usersmimecertificate",
            "userpassword",
            "unicodepwd",
            "krbprincipalkey",
            "sambantpassword",
            "sambalmpassword");

    /**
     * The source of the settings.
     *
     * @throws IllegalArgumentException if there is no LDAP source of that id
     */
    static LdapSource of(RollcallSettings settings, String id) {
        Source source = settings.sources().get(id);
        Source.Ldap ldap = source == null ? null : source.ldap();
        if (ldap == null) {
            throw new IllegalArgumentException("There is no LDAP source '" + id + "' in the settings. Add it under"
                    + " rollcall.sources, or use the id of one that is there.");
        }
        Profile profile = Profile.of(ldap.profile()).orElse(Profile.ACTIVE_DIRECTORY);
        SortedSet<String> mapped = MemberMapper.of(settings, id).attributes();
        return new LdapSource(
                id,
                profile,
                ldap.url().stream().map(URI::create).toList(),
                ldap.tls(),
                ldap.trustStore(),
                ldap.bindDn(),
                ldap.password(),
                ldap.base(),
                ldap.filter().isBlank() ? profile.filter() : ldap.filter().strip(),
                attributes(profile, mapped),
                hidden(profile, mapped),
                ldap.pageSize(),
                ldap.groupRoles());
    }

    private static List<String> attributes(Profile profile, SortedSet<String> mapped) {
        Set<String> lower = new LinkedHashSet<>();
        List<String> attributes = new ArrayList<>();
        List<String> all = new ArrayList<>(List.of(profile.key()));
        all.addAll(profile.names());
        all.addAll(profile.state());
        all.addAll(mapped);
        all.addAll(profile.passing());
        for (String name : all) {
            if (isAskedFor(name) && lower.add(name.toLowerCase(Locale.ROOT))) {
                attributes.add(name);
            }
        }
        return List.copyOf(attributes);
    }

    /** Whether a mapped name is an attribute of the directory that may be read: not Rollcall's own, no photo, no password. */
    static boolean isAskedFor(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return name.matches("[A-Za-z][A-Za-z0-9-]*(;[A-Za-z0-9-]+)*")
                && !lower.equals("dn")
                && !lower.startsWith("rollcall")
                && !isNeverRead(name);
    }

    /** Whether an attribute is never read: a photo, a password, a certificate. */
    static boolean isNeverRead(String name) {
        return NEVER.contains(name.toLowerCase(Locale.ROOT).replaceAll(";.*", ""));
    }

    private static Set<String> hidden(Profile profile, SortedSet<String> mapped) {
        Set<String> hidden = new LinkedHashSet<>(profile.passing());
        hidden.removeIf(name -> mapped.stream().anyMatch(name::equalsIgnoreCase));
        return Set.copyOf(hidden);
    }

    @Override
    public String toString() {
        return "LdapSource[id=" + id + ", servers=" + servers + ", bindDn=" + bindDn + ", password=***]";
    }
}
