package dev.rollcall.source.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Managers have the same names in every read, wherever they are. */
class LdapManagersTest {
    private static final String PEOPLE = "ou=People," + Slapd.ROOT;
    private static final String SECOND = """
            database mdb
            maxsize 2147483648
            suffix o=zweite
            rootdn cn=admin,o=zweite
            rootpw admin
            directory FOLDER/second
            dbnosync
            access to * by * read
            """;

    private static Slapd slapd(Path folder, String people) {
        assumeTrue(Processes.isThere("slapd"), "slapd is not installed: apt-get install slapd");
        Slapd slapd = new Slapd(folder, Certificates.shared(), "good", SECOND);
        slapd.load(Slapd.tree() + people);
        return slapd;
    }

    @Test
    void managersAreFoundInEveryTreeOfTheServer(@TempDir Path folder) throws Exception {
        StringBuilder people = new StringBuilder(Slapd.person("boss", "displayName: Ümit Öztürk"));
        for (int i = 0; i < 10; i++) {
            people.append(Slapd.person("a" + i, "manager: uid=boss," + PEOPLE));
            people.append(Slapd.person("z" + i, "manager: cn=chef" + i + ", ou=People, o=zweite"));
        }
        people.append(Slapd.person("lost", "manager: cn=Nobody Here,o=elsewhere"));
        try (Slapd slapd = slapd(folder, people.toString());
                Reader reader = new Reader(Reader.with(
                        slapd.source(Certificates.shared()), "base", List.of(PEOPLE, "ou=People,o=zweite")))) {
            second(slapd);
            Collected all = reader.full();
            assertThat(all.user("uid", "a7").at("/manager/displayName").asText())
                    .isEqualTo("Ümit Öztürk");
            assertThat(all.user("uid", "z7").at("/manager/displayName").asText())
                    .isEqualTo("Chefin 7");
            assertThat(all.user("uid", "y").at("/manager/displayName").asText()).isEqualTo("Ümit Öztürk");
            assertThat(all.user("uid", "lost").at("/manager/displayName").asText())
                    .isEqualTo("Nobody Here");
            try (LDAPConnection admin = slapd.admin()) {
                admin.modify("uid=z7," + PEOPLE, new Modification(ModificationType.REPLACE, "title", "Ärztin"));
            }
            Collected changes = reader.changes(all.watermark);
            assertThat(changes.user("uid", "z7").at("/manager/displayName").asText())
                    .isEqualTo("Chefin 7");
            assertThat(reader.full().documents()).containsAllEntriesOf(changes.documents());
        }
    }

    private static void second(Slapd slapd) throws Exception {
        try (LDAPConnection admin = new LDAPConnection("localhost", slapd.port, "cn=admin,o=zweite", "admin")) {
            admin.add("dn: o=zweite", "objectClass: organization", "o: zweite");
            admin.add("dn: ou=People,o=zweite", "objectClass: organizationalUnit", "ou: People");
            for (int i = 0; i < 10; i++) {
                admin.add(
                        "dn: cn=chef" + i + ",ou=People,o=zweite",
                        "objectClass: inetOrgPerson",
                        "cn: chef" + i,
                        "sn: Chef",
                        "displayName: Chefin " + i);
            }
            admin.add(
                    "dn: uid=y,ou=People,o=zweite",
                    "objectClass: inetOrgPerson",
                    "uid: y",
                    "cn: y",
                    "sn: Y",
                    "manager: uid=boss," + PEOPLE);
        }
    }
}
