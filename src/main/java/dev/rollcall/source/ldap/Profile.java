package dev.rollcall.source.ldap;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What differs between kinds of LDAP server: the key, the usual filter, how an account is switched off. */
enum Profile {
    /** Active Directory and Samba. Accounts are switched off by bit 2 of {@code userAccountControl}. */
    ACTIVE_DIRECTORY(
            "active-directory",
            "objectGUID",
            "(&(objectCategory=person)(objectClass=user))",
            List.of("userPrincipalName", "sAMAccountName", "mail", "givenName", "sn", "displayName"),
            List.of("userAccountControl", "accountExpires"),
            List.of("memberOf", "primaryGroupID")),

    /**
     * OpenLDAP, and others that have RFC 4530's {@code entryUUID}. What stands for a switched-off account differs: a lock
     * of the password policy without end, 389's {@code nsAccountLock}, a passed {@code shadowExpire}.
     */
    OPEN_LDAP(
            "open-ldap",
            "entryUUID",
            "(objectClass=inetOrgPerson)",
            List.of("uid", "mail", "givenName", "sn", "displayName", "cn"),
            List.of("pwdAccountLockedTime", "nsAccountLock", "shadowExpire"),
            List.of("modifyTimestamp"));

    private final String setting;
    private final String key;
    private final String filter;
    private final List<String> names;
    private final List<String> state;
    private final List<String> passing;

    Profile(String setting, String key, String filter, List<String> names, List<String> state, List<String> passing) {
        this.setting = setting;
        this.key = key;
        this.filter = filter;
        this.names = names;
        this.state = state;
        this.passing = passing;
    }

    /** The profile that settings call so. */
    static Optional<Profile> of(String setting) {
        return Arrays.stream(values())
                .filter(profile -> profile.setting.equals(setting))
                .findFirst();
    }

    /** The attribute that holds an entry's stable key: 16 bytes in Active Directory, text elsewhere. */
    String key() {
        return key;
    }

    /** The filter that finds the entries with these keys. */
    String keyed(List<String> keys) {
        return Filters.any(
                key,
                keys.stream()
                        .map(one -> this == ACTIVE_DIRECTORY ? Values.guidInFilter(one) : Filters.escape(one))
                        .toList());
    }

    /** The filter where settings give none. */
    String filter() {
        return filter;
    }

    /** What users are found by, and named with, whatever the mapping needs. */
    List<String> names() {
        return names;
    }

    /** What tells whether an account is in use. */
    List<String> state() {
        return state;
    }

    /** What is read for Rollcall's own use and kept only where a mapping asks for it. */
    List<String> passing() {
        return passing;
    }
}
