package dev.rollcall.source.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import dev.rollcall.source.FullReadNeeded;
import dev.rollcall.source.Pull;
import dev.rollcall.source.PullFailure;
import dev.rollcall.source.PulledUser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A company's life in a real OpenLDAP, from the first import on. After each event a second read finds nothing new. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SlapdTest {
    private static final String PEOPLE = "ou=People," + Slapd.ROOT;
    private static final String GROUP = "cn=Techs,ou=Groups," + Slapd.ROOT;
    private static final int MANY = 1500;

    static Path folder;
    static Certificates certificates;
    static Slapd slapd;
    static LDAPConnection admin;

    @BeforeAll
    static void directory(@TempDir Path temporary) {
        folder = temporary;
        assumeTrue(Processes.isThere("slapd"), "slapd is not installed: apt-get install slapd");
        certificates = Certificates.shared();
        slapd = new Slapd(folder.resolve("slapd"), certificates, "good");
        StringBuilder ldif = new StringBuilder(Slapd.tree());
        ldif.append(Slapd.person("boss", "displayName: Ümit Öztürk"));
        ldif.append(Slapd.person("anna", "manager: uid=boss,ou=People,dc=example,dc=com", "givenName: Anna"));
        ldif.append(Slapd.person("bernd", "description:: w5xtbMOkdXQgw58=", "jpegPhoto:: /9j/4AAQ"));
        ldif.append(
                Slapd.person("odd").replace("uid=odd", "uid=a/b\\, \\\"c\\\"").replace("uid: odd", "uid: a/b, \"c\""));
        StringBuilder members = new StringBuilder();
        for (int i = 0; i < MANY; i++) {
            ldif.append(Slapd.person("u" + i));
            members.append("member: uid=u").append(i).append(",ou=People,dc=example,dc=com\n");
        }
        String group = "objectClass: groupOfNames\ncn: ";
        ldif.append("dn: " + GROUP + "\n" + group + "Techs\nmember: cn=Big,ou=Groups," + Slapd.ROOT + "\n\n");
        ldif.append(
                "dn: cn=Big,ou=Groups," + Slapd.ROOT + "\n" + group + "Big\n" + members + "member: " + GROUP + "\n\n");
        slapd.load(ldif.toString());
        admin = slapd.admin();
    }

    @AfterAll
    static void stop() {
        if (slapd != null) {
            admin.close();
            slapd.close();
        }
    }

    private static Map<String, Object> source() {
        return Reader.with(slapd.source(certificates), "group-roles", Map.of(GROUP, "Technician"));
    }

    /** What a full read finds; a second one has to find the same. */
    private static Collected read() {
        try (Reader reader = new Reader(source())) {
            Collected first = reader.full();
            assertThat(reader.full().documents()).isEqualTo(first.documents());
            assertThat(first.complete).isTrue();
            return first;
        }
    }

    @Test
    @Order(1)
    void theFirstImportBringsEverybodyWithManagerRoleAndUmlauts() {
        Collected read = read();
        assertThat(read.users).hasSize(MANY + 4);
        assertThat(read.keySet())
                .allSatisfy(key -> assertThat(UUID.fromString(key).toString()).isEqualTo(key));
        ObjectNode anna = read.user("uid", "anna");
        assertThat(anna.at("/manager/displayName").asText()).isEqualTo("Ümit Öztürk");
        assertThat(anna.at("/manager/mail").asText()).isEqualTo("boss@example.com");
        assertThat(anna.has("rollcallRoles")).isFalse();
        assertThat(read.user("uid", "u1499").at("/rollcallRoles/0").asText()).isEqualTo("Technician");
        ObjectNode bernd = read.user("uid", "bernd");
        assertThat(bernd.path("description").asText()).isEqualTo("Ümläut ß");
        assertThat(bernd.toString()).doesNotContain("jpegPhoto");
        assertThat(read.user("uid", "a/b, \"c\"").path("dn").asText()).startsWith("uid=a/b\\");
    }

    @Test
    @Order(2)
    void changesAreReadAloneOnceTheyAreOlderThanTheOverlap() throws Exception {
        Collected all = read();
        try (Reader reader = new Reader(source())) {
            Collected none = reader.changes(all.watermark);
            assertThat(none.complete).isTrue();
            assertThat(none.users.size()).isLessThanOrEqualTo(MANY + 4);
            admin.modify("uid=anna," + PEOPLE, new Modification(ModificationType.REPLACE, "title", "Chefärztin"));
            Collected changes = reader.changes(none.watermark);
            assertThat(changes.user("uid", "anna").path("title").asText()).isEqualTo("Chefärztin");
            assertThat(changes.documents()).containsEntry(key(all, "anna"), changes.user("uid", "anna"));
            assertThat(reader.keys().keys).hasSize(MANY + 4);
        }
    }

    private static String key(Collected read, String uid) {
        return read.user("uid", uid).path("entryUUID").asText();
    }

    @Test
    @Order(3)
    void aRenameAMoveALockAndADeletionKeepOrEndTheKey() throws Exception {
        Collected before = read();
        admin.modifyDN("uid=anna," + PEOPLE, "uid=anna2", true);
        admin.modify(
                "uid=bernd," + PEOPLE,
                new Modification(ModificationType.REPLACE, "pwdAccountLockedTime", "000001010000Z"));
        admin.modifyDN("uid=u1," + PEOPLE, "uid=u1", true, "ou=Leavers," + Slapd.ROOT);
        String deleted = key(before, "u2");
        admin.delete("uid=u2," + PEOPLE);
        admin.add(
                "dn: uid=u2," + PEOPLE,
                "objectClass: inetOrgPerson",
                "uid: u2",
                "cn: u2",
                "sn: u2",
                "mail: u2@example.com");
        try (Reader reader = new Reader(source())) {
            Collected changes = reader.changes(before.watermark);
            assertThat(key(changes, "anna2")).isEqualTo(key(before, "anna"));
            assertThat(changes.isActive("uid", "bernd")).isFalse();
        }
        Collected after = read();
        assertThat(after.users).hasSize(MANY + 3);
        assertThat(key(after, "anna2")).isEqualTo(key(before, "anna"));
        assertThat(after.keySet()).doesNotContain(deleted, key(before, "u1"));
        assertThat(key(after, "u2")).isNotEqualTo(deleted);
        assertThat(after.isActive("uid", "bernd")).isFalse();
        admin.modify("uid=bernd," + PEOPLE, new Modification(ModificationType.DELETE, "pwdAccountLockedTime"));
        assertThat(read().isActive("uid", "bernd")).isTrue();
    }

    @Test
    @Order(4)
    void whoMovesBetweenTwoBasesIsReadOnce() {
        try (Reader reader = new Reader(Reader.with(
                source(), "base", List.of("ou=Leavers," + Slapd.ROOT, PEOPLE, Slapd.ROOT), "page-size", 100))) {
            Collected all = new Collected("dir", Pull.Mode.FULL, null) {
                @Override
                public void page(List<PulledUser> page) {
                    super.page(page);
                    if (pages.size() == 2) {
                        // From a base that is to come into the one that was read first.
                        try {
                            admin.modifyDN("uid=u1499," + PEOPLE, "uid=u1499", true, "ou=Leavers," + Slapd.ROOT);
                        } catch (com.unboundid.ldap.sdk.LDAPException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                }
            };
            reader.read(all);
            assertThat(all.user("uid", "u1499").path("dn").asText()).contains("u1499");
            assertThat(all.users).hasSize(MANY + 4);
            assertThat(all.complete).isTrue();
        }
    }

    @Test
    @Order(5)
    void aChangedGroupFilterOrMappingNeedsAFullRead() throws Exception {
        Collected before = read();
        admin.modify(
                "cn=Big,ou=Groups," + Slapd.ROOT,
                new Modification(ModificationType.DELETE, "member", "uid=u7," + PEOPLE));
        try (Reader reader = new Reader(source());
                Reader filter = new Reader(Reader.with(source(), "filter", "(uid=u*)"));
                Reader mapping = new Reader(Reader.with(source(), "attributes", Map.of("team", "roomNumber")))) {
            assertThatThrownBy(() -> reader.changes(before.watermark))
                    .isInstanceOf(FullReadNeeded.class)
                    .hasMessageContaining("group");
            assertThatThrownBy(() -> filter.changes(before.watermark))
                    .isInstanceOf(FullReadNeeded.class)
                    .hasMessageContaining("filter");
            assertThatThrownBy(() -> mapping.changes(before.watermark))
                    .isInstanceOf(FullReadNeeded.class)
                    .hasMessageContaining("attributes");
            assertThatThrownBy(() -> reader.changes(null)).isInstanceOf(FullReadNeeded.class);
            assertThat(reader.full().user("uid", "u7").has("rollcallRoles")).isFalse();
        }
        admin.delete(GROUP);
        try (Reader reader = new Reader(source())) {
            assertThat(reader.failure()).hasMessageContaining("There is no group '" + GROUP + "'");
        }
        admin.add("dn: " + GROUP, "objectClass: groupOfNames", "cn: Techs", "member: cn=Big,ou=Groups," + Slapd.ROOT);
    }

    @Test
    @Order(6)
    void theServersOwnSizeLimitIsNotTakenForTheEnd() {
        try (Reader reader = new Reader(Reader.with(slapd.source(certificates), "bind-dn", "", "password", ""))) {
            assertThat(reader.failure()).hasMessageContaining("size limit");
        }
    }

    @Test
    @Order(7)
    void aServerThatIsKilledInMidReadEndsTheReadOrTheNextServerGoesOn() {
        Slapd second = new Slapd(folder.resolve("second"), certificates, "good");
        try (second) {
            second.load(Slapd.tree() + Slapd.person("only"));
            List<String> both = List.of("ldaps://localhost:" + slapd.tlsPort, "ldaps://localhost:" + second.tlsPort);
            Map<String, Object> settings = Reader.with(slapd.source(certificates), "page-size", 100, "url", both);
            try (Reader reader = new Reader(settings)) {
                Collected pull = killingAfter(2);
                reader.read(pull);
                assertThat(pull.restarts).isEqualTo(1);
                assertThat(pull.users).hasSize(1);
                assertThat(pull.complete).isTrue();
            }
        }
        slapd.restart();
        try (Reader reader = new Reader(Reader.with(slapd.source(certificates), "page-size", 100))) {
            Collected pull = killingAfter(3);
            PullFailure failure = reader.failure(pull);
            assertThat(failure.isPassing()).isTrue();
            assertThat(pull.complete).isFalse();
        }
        slapd.restart();
        assertThat(read().users).hasSize(MANY + 4 - 2);
    }

    private static Collected killingAfter(int number) {
        return new Collected("dir", Pull.Mode.FULL, null) {
            private final List<Integer> seen = new ArrayList<>();

            @Override
            public void page(List<PulledUser> page) {
                super.page(page);
                seen.add(page.size());
                if (seen.size() == number) {
                    slapd.kill();
                }
            }
        };
    }
}
