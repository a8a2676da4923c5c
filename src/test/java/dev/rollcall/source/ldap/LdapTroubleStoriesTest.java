package dev.rollcall.source.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.sync.PullFixture;
import dev.rollcall.sync.SharedPullFixture;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an admin is told, and what becomes of members, when a directory that was read for long cannot be trusted any more. */
@ExtendWith(SharedPullFixture.class)
@Timeout(60)
class LdapTroubleStoriesTest {
    private static final String SOURCE = "trouble";

    private final Certificates certificates = Certificates.shared();

    /** The test of the source and a run both name the cause, nobody is touched, and it is over once the source is right again. */
    private static void isToldAndHurtsNobody(PullFixture bench, Map<String, Object> patch, String... words) {
        try (InMemory directory = new InMemory()) {
            directory.person("trouble-anna");
            directory.person("trouble-bernd");
            Map<String, Object> good = new LinkedHashMap<>(directory.source("open-ldap"));
            good.put("kind", "ldap");
            change(bench, good);
            bench.full(SOURCE);
            List<Map<String, Object>> before = bench.everything();

            change(bench, patch);
            JsonNode tested = bench.rollcall
                    .api("POST", "/sources/" + SOURCE + "/test", null)
                    .json();
            JsonNode run = bench.run(SOURCE, "full", false);

            assertThat(tested.path("ok").asBoolean()).isFalse();
            assertThat(run.path("state").asText()).isEqualTo("failed");
            for (JsonNode told : List.of(tested, run)) {
                assertThat(told.path("sentence").asText())
                        .contains(words)
                        .endsWith(".")
                        .doesNotContain("Exception", "\n");
                assertThat(told.toString()).doesNotContain(InMemory.PASSWORD, "wrong-4711");
            }
            assertThat(bench.everything()).isEqualTo(before);
            assertThat(bench.rollcall.log()).doesNotContain(InMemory.PASSWORD, "wrong-4711");
            change(bench, good);
            assertThat(bench.full(SOURCE)).isEqualTo(Map.of("read", 2, "unchanged", 2));
        }
    }

    private static void change(PullFixture bench, Map<String, Object> source) {
        bench.change(Map.of("sources", Map.of(SOURCE, source)));
    }

    @ParameterizedTest
    @CsvSource({"ldaps, expired, has expired. Renew it", "start-tls, other, made for other names than 'localhost'"})
    void aCertificateThatProvesNothing(String tls, String certificate, String words, PullFixture bench) {
        boolean ldaps = tls.equals("ldaps");
        try (InMemory directory = InMemory.encrypted(certificates.server(certificate), ldaps)) {
            directory.person("trouble-anna");
            String url = (ldaps ? "ldaps" : "ldap") + "://localhost:" + directory.server.getListenPort();
            isToldAndHurtsNobody(bench, to(url, tls), "The certificate of localhost:", words);
        }
    }

    private Map<String, Object> to(String url, String tls) {
        return Map.of("url", List.of(url), "tls", tls, "trust-store", certificates.authority());
    }

    @Test
    void startTlsThatSomebodyBetweenStripped(PullFixture bench) {
        byte[] refused = {0x30, 0x0c, 0x02, 0x01, 0x01, 0x78, 0x07, 0x0a, 0x01, 0x02, 0x04, 0x00, 0x04, 0x00};
        try (Between between = new Between((client, number, self) -> {
            self.hear(client);
            client.getOutputStream().write(refused);
            self.hear(client);
        })) {
            isToldAndHurtsNobody(
                    bench,
                    to("ldap://localhost:" + between.port(), "start-tls"),
                    "refuses StartTLS",
                    "nothing was sent to it");
            assertThat(new String(between.seen(), StandardCharsets.ISO_8859_1))
                    .doesNotContain(InMemory.PASSWORD, InMemory.BIND_DN);
        }
    }

    @Test
    void aPasswordThatIsWrong(PullFixture bench) {
        isToldAndHurtsNobody(
                bench,
                Map.of("password", "wrong-4711"),
                "refuses the sign-in of '" + InMemory.BIND_DN + "'",
                "Check bind-dn and password of source 'trouble'");
    }
}
