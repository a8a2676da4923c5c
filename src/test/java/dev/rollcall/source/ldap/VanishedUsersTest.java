package dev.rollcall.source.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import dev.rollcall.sync.PullFixture;
import dev.rollcall.sync.SharedPullFixture;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Who does not come in a read of a real OpenLDAP is asked for before anybody is deactivated. */
@ExtendWith(SharedPullFixture.class)
@Timeout(120)
class VanishedUsersTest {
    private static final String SALES = "ou=Sales," + Slapd.ROOT;
    private static final String FIELD = "ou=Field," + Slapd.ROOT;
    private static final String TEAM = "ou=Team," + FIELD;
    private static final String GIVES = """
            moduleload syncprov
            overlay syncprov
            """;
    /** Asks the other server once, as it starts, and again a day later. */
    private static final String TAKES = """
            syncrepl rid=001 provider=ldap://localhost:PORT type=refreshOnly interval=01:00:00:00 retry="1 +"
              searchbase="dc=example,dc=com" bindmethod=simple binddn="cn=admin,dc=example,dc=com" credentials=admin
            """;

    private Path folder = Path.of(".");
    private Slapd slapd;
    private LDAPConnection admin;

    @BeforeEach
    void directory(@TempDir Path temporary) {
        assumeTrue(Processes.isThere("slapd"), "slapd is not installed: apt-get install slapd");
        folder = temporary;
        slapd = new Slapd(folder.resolve("slapd"), Certificates.shared(), "good", GIVES);
        StringBuilder ldif = new StringBuilder(Slapd.tree());
        for (String unit : List.of(SALES, FIELD, TEAM)) {
            ldif.append("dn: ").append(unit).append("\nobjectClass: organizationalUnit\n\n");
        }
        for (String uid : List.of("carla", "dora")) {
            // Nothing says that they were moved with their unit.
            ldif.append(String.join("\n", person(uid, TEAM))).append("\nmodifyTimestamp: 20200101000000Z\n\n");
        }
        slapd.load(ldif.toString());
        admin = slapd.admin();
    }

    @AfterEach
    void stop() {
        admin.close();
        slapd.close();
    }

    private void hire(String uid, String unit) {
        try {
            admin.add(person(uid, unit));
        } catch (LDAPException | LDIFException e) {
            throw new IllegalStateException(e);
        }
    }

    private String[] person(String uid, String unit) {
        return new String[] {
            "dn: uid=" + uid + "," + unit,
            "objectClass: inetOrgPerson",
            "uid: " + uid,
            "cn: " + uid,
            "sn: " + uid,
            "mail: " + uid + "@port" + slapd.port + ".example"
        };
    }

    private void source(PullFixture bench, String id, int port) {
        bench.change(Map.of(
                "sources",
                Map.of(
                        id,
                        Reader.with(
                                slapd.source(Certificates.shared()),
                                "kind",
                                "ldap",
                                "url",
                                List.of("ldap://localhost:" + port),
                                "tls",
                                "none",
                                "base",
                                List.of(SALES, FIELD)))));
    }

    /** Passes everything on; before the first search of that base, once, something happens. */
    private Between before(String base, AtomicBoolean armed, Runnable happens) {
        return new Between((client, number, self) -> {
            try (Socket server = new Socket("localhost", slapd.port)) {
                Thread back = new Thread(() -> {
                    try {
                        server.getInputStream().transferTo(client.getOutputStream());
                    } catch (IOException e) {
                        // One of both hung up.
                    }
                });
                back.start();
                for (byte[] heard = self.hear(client); heard.length > 0; heard = self.hear(client)) {
                    String text = new String(heard, StandardCharsets.ISO_8859_1);
                    if (text.contains(base) && text.contains("inetOrgPerson") && armed.compareAndSet(true, false)) {
                        happens.run();
                    }
                    server.getOutputStream().write(heard);
                }
            }
        });
    }

    @Test
    void whoIsMovedWithItsUnitWhileTheDirectoryIsReadStaysInUse(PullFixture bench) throws LDAPException {
        hire("anna", SALES);
        hire("bernd", FIELD);
        AtomicBoolean armed = new AtomicBoolean();
        try (Between between = before(FIELD, armed, () -> move(TEAM, SALES))) {
            source(bench, "moving", between.port());
            assertThat(bench.full("moving")).containsEntry("created", 4);

            armed.set(true);
            JsonNode dry = bench.run("moving", "full", true);
            move("ou=Team," + SALES, FIELD);
            armed.set(true);
            JsonNode run = bench.done(bench.run("moving", "full", false));

            assertThat(armed).isFalse();
            assertThat(PullFixture.counts(run)).doesNotContainKey("deactivated");
            assertThat(PullFixture.counts(dry)).isEqualTo(PullFixture.counts(run));
            for (JsonNode told : List.of(run, dry)) {
                assertThat(told.path("sentence").asText())
                        .contains("2 who did not come are in the directory after all");
            }
            assertThat(bench.full("moving")).isEqualTo(Map.of("read", 4, "unchanged", 4));

            admin.delete("uid=carla,ou=Team," + SALES);
            JsonNode left = bench.done(bench.run("moving", "full", false));
            assertThat(PullFixture.counts(left)).containsEntry("deactivated", 1);
            assertThat(left.path("sentence").asText()).doesNotContain("after all");
        }
    }

    /** The first server dies with what it had not told the other one yet. */
    @Test
    void whoCameLastStaysInUseWhereAServerAnswersThatLagsBehind(PullFixture bench) throws LDAPException {
        try (Slapd second = new Slapd(
                folder.resolve("second"),
                Certificates.shared(),
                "good",
                TAKES.replace("PORT", Integer.toString(slapd.port)))) {
            Processes.await("the second server has the users", () -> has(second, "uid=dora," + TEAM));
            Instant later = Instant.now().plusSeconds(1);
            Processes.await(
                    "the clock is in another second", () -> Instant.now().isAfter(later));
            hire("hans", FIELD);
            source(bench, "lagging", slapd.port);
            assertThat(bench.full("lagging")).containsEntry("created", 3);

            source(bench, "lagging", second.port);
            JsonNode run = bench.done(bench.run("lagging", "full", false));
            assertThat(PullFixture.counts(run)).isEqualTo(Map.of("read", 2, "unchanged", 2));
            assertThat(run.path("sentence").asText()).contains("1 who came not long ago", "lag behind");

            // Once it is level, whoever is away has left.
            second.restart();
            Processes.await("the second server has hans", () -> has(second, "uid=hans," + FIELD));
            admin.delete("uid=hans," + FIELD);
            second.restart();
            Processes.await("the second server has hans no more", () -> !has(second, "uid=hans," + FIELD));
            assertThat(bench.full("lagging")).isEqualTo(Map.of("read", 2, "unchanged", 2, "deactivated", 1));
        }
    }

    private static boolean has(Slapd server, String dn) {
        try (LDAPConnection connection = server.admin()) {
            return connection.getEntry(dn) != null;
        } catch (LDAPException e) {
            throw new IllegalStateException(e);
        }
    }

    private void move(String dn, String unit) {
        try {
            admin.modifyDN(dn, "ou=Team", true, unit);
        } catch (LDAPException e) {
            throw new IllegalStateException(e);
        }
    }
}
