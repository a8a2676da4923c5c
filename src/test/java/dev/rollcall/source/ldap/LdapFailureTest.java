package dev.rollcall.source.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchResult;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.ResultCode;
import dev.rollcall.source.Pull;
import dev.rollcall.source.PullFailure;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong is said in a sentence, and a read that was cut is never called complete. */
class LdapFailureTest {
    private static Map<String, Object> to(Map<String, Object> source, String... urls) {
        return Reader.with(source, "url", List.of(urls));
    }

    @Test
    void aWrongPasswordIsNamedAndNotShown() {
        try (InMemory directory = new InMemory();
                Reader reader = new Reader(Reader.with(directory.source("open-ldap"), "password", "wrong-4711"))) {
            PullFailure failure = reader.failure();
            assertThat(failure)
                    .hasMessageContaining("refuses the sign-in of '" + InMemory.BIND_DN + "'")
                    .hasMessageContaining("source 'dir'");
            assertThat(failure.isPassing()).isFalse();
            assertThat(failure).hasStackTraceContaining("dir").asString().doesNotContain("wrong-4711");
        }
    }

    @Test
    void aBindDnThatIsNoDnIsNamed(@TempDir Path folder) {
        assumeTrue(Processes.isThere("slapd"), "slapd is not installed: apt-get install slapd");
        try (Slapd slapd = new Slapd(folder, Certificates.shared(), "good");
                Reader reader = new Reader(Reader.with(slapd.source(Certificates.shared()), "bind-dn", "rollcall"))) {
            PullFailure failure = reader.failure();
            assertThat(failure)
                    .hasMessageContaining("'rollcall'")
                    .hasMessageContaining("bind-dn of source 'dir'")
                    .hasMessageContaining("cn=rollcall,dc=example,dc=com");
            assertThat(failure.isPassing()).isFalse();
        }
    }

    @Test
    void anEmptyPasswordIsNeverSent() {
        try (InMemory directory = new InMemory();
                Reader reader = new Reader(Reader.with(directory.source("open-ldap"), "password", " "))) {
            assertThat(reader.failure()).hasMessageContaining("rollcall.sources.dir.password");
        }
    }

    @Test
    void aHostThatIsNotThereAndAPortThatIsClosedAreNamed() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        try (InMemory directory = new InMemory();
                Reader host = new Reader(to(directory.source("open-ldap"), "ldap://no-such-host.invalid"));
                Reader port = new Reader(to(directory.source("open-ldap"), "ldap://localhost:" + closed))) {
            assertThat(host.failure()).hasMessageContaining("There is no host 'no-such-host.invalid'");
            assertThat(port.failure()).hasMessageContaining("localhost:" + closed + " takes no connections");
            assertThat(port.failure().isPassing()).isTrue();
        }
    }

    /** As a port of ldaps does that is spoken to without TLS. */
    @ParameterizedTest
    @CsvSource({"none", "start-tls"})
    void aServerThatHangsUpIsNamed(String tls) {
        try (InMemory directory = new InMemory();
                Between rude = new Between((client, number, self) -> self.hear(client));
                Reader reader = new Reader(Reader.with(
                        to(directory.source("open-ldap"), "ldap://localhost:" + rude.port()), "tls", tls))) {
            assertThat(reader.failure()).hasMessageContaining("localhost:" + rude.port() + " hung up. Check the port");
            assertThat(reader.failure().isPassing()).isTrue();
        }
    }

    @Test
    void aSilentServerIsNotWaitedForForEver() {
        try (InMemory directory = new InMemory();
                Between silent = new Between((client, number, self) -> {
                    while (self.hear(client).length > 0) {
                        // Says nothing.
                    }
                });
                Reader reader = new Reader(
                        to(directory.source("open-ldap"), "ldap://localhost:" + silent.port()),
                        Duration.ofMillis(500))) {
            assertThat(reader.failure()).hasMessageContaining("does not answer in time");
        }
    }

    @ParameterizedTest
    @CsvSource({"'ou=Nobody,dc=example,dc=com'", "'ou=People,dc=elsewhere,dc=com'"})
    void aBaseThatIsNotThereIsNamed(String base) {
        try (InMemory directory = new InMemory();
                Reader reader = new Reader(Reader.with(directory.source("open-ldap"), "base", List.of(base)))) {
            directory.person("anna");
            assertThat(reader.failure()).hasMessageContaining("There is no base '" + base + "'");
        }
    }

    @Test
    void nobodyIsNeverAnAnswer() {
        try (InMemory directory = new InMemory();
                Reader reader =
                        new Reader(Reader.with(directory.source("open-ldap"), "filter", "(objectClass=prson)"))) {
            directory.person("anna");
            assertThat(reader.failure())
                    .hasMessageContaining("(objectClass=prson)")
                    .hasMessageContaining("check base, filter and rights");
            Collected keys = new Collected("dir", Pull.Mode.KEYS, null);
            assertThat(reader.failure(keys)).hasMessageContaining("(objectClass=prson)");
            assertThat(keys.complete).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SIZE_LIMIT_EXCEEDED, size limit",
        "ADMIN_LIMIT_EXCEEDED, size limit",
        "TIME_LIMIT_EXCEEDED, time limit",
        "UNAVAILABLE_CRITICAL_EXTENSION, where the next page of users begins",
        "UNWILLING_TO_PERFORM, where the next page of users begins",
        "INSUFFICIENT_ACCESS_RIGHTS, may not read",
        "REFERRAL, There is no base",
        "OTHER, LDAP result code 80"
    })
    void aServerThatStopsHalfWayIsNotBelieved(String code, String sentence) throws Exception {
        ResultCode result = (ResultCode) ResultCode.class.getField(code).get(null);
        var stops = new InMemoryOperationInterceptor() {
            int pages;

            @Override
            public void processSearchResult(InMemoryInterceptedSearchResult answer) {
                if (answer.getRequest().getFilter().toString().contains("inetOrgPerson") && ++pages % 3 == 2) {
                    answer.setResult(new LDAPResult(
                            answer.getMessageID(),
                            result,
                            null,
                            null,
                            new String[0],
                            answer.getResult().getResponseControls()));
                }
            }
        };
        try (InMemory directory = new InMemory(config -> config.addInMemoryOperationInterceptor(stops));
                Reader reader = new Reader(Reader.with(directory.source("open-ldap"), "page-size", 10))) {
            for (int i = 0; i < 25; i++) {
                directory.person("u" + i);
            }
            assertThat(reader.failure()).hasMessageContaining(sentence);
        }
    }

    /** As a domain controller does from which many read. */
    @ParameterizedTest
    @CsvSource({"UNAVAILABLE_CRITICAL_EXTENSION", "UNWILLING_TO_PERFORM"})
    void aServerThatForgetsWhereAReadWasIsReadAnew(String code) throws Exception {
        ResultCode result = (ResultCode) ResultCode.class.getField(code).get(null);
        var forgets = new InMemoryOperationInterceptor() {
            int pages;

            @Override
            public void processSearchResult(InMemoryInterceptedSearchResult answer) {
                if (answer.getRequest().getFilter().toString().contains("inetOrgPerson") && ++pages == 3) {
                    answer.setResult(
                            new LDAPResult(answer.getMessageID(), result, null, null, new String[0], new Control[0]));
                }
            }
        };
        try (InMemory directory = new InMemory(config -> config.addInMemoryOperationInterceptor(forgets));
                Reader reader = new Reader(Reader.with(directory.source("open-ldap"), "page-size", 10))) {
            for (int i = 0; i < 25; i++) {
                directory.person("u" + i);
            }
            Collected read = reader.full();
            assertThat(read.restarts).isEqualTo(1);
            assertThat(read.users).hasSize(25);
            assertThat(read.complete).isTrue();
        }
    }

    @Test
    void aServerWithoutPagingIsNamed() {
        var refuses = new InMemoryOperationInterceptor() {
            @Override
            public void processSearchResult(InMemoryInterceptedSearchResult answer) {
                if (answer.getRequest().getFilter().toString().contains("inetOrgPerson")) {
                    answer.setResult(new LDAPResult(
                            answer.getMessageID(),
                            ResultCode.UNAVAILABLE_CRITICAL_EXTENSION,
                            null,
                            null,
                            new String[0],
                            new Control[0]));
                }
            }
        };
        try (InMemory directory = new InMemory(config -> config.addInMemoryOperationInterceptor(refuses));
                Reader reader = new Reader(directory.source("open-ldap"))) {
            directory.person("anna");
            assertThat(reader.failure()).hasMessageContaining("does not support paging");
        }
    }

    @Test
    void aServerThatForgetsToSayWhetherMoreFollowsIsNotBelieved() {
        var forgets = new InMemoryOperationInterceptor() {
            @Override
            public void processSearchResult(InMemoryInterceptedSearchResult answer) {
                if (answer.getRequest().getFilter().toString().contains("inetOrgPerson")) {
                    answer.setResult(
                            new LDAPResult(answer.getMessageID(), ResultCode.SUCCESS, null, null, new String[0], null));
                }
            }
        };
        try (InMemory directory = new InMemory(config -> config.addInMemoryOperationInterceptor(forgets));
                Reader reader = new Reader(directory.source("open-ldap"))) {
            directory.person("anna");
            assertThat(reader.failure()).hasMessageContaining("paged results control");
        }
    }

    @Test
    void entriesWithoutTheirKeyAreNotBelieved() {
        try (InMemory directory = new InMemory(config -> config.setGenerateOperationalAttributes(false));
                Reader reader = new Reader(directory.source("open-ldap"))) {
            directory.person("anna");
            assertThat(reader.failure()).hasMessageContaining("come without entryUUID");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {200, 1500, 3000, 5000, 8000})
    void aConnectionThatIsLostInMidReadIsMadeUpForByTheNextServer(long bytes) {
        try (InMemory directory = people();
                Between cuts = new Between(
                        (client, number, self) -> self.pass(client, directory.server.getListenPort(), bytes));
                Reader reader = new Reader(Reader.with(
                        directory.source("open-ldap"),
                        "page-size",
                        10,
                        "url",
                        List.of(
                                "ldap://localhost:" + cuts.port(),
                                "ldap://localhost:" + directory.server.getListenPort())))) {
            Collected read = reader.full();
            assertThat(read.users).hasSize(60);
            assertThat(read.complete).isTrue();
            assertThat(cuts.connections).hasValue(1);
        }
    }

    @Test
    void aReadBeginsAgainWhereItsOnlyServerComesBack() {
        try (InMemory directory = people();
                Between cuts = new Between((client, number, self) ->
                        self.pass(client, directory.server.getListenPort(), number == 1 ? 5000 : Long.MAX_VALUE));
                Reader reader = new Reader(Reader.with(
                        to(directory.source("open-ldap"), "ldap://localhost:" + cuts.port()), "page-size", 10))) {
            Collected read = reader.full();
            assertThat(read.users).hasSize(60);
            assertThat(read.restarts).isEqualTo(1);
        }
    }

    @Test
    void aServerThatIsLostAgainAndAgainIsGivenUp() {
        try (InMemory directory = people();
                Between cuts = new Between(
                        (client, number, self) -> self.pass(client, directory.server.getListenPort(), 5000));
                Reader reader = new Reader(Reader.with(
                        to(directory.source("open-ldap"), "ldap://localhost:" + cuts.port()), "page-size", 10))) {
            PullFailure failure = reader.failure();
            assertThat(failure).hasMessageContaining("was lost while users were read");
            assertThat(failure.isPassing()).isTrue();
        }
    }

    @Test
    void aSecondServerServesWhereTheFirstCannotBeUsed() {
        try (InMemory directory = people();
                Reader reader = new Reader(to(
                        directory.source("open-ldap"),
                        "ldap://no-such-host.invalid",
                        "ldap://localhost:" + directory.server.getListenPort()))) {
            assertThat(reader.full().users).hasSize(60);
        }
    }

    private static InMemory people() {
        InMemory directory = new InMemory();
        for (int i = 0; i < 60; i++) {
            directory.person("u" + i);
        }
        return directory;
    }
}
