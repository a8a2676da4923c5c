package dev.rollcall.source.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.source.PullFailure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing goes to a server that cannot prove who it is, and the password never goes in the clear. */
class LdapTlsTest {
    private final Certificates certificates = Certificates.shared();

    private InMemory server(String certificate, boolean ldaps) {
        InMemory directory = InMemory.encrypted(certificates.server(certificate), ldaps);
        directory.person("anna");
        return directory;
    }

    private Map<String, Object> source(InMemory directory, String tls) {
        return source(directory, tls, directory.server.getListenPort(), certificates.authority());
    }

    private static Map<String, Object> source(InMemory directory, String tls, int port, String trust) {
        String scheme = tls.equals("ldaps") ? "ldaps" : "ldap";
        return Reader.with(
                directory.source("open-ldap"),
                "url",
                List.of(scheme + "://localhost:" + port),
                "tls",
                tls,
                "trust-store",
                trust);
    }

    @ParameterizedTest
    @CsvSource({"ldaps", "start-tls"})
    void aServerOfTheOwnAuthorityIsRead(String tls) {
        try (InMemory directory = server("good", tls.equals("ldaps"));
                Reader reader = new Reader(source(directory, tls))) {
            assertThat(reader.full().users).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ldaps, expired, has expired",
        "start-tls, expired, has expired",
        "ldaps, other, made for other names than 'localhost'",
        "start-tls, other, made for other names than 'localhost'",
        "ldaps, pinned, an authority that is not trusted",
        "start-tls, pinned, an authority that is not trusted"
    })
    void aCertificateThatProvesNothingIsRefused(String tls, String certificate, String sentence) {
        try (InMemory directory = server(certificate, tls.equals("ldaps"));
                Reader reader = new Reader(source(directory, tls))) {
            PullFailure failure = reader.failure();
            assertThat(failure).hasMessageContaining(sentence);
            assertThat(failure.isPassing()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"ldaps", "start-tls"})
    void anExpiredCertificateIsRefusedEvenWhereItIsTrustedItself(String tls) {
        try (InMemory directory = server("pinned", tls.equals("ldaps"))) {
            int port = directory.server.getListenPort();
            try (Reader reader = new Reader(source(directory, tls, port, certificates.pem("pinned")))) {
                assertThat(reader.failure()).hasMessageContaining("has expired");
            }
        }
    }

    @Test
    void withoutTheOwnAuthorityJavasTrustStoreCounts() {
        try (InMemory directory = server("good", true);
                Reader reader = new Reader(source(directory, "ldaps", directory.server.getListenPort(), ""))) {
            assertThat(reader.failure()).hasMessageContaining("an authority that is not trusted");
        }
    }

    @Test
    void aTrustStoreThatIsNoneIsNamed() {
        try (InMemory directory = server("good", true);
                Reader missing = new Reader(source(directory, "ldaps", 1, "/nowhere/ca.pem"));
                Reader noPem = new Reader(source(directory, "ldaps", 1, "pom.xml"))) {
            assertThat(missing.failure())
                    .hasMessageContaining("/nowhere/ca.pem")
                    .hasMessageContaining("cannot be read");
            assertThat(noPem.failure()).hasMessageContaining("holds no certificate");
        }
    }

    @Test
    void aServerWithoutStartTlsIsSentNothing() {
        try (InMemory directory = new InMemory()) {
            directory.person("anna");
            assertNothingIsTold(
                    directory,
                    new Between((client, number, between) ->
                            between.pass(client, directory.server.getListenPort(), Long.MAX_VALUE)),
                    "refuses StartTLS");
        }
    }

    @Test
    void whoTalksRollcallOutOfStartTlsIsSentNothing() {
        byte[] refused = {0x30, 0x0c, 0x02, 0x01, 0x01, 0x78, 0x07, 0x0a, 0x01, 0x02, 0x04, 0x00, 0x04, 0x00};
        try (InMemory directory = new InMemory()) {
            assertNothingIsTold(
                    directory,
                    new Between((client, number, between) -> {
                        between.hear(client);
                        client.getOutputStream().write(refused);
                        between.hear(client);
                    }),
                    "refuses StartTLS");
        }
    }

    @Test
    void whoAgreesToStartTlsAndThenSpeaksWithoutIsSentNothing() {
        byte[] agreed = {0x30, 0x0c, 0x02, 0x01, 0x01, 0x78, 0x07, 0x0a, 0x01, 0x00, 0x04, 0x00, 0x04, 0x00};
        try (InMemory directory = new InMemory()) {
            assertNothingIsTold(
                    directory,
                    new Between((client, number, between) -> {
                        between.hear(client);
                        client.getOutputStream().write(agreed);
                        between.hear(client);
                        client.getOutputStream().write(agreed);
                        between.hear(client);
                    }),
                    "No encrypted connection|does not speak TLS");
        }
    }

    @Test
    void whoHangsUpAfterStartTlsIsNotCalledAgainWithoutIt() {
        byte[] agreed = {0x30, 0x0c, 0x02, 0x01, 0x01, 0x78, 0x07, 0x0a, 0x01, 0x00, 0x04, 0x00, 0x04, 0x00};
        try (InMemory directory = new InMemory()) {
            Between between = new Between((client, number, self) -> {
                self.hear(client);
                client.getOutputStream().write(agreed);
            });
            assertNothingIsTold(directory, between, "localhost");
            assertThat(between.connections).hasValue(1);
        }
    }

    @Test
    void aConnectionThatIsLostAfterTheHandshakeNeverGoesOnInTheClear() {
        try (InMemory directory = server("good", false)) {
            int port = directory.server.getListenPort();
            for (long bytes = 600; bytes < 1800; bytes += 150) {
                long cut = bytes;
                Between between = new Between((client, number, self) -> self.pass(client, port, cut));
                try (between;
                        Reader reader =
                                new Reader(source(directory, "start-tls", between.port(), certificates.authority()))) {
                    Collected pull = new Collected("dir", dev.rollcall.source.Pull.Mode.FULL, null);
                    try {
                        reader.read(pull);
                    } catch (PullFailure e) {
                        assertThat(pull.complete).isFalse();
                    }
                    assertThat(new String(between.seen(), StandardCharsets.ISO_8859_1))
                            .doesNotContain(InMemory.PASSWORD);
                }
            }
        }
    }

    private void assertNothingIsTold(InMemory directory, Between between, String sentence) {
        try (between;
                Reader reader = new Reader(source(directory, "start-tls", between.port(), certificates.authority()))) {
            assertThat(reader.failure()).hasMessageFindingMatch(sentence);
            assertThat(new String(between.seen(), StandardCharsets.ISO_8859_1))
                    .doesNotContain(InMemory.PASSWORD)
                    .doesNotContain(InMemory.BIND_DN);
        }
    }

    @Test
    void tlsOnAPortWithoutItIsNamed() {
        try (InMemory directory = new InMemory();
                Reader reader = new Reader(source(directory, "ldaps"))) {
            assertThat(reader.failure()).hasMessageMatching(".*(does not speak TLS|No encrypted connection).*");
        }
    }
}
