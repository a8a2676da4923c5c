package dev.rollcall.source.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import dev.rollcall.source.FullReadNeeded;
import dev.rollcall.source.Pull;
import dev.rollcall.source.PullFailure;
import dev.rollcall.source.PulledUser;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A company's life in a real Active Directory, from the first import on. After each event a second read finds nothing new. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SambaTest {
    private static final String PEOPLE = SambaDc.PEOPLE;
    private static final String GROUPS = SambaDc.GROUPS;
    private static final int MANY = SambaDc.MANY;

    static SambaDc dc;
    static LDAPConnection admin;

    @BeforeAll
    static void directory() throws LDAPException {
        assumeTrue(SambaDc.isPossible(), SambaDc.NEEDS);
        dc = SambaDc.shared();
        admin = dc.admin();
        user("boss", new Attribute("displayName", "Ümit Öztürk"), new Attribute("mail", "boss@corp.example"));
        user("anna", new Attribute("manager", dn("boss")), new Attribute("description", "日本語, \"x\" <y>"));
        user(
                "bernd",
                new Attribute("thumbnailPhoto", new byte[] {1, 2, 3}),
                new Attribute("accountExpires", "131000000000000000"));
        List<String> many = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            many.add(dn("u" + i));
        }
        group("Big", many.toArray(String[]::new));
        group("Inner", dn("anna"));
        group("Techs", "CN=Inner," + GROUPS, "CN=Big," + GROUPS);
    }

    @AfterAll
    static void stop() {
        if (dc != null) {
            admin.close();
        }
    }

    private static String dn(String name) {
        return "CN=" + name + "," + PEOPLE;
    }

    private static void user(String name, Attribute... more) throws LDAPException {
        SambaDc.user(admin, name, more);
    }

    private static void group(String name, String... members) throws LDAPException {
        admin.add(
                "CN=" + name + "," + GROUPS,
                new Attribute("objectClass", "group"),
                new Attribute("sAMAccountName", name),
                new Attribute("member", members));
    }

    private static void replace(String dn, String attribute, String value) throws LDAPException {
        admin.modify(dn, new Modification(ModificationType.REPLACE, attribute, value));
    }

    private static Map<String, Object> source() {
        return Reader.with(
                dc.source(),
                "group-roles",
                Map.of("CN=Techs," + GROUPS, "Technician", "CN=Domain Users,CN=Users," + SambaDc.ROOT, "Staff User"));
    }

    /** What a full read finds; a second one has to find the same, and a read of changes nothing. */
    private static Collected read() {
        try (Reader reader = new Reader(source())) {
            Collected first = reader.full();
            Collected second = reader.full();
            assertThat(second.documents()).isEqualTo(first.documents());
            assertThat(first.complete).isTrue();
            assertThat(reader.changes(second.watermark).users).isEmpty();
            return second;
        }
    }

    /** One full read, to compare with. */
    private static Collected once() {
        try (Reader reader = new Reader(source())) {
            return reader.full();
        }
    }

    private static String key(Collected read, String name) {
        return read.user("sAMAccountName", name).path("objectGUID").asText();
    }

    @Test
    @Order(1)
    void theFirstImportBringsEverybodyWithManagerRolesAndUmlauts() {
        Collected read = read();
        assertThat(read.users).hasSize(MANY + 3);
        assertThat(read.pages).containsExactly(1000, MANY + 3 - 1000);
        ObjectNode anna = read.user("sAMAccountName", "anna");
        assertThat(anna.at("/manager/displayName").asText()).isEqualTo("Ümit Öztürk");
        assertThat(anna.at("/manager/mail").asText()).isEqualTo("boss@corp.example");
        assertThat(anna.path("description").asText()).isEqualTo("日本語, \"x\" <y>");
        assertThat(anna.path("rollcallRoles"))
                .extracting(role -> role.asText())
                .containsExactlyInAnyOrder("Technician", "Staff User");
        assertThat(read.user("sAMAccountName", "u1500").path("rollcallRoles"))
                .extracting(role -> role.asText())
                .containsExactlyInAnyOrder("Technician", "Staff User");
        assertThat(read.user("sAMAccountName", "boss").path("rollcallRoles"))
                .extracting(role -> role.asText())
                .containsExactly("Staff User");
        assertThat(read.isActive("sAMAccountName", "anna")).isTrue();
        assertThat(read.isActive("sAMAccountName", "bernd")).isFalse();
        assertThat(read.user("sAMAccountName", "bernd").toString())
                .contains("\"rollcallExpires\":\"2016-02-15T")
                .doesNotContain("thumbnailPhoto");
        try (Reader reader = new Reader(source())) {
            assertThat(reader.keys().keys).containsExactlyInAnyOrderElementsOf(read.keySet());
        }
    }

    @Test
    @Order(2)
    void aDomainsRootWithItsReferralsIsReadToTheEnd() {
        try (Reader reader = new Reader(Reader.with(source(), "base", List.of(SambaDc.ROOT), "page-size", 100))) {
            Collected read = reader.full();
            assertThat(read.users.size()).isGreaterThan(MANY + 3);
            assertThat(read.complete).isTrue();
        }
    }

    @Test
    @Order(3)
    void changesAreReadAlone() throws LDAPException {
        Collected before = once();
        replace(dn("anna"), "title", "Chefärztin");
        replace(dn("u5"), "userAccountControl", "546");
        try (Reader reader = new Reader(source())) {
            Collected changes = reader.changes(before.watermark);
            assertThat(changes.keySet()).containsExactlyInAnyOrder(key(before, "anna"), key(before, "u5"));
            assertThat(changes.user("sAMAccountName", "anna").path("title").asText())
                    .isEqualTo("Chefärztin");
            assertThat(changes.isActive("sAMAccountName", "u5")).isFalse();
            assertThat(changes.user("sAMAccountName", "anna")
                            .at("/manager/displayName")
                            .asText())
                    .isEqualTo("Ümit Öztürk");
            assertThat(reader.changes(changes.watermark).users).isEmpty();
        }
        assertThat(once().isActive("sAMAccountName", "u5")).isFalse();
    }

    @Test
    @Order(4)
    void aRenameAMoveADeletionAndAReCreationKeepOrEndTheKey() throws LDAPException {
        Collected before = once();
        admin.modifyDN(dn("anna"), "CN=Anna Müller", true);
        admin.modifyDN(dn("u1"), "CN=u1", true, "OU=Leavers," + SambaDc.ROOT);
        admin.delete(dn("u2"));
        user("u2");
        Collected after = read();
        assertThat(after.users).hasSize(MANY + 2);
        assertThat(key(after, "anna")).isEqualTo(key(before, "anna"));
        assertThat(after.user("sAMAccountName", "anna").path("dn").asText()).startsWith("CN=Anna Müller,");
        assertThat(after.keySet()).doesNotContain(key(before, "u1"), key(before, "u2"));
        assertThat(key(after, "u2")).isNotEqualTo(key(before, "u2"));
    }

    @Test
    @Order(5)
    void aMemberMoreOrLessOfANestedGroupNeedsAFullRead() throws LDAPException {
        Collected before = once();
        admin.modify("CN=Inner," + GROUPS, new Modification(ModificationType.ADD, "member", dn("boss")));
        try (Reader reader = new Reader(source())) {
            assertThatThrownBy(() -> reader.changes(before.watermark))
                    .isInstanceOf(FullReadNeeded.class)
                    .hasMessageContaining("group");
            Collected after = reader.full();
            assertThat(after.user("sAMAccountName", "boss")
                            .path("rollcallRoles")
                            .toString())
                    .contains("Technician");
            admin.modify(
                    "CN=Techs," + GROUPS, new Modification(ModificationType.DELETE, "member", "CN=Inner," + GROUPS));
            assertThatThrownBy(() -> reader.changes(after.watermark)).isInstanceOf(FullReadNeeded.class);
            assertThat(reader.full()
                            .user("sAMAccountName", "boss")
                            .path("rollcallRoles")
                            .toString())
                    .doesNotContain("Technician");
        }
    }

    @Test
    @Order(6)
    void anotherServersCountOfChangesIsNotBelieved() {
        Collected before = once();
        String watermark = String.valueOf(before.watermark);
        try (Reader reader = new Reader(source())) {
            assertThatThrownBy(() -> reader.changes(watermark.replace("CN=DC1,", "CN=DC2,")))
                    .isInstanceOf(FullReadNeeded.class)
                    .hasMessageContaining("Another server");
            // Of a server that was set back, and whose invocation id may not be read.
            assertThatThrownBy(() -> reader.changes(watermark.replaceAll("\"usn\":(\\d+)", "\"usn\":9$1")))
                    .isInstanceOf(FullReadNeeded.class)
                    .hasMessageContaining("set back");
        }
    }

    @Test
    @Order(6)
    void someAreAskedForByTheirKeys() {
        Collected all = once();
        String away = "00112233-4455-6677-8899-aabbccddeeff";
        List<String> there = List.copyOf(all.keySet()).subList(0, 250);
        try (Reader reader = new Reader(source())) {
            assertThat(asked(
                                    reader,
                                    Stream.concat(there.stream(), Stream.of(away))
                                            .toList(),
                                    all.watermark)
                            .keys)
                    .containsExactlyInAnyOrderElementsOf(there);
            Collected nobody = asked(reader, List.of(away), all.watermark);
            assertThat(nobody.keys).isEmpty();
            assertThat(nobody.complete).isTrue();
        }
    }

    @Test
    @Order(6)
    void aServerThatTookAnothersPlaceSaysForADayThatItMayNotKnowWhoCameLast() {
        Collected before = once();
        String other = String.valueOf(before.watermark).replace("CN=DC1,", "CN=DC2,");
        String setBack = String.valueOf(before.watermark).replaceAll("\"usn\":(\\d+)", "\"usn\":9$1");
        List<String> key = List.copyOf(before.keySet()).subList(0, 1);
        try (Reader reader = new Reader(source())) {
            assertThat(asked(reader, key, before.watermark).knownUntil).isNull();
            Instant dayAgo = Instant.now().minus(Duration.ofDays(1));
            for (String watermark : List.of(other, setBack)) {
                assertThat(asked(reader, key, watermark).knownUntil)
                        .isBetween(dayAgo.minusSeconds(1), dayAgo.plusSeconds(60));
                // What the next run has to go by, and so on.
                Collected next = reader.read(new Collected("dir", Pull.Mode.FULL, watermark));
                Instant until = asked(reader, key, next.watermark).knownUntil;
                assertThat(until).isBetween(dayAgo.minusSeconds(1), dayAgo.plusSeconds(60));
                Collected changes = reader.changes(next.watermark);
                assertThat(asked(reader, key, changes.watermark).knownUntil).isEqualTo(until);
                String later = String.valueOf(changes.watermark)
                        .replaceAll("\"since\":\"[^\"]+\"", "\"since\":\"2026-01-01T00:00:00Z\"");
                assertThat(asked(reader, key, later).knownUntil).isNull();
            }
        }
    }

    private static Collected asked(Reader reader, List<String> keys, @Nullable String watermark) {
        Collected pull = new Collected("dir", Pull.Mode.KEYS, watermark);
        pull.those = keys;
        return reader.read(pull);
    }

    @Test
    @Order(7)
    void aListOfMoreValuesThanTheServerGivesAtOnceIsReadToItsEnd() throws Exception {
        LdapSource source = LdapSource.of(Reader.settings(source()), "dir");
        PagedContext context = new LdapConnector(java.time.Duration.ofSeconds(5), java.time.Duration.ofSeconds(20))
                .open(source, source.servers().get(0));
        try {
            var controls = RootDse.controls(javax.naming.directory.SearchControls.OBJECT_SCOPE, "member;range=0-99");
            var group =
                    context.few("CN=Big," + GROUPS, "(objectClass=*)", controls).get(0);
            assertThat(group.getAttributes().get("member")).isNull();
            Ranges.complete(context, group);
            // u1 moved, which a group follows, and u2 was deleted, which ended its membership.
            assertThat(group.getAttributes().get("member").size()).isEqualTo(MANY - 1);
        } finally {
            context.disconnect();
        }
    }

    @Test
    @Order(8)
    void whatIsWrongWithTheSignInIsNamed() {
        try (Reader password = new Reader(Reader.with(source(), "password", "wrong"));
                Reader startTls = new Reader(
                        Reader.with(source(), "url", List.of("ldap://" + SambaDc.ADDRESS), "tls", "start-tls"))) {
            assertThat(password.failure()).hasMessageContaining("the password is wrong");
            assertThat(startTls.full().users).isNotEmpty();
        }
    }

    @Test
    @Order(9)
    void anAccountWhoseStateMayNotBeReadIsNotTakenForOneInUse() throws LDAPException {
        user("secret", new Attribute("description", "Nobody may see whether it is disabled"));
        replace(dn("secret"), "userAccountControl", "546");
        assertThat(once().isActive("sAMAccountName", "secret")).isFalse();
        dc.hide(dn("secret"), "bf967a68-0de6-11d0-a285-00aa003049e2");
        try (Reader reader = new Reader(source())) {
            assertThat(reader.failure()).hasMessageContaining("The account 'secret' comes without userAccountControl");
        } finally {
            admin.delete(dn("secret"));
        }
        assertThat(once().users).hasSize(MANY + 2);
    }

    @Test
    @Order(10)
    void aServerThatIsKilledInMidReadIsNotBelieved() {
        try (Reader reader = new Reader(Reader.with(source(), "page-size", 100))) {
            Collected pull = new Collected("dir", Pull.Mode.FULL, null) {
                @Override
                public void page(List<PulledUser> page) {
                    super.page(page);
                    if (pages.size() == 3) {
                        dc.kill();
                    }
                }
            };
            PullFailure failure = reader.failure(pull);
            assertThat(failure.isPassing()).isTrue();
            assertThat(pull.complete).isFalse();
        }
        dc.restart();
        assertThat(once().users).hasSize(MANY + 2);
    }
}
