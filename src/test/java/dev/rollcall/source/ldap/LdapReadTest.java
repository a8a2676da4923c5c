package dev.rollcall.source.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.unboundid.ldap.sdk.Entry;
import dev.rollcall.source.PullFailure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads through the shipped route from a directory in memory. */
class LdapReadTest {
    @Test
    void everyUserComesPageByPageAndTheReadSaysWhenItIsComplete() {
        try (InMemory directory = new InMemory();
                Reader reader = new Reader(Reader.with(directory.source("open-ldap"), "page-size", 10))) {
            for (int i = 0; i < 25; i++) {
                directory.person("u" + i);
            }
            Collected read = reader.full();
            assertThat(read.pages).containsExactly(10, 10, 5);
            assertThat(read.users).hasSize(25);
            assertThat(read.complete).isTrue();
            assertThat(read.restarts).isZero();
            ObjectNode user = read.user("uid", "u7");
            assertThat(user.path("dn").asText()).isEqualTo("uid=u7,ou=People,dc=example,dc=com");
            assertThat(user.path("mail").asText()).isEqualTo("u7@example.com");
            assertThat(user.has("modifyTimestamp")).isFalse();
            assertThat(read.documents()).isEqualTo(reader.full().documents());
            assertThat(reader.keys().keys).containsExactlyInAnyOrderElementsOf(read.users.keySet());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ou=\\7b\\7bx}}",
                "ou=a\\29&b",
                "ou=\\24simple{body}",
                "ou=${body}",
                "ou=a?b&c=d#e",
                "ou=a\\29%20(b",
                "ou=Sales (EU) & 50%",
                "ou=RAW(a)b",
                "ou=a/b//c",
                "ou=a\\, \\\"b\\\"",
                "ou={a}&b"
            })
    void aBaseWithSignsOfItsOwnIsReadAsItIs(String unit) {
        try (InMemory directory = new InMemory();
                Reader reader = new Reader(
                        Reader.with(directory.source("open-ldap"), "base", List.of(unit + "," + InMemory.ROOT)))) {
            assertThat(new LdapCheck().problems(Reader.settings(Map.of("base", List.of(unit + "," + InMemory.ROOT)))))
                    .noneMatch(problem -> problem.contains(".base"));
            directory.add(unit + "," + InMemory.ROOT, "objectClass: organizationalUnit");
            directory.add("uid=anna," + unit + "," + InMemory.ROOT, "objectClass: inetOrgPerson", "uid: anna");
            assertThat(reader.full().users).hasSize(1);
        }
    }

    @Test
    void usersOfActiveDirectoryAreKnownByTheirGuidAsItsToolsShowIt() throws Exception {
        try (InMemory directory = new InMemory();
                Reader reader = new Reader(directory.source("active-directory"))) {
            Entry entry = new Entry(
                    "dn: CN=Müller\\, Jürgen,ou=People,dc=example,dc=com",
                    "objectClass: user",
                    "objectCategory: person",
                    "cn: Müller, Jürgen",
                    "sAMAccountName: jmueller",
                    "userPrincipalName: jürgen.müller@example.com",
                    "userAccountControl: 514",
                    "thumbnailPhoto:: /9j/4AAQSkZJRg==");
            byte[] guid = new byte[16];
            for (int i = 0; i < 16; i++) {
                guid[i] = (byte) (0xF0 - 7 * i);
            }
            entry.addAttribute("objectGUID", guid);
            directory.server.add(entry);
            Collected read = reader.full();
            assertThat(read.keySet()).containsExactly("dbe2e9f0-cdd4-bfc6-b8b1-aaa39c958e87");
            ObjectNode user = read.user("sAMAccountName", "jmueller");
            assertThat(user.path("objectGUID").asText()).isEqualTo("dbe2e9f0-cdd4-bfc6-b8b1-aaa39c958e87");
            assertThat(user.path("userPrincipalName").asText()).isEqualTo("jürgen.müller@example.com");
            assertThat(user.path("dn").asText()).isEqualTo("CN=Müller\\, Jürgen,ou=People,dc=example,dc=com");
            assertThat(user.has("thumbnailPhoto")).isFalse();
            assertThat(read.isActive("sAMAccountName", "jmueller")).isFalse();
        }
    }

    /** As in domains where not everybody who signs in may read the state of accounts. */
    @Test
    void anAccountThatDoesNotShowWhetherItIsDisabledIsNotTakenForOneInUse() throws Exception {
        try (InMemory directory = new InMemory();
                Reader reader = new Reader(directory.source("active-directory"))) {
            directory.add(
                    "cn=anna,ou=People," + InMemory.ROOT,
                    "objectClass: user",
                    "objectCategory: person",
                    "cn: anna",
                    "sAMAccountName: anna",
                    "objectGUID:: AAECAwQFBgcICQoLDA0ODw==");
            assertThat(reader.failure())
                    .hasMessageContaining("The account 'anna' comes without userAccountControl")
                    .hasMessageContaining("source 'dir'")
                    .satisfies(failure ->
                            assertThat(((PullFailure) failure).isPassing()).isFalse());
        }
    }
}
