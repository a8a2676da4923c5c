package dev.rollcall.source.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.unboundid.ldap.sdk.LDAPConnection;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups that give roles, in a tree of which not everybody may see everything. */
class LdapGroupsTest {
    private static final String WALLED = """

            database mdb
            maxsize 10485760
            suffix o=walled
            rootdn cn=admin,o=walled
            rootpw admin
            directory FOLDER/second
            access to dn.subtree="ou=People,o=walled" by * read
            access to dn.subtree="ou=Groups,o=walled" by * read
            access to * by * none
            """;

    /** What is read is there: groups in groups are looked for in the whole tree, and that is what may not be searched. */
    @Test
    void aTreeThatMayNotBeSearchedForGroupsInGroupsIsNamed(@TempDir Path folder) throws Exception {
        assumeTrue(Processes.isThere("slapd"), "slapd is not installed: apt-get install slapd");
        try (Slapd slapd = new Slapd(folder, Certificates.shared(), "good", WALLED)) {
            slapd.load(Slapd.tree());
            fill(slapd);
            Map<String, Object> people =
                    Reader.with(slapd.source(Certificates.shared()), "base", List.of("ou=People,o=walled"));
            try (Reader without = new Reader(people);
                    Reader with = new Reader(
                            Reader.with(people, "group-roles", Map.of("cn=techs,ou=Groups,o=walled", "Technician")))) {
                assertThat(without.full().users).hasSize(1);
                assertThat(with.failure())
                        .hasMessageContaining("may not search 'o=walled'")
                        .hasMessageContaining("take group-roles of source 'dir' out");
            }
        }
    }

    private static void fill(Slapd slapd) throws Exception {
        try (LDAPConnection admin = new LDAPConnection("localhost", slapd.port, "cn=admin,o=walled", "admin")) {
            admin.add("dn: o=walled", "objectClass: organization", "o: walled");
            admin.add("dn: ou=People,o=walled", "objectClass: organizationalUnit", "ou: People");
            admin.add("dn: ou=Groups,o=walled", "objectClass: organizationalUnit", "ou: Groups");
            admin.add(
                    "dn: uid=anna,ou=People,o=walled",
                    "objectClass: inetOrgPerson",
                    "uid: anna",
                    "cn: Anna",
                    "sn: Anna");
            admin.add(
                    "dn: cn=techs,ou=Groups,o=walled",
                    "objectClass: groupOfNames",
                    "cn: techs",
                    "member: uid=anna,ou=People,o=walled");
        }
    }
}
