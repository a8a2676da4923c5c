package dev.rollcall.source.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchResult;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ResultCode;
import dev.rollcall.source.PullFailure;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Managers have the same names in every read, wherever they are; a server that cannot tell them ends the read. */
class LdapManagersTest {
    private static final String PEOPLE = "ou=People," + Slapd.ROOT;
    private static final String SECOND = """
            limits dn.exact="cn=few,dc=example,dc=com" size.soft=3 size.hard=3 size.pr=1000 size.prtotal=unlimited
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

    @Test
    void aLimitThatKeepsManagersBackEndsTheRead(@TempDir Path folder) {
        StringBuilder people = new StringBuilder("""
                dn: cn=few,dc=example,dc=com
                objectClass: applicationProcess
                objectClass: simpleSecurityObject
                cn: few
                userPassword: Geheim-42

                """);
        for (int i = 0; i < 5; i++) {
            people.append(Slapd.person("u" + i, "manager: uid=u" + (i + 1) % 5 + "," + PEOPLE));
        }
        try (Slapd slapd = slapd(folder, people.toString());
                Reader whole = new Reader(slapd.source(Certificates.shared()));
                Reader few = new Reader(
                        Reader.with(slapd.source(Certificates.shared()), "bind-dn", "cn=few," + Slapd.ROOT));
                Reader small = new Reader(Reader.with(
                        slapd.source(Certificates.shared()), "bind-dn", "cn=few," + Slapd.ROOT, "page-size", 2))) {
            assertThat(few.failure())
                    .hasMessageContaining("stopped at its size limit, so that not every manager came")
                    .hasMessageContaining("'cn=few," + Slapd.ROOT + "'")
                    .hasMessageContaining("lower page-size");
            assertThat(small.full().documents()).isEqualTo(whole.full().documents());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TIME_LIMIT_EXCEEDED, true, 'stopped at its time limit, so that not every manager came'",
        "ADMIN_LIMIT_EXCEEDED, false, 'stopped at its size limit, so that not every manager came'",
        "OTHER, false, 'did not tell who the managers are: LDAP result code 80'"
    })
    void aServerThatDoesNotTellManagersIsNotBelieved(String code, boolean passing, String sentence) throws Exception {
        try (InMemory directory = answering(code);
                Reader reader = new Reader(directory.source("open-ldap"))) {
            PullFailure failure = reader.failure();
            assertThat(failure).hasMessageContaining(sentence);
            assertThat(failure.isPassing()).isEqualTo(passing);
        }
    }

    @ParameterizedTest
    @CsvSource({"NO_SUCH_OBJECT", "INSUFFICIENT_ACCESS_RIGHTS", "UNWILLING_TO_PERFORM", "REFERRAL"})
    void managersThatMayNotBeReadAreKnownByTheirNames(String code) throws Exception {
        try (InMemory directory = answering(code);
                Reader reader = new Reader(directory.source("open-ldap"))) {
            Collected read = reader.full();
            assertThat(read.complete).isTrue();
            assertThat(read.user("uid", "anna").path("manager"))
                    .isEqualTo(read.user("uid", "anna")
                            .objectNode()
                            .put("dn", "cn=Boss,ou=Other," + InMemory.ROOT)
                            .put("displayName", "Boss"));
        }
    }

    /** A directory of one user whose manager cannot be looked up. */
    private static InMemory answering(String code) throws ReflectiveOperationException {
        ResultCode result = (ResultCode) ResultCode.class.getField(code).get(null);
        InMemory directory =
                new InMemory(config -> config.addInMemoryOperationInterceptor(new InMemoryOperationInterceptor() {
                    @Override
                    public void processSearchResult(InMemoryInterceptedSearchResult answer) {
                        if (answer.getRequest().getFilter().toString().contains("entryDN")) {
                            answer.setResult(new LDAPResult(answer.getMessageID(), result));
                        }
                    }
                }));
        directory.person("anna", "manager: cn=Boss,ou=Other," + InMemory.ROOT);
        return directory;
    }
}
