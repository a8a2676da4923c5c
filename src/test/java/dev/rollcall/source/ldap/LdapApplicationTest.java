package dev.rollcall.source.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchScope;
import dev.rollcall.bench.RunningRollcall;
import dev.rollcall.source.SourceProbe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In the whole application each LDAP source has its route, which comes and goes with the settings. */
class LdapApplicationTest {
    private static final String GROUP = "cn=Field.Techs (all),ou=Groups,dc=example,dc=com";

    @Test
    void sourcesOfTheSettingsAreTriedPreviewedAndChanged(@TempDir Path folder) {
        try (InMemory directory = new InMemory()) {
            directory.person("anna", "employeeNumber: 4711", "title: Ärztin");
            directory.add(GROUP, "objectClass: groupOfNames", "cn: x", "member: uid=anna,ou=People,dc=example,dc=com");
            Map<String, Object> source = Reader.with(
                    directory.source("open-ldap"), "kind", "ldap", "group-roles", Map.of(GROUP, "Administrator"));
            try (RunningRollcall rollcall =
                    RunningRollcall.start(folder, RunningRollcall.settings(Map.of("sources", Map.of("dir", source))))) {
                SourceProbe.Probe probe = probe(rollcall.camel(), "dir");
                assertThat(probe.sentence())
                        .contains("1 user was found")
                        .contains("without encryption")
                        .doesNotContain(InMemory.PASSWORD);
                assertThat(probe.ok()).isTrue();
                String preview = rollcall.api(
                                "POST",
                                "/sources/dir/preview",
                                Objects.requireNonNull(probe.sample()).document())
                        .text();
                assertThat(preview).contains("Administrator").contains("4711").contains("Ärztin");

                changed(rollcall, "dir", Map.of("password", "wrong"));
                assertThat(probe(rollcall.camel(), "dir").ok()).isFalse();
                assertThat(probe(rollcall.camel(), "dir").sentence()).contains("refuses the sign-in");

                changed(rollcall, "dir", Map.of("password", InMemory.PASSWORD, "filter", "(uid=nobody)"));
                assertThat(probe(rollcall.camel(), "dir").sentence()).contains("(uid=nobody)");

                changed(rollcall, "second", Reader.with(source, "filter", "(uid=anna)"));
                assertThat(probe(rollcall.camel(), "second").ok()).isTrue();
                assertThat(rollcall.api("PATCH", "/settings", "{\"sources\":{\"second\":null}}")
                                .status())
                        .isEqualTo(200);
                assertThat(rollcall.camel().getRoute("pull-second")).isNull();

                var refused = rollcall.api(
                        "PATCH",
                        "/settings",
                        Map.of("sources", Map.of("dir", Map.of("tls", "start-tls", "base", "x"))));
                assertThat(refused.status()).isEqualTo(400);
                assertThat(refused.text()).contains("is no DN");
                assertThat(rollcall.log()).doesNotContain(InMemory.PASSWORD);
            }
        }
    }

    @Test
    void aSourceThatIsTakenAwayWhileItIsReadHurtsNobody(@TempDir Path folder) throws InterruptedException {
        HeldSearch held = new HeldSearch();
        try (InMemory directory = new InMemory(config -> config.addInMemoryOperationInterceptor(held))) {
            directory.person("anna");
            directory.person("bert");
            Map<String, Object> source = Reader.with(directory.source("open-ldap"), "kind", "ldap");
            try (RunningRollcall rollcall = RunningRollcall.start(folder, RunningRollcall.settings(Map.of()))) {
                changed(rollcall, "dir", source);
                assertThat(ended(rollcall, started(rollcall)).path("state").asText())
                        .isEqualTo("done");
                assertThat(active(rollcall)).isEqualTo(2);

                held.hold();
                String run = started(rollcall);
                assertThat(held.isReached()).isTrue();
                assertThat(rollcall.api("PATCH", "/settings", "{\"sources\":{\"dir\":null}}")
                                .status())
                        .isEqualTo(200);
                assertThat(rollcall.camel().getRoute("pull-dir")).isNull();
                held.release();
                // Whether the read still came to its end or broke off: it did not wait for ever, and nobody is gone.
                ended(rollcall, run);
                assertThat(active(rollcall)).isEqualTo(2);

                changed(rollcall, "dir", source);
                JsonNode again = ended(rollcall, started(rollcall));
                assertThat(again.path("sentence").asText()).contains("2 unchanged");
            }
        }
    }

    /** Lets searches wait, once asked to. */
    private static final class HeldSearch extends InMemoryOperationInterceptor {
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);
        private volatile boolean holds;

        void hold() {
            holds = true;
        }

        boolean isReached() throws InterruptedException {
            return reached.await(30, TimeUnit.SECONDS);
        }

        void release() {
            holds = false;
            released.countDown();
        }

        @Override
        public void processSearchRequest(InMemoryInterceptedSearchRequest request) throws LDAPException {
            if (holds && request.getRequest().getScope() == SearchScope.SUB) {
                reached.countDown();
                try {
                    released.await(60, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    throw new LDAPException(ResultCode.OTHER, e);
                }
            }
        }
    }

    private static String started(RunningRollcall rollcall) {
        var answer = rollcall.api("POST", "/sync-runs", Map.of("source", "dir", "mode", "full"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return answer.json().path("id").asText();
    }

    private static JsonNode ended(RunningRollcall rollcall, String id) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> rollcall.api("GET", "/sync-runs/" + id, null).json(),
                        run -> List.of("done", "failed")
                                .contains(run.path("state").asText()));
    }

    private static int active(RunningRollcall rollcall) {
        return rollcall.api("GET", "/members?status=active", null)
                .json()
                .path("members")
                .size();
    }

    private static void changed(RunningRollcall rollcall, String id, Map<String, Object> source) {
        assertThat(rollcall.api("PATCH", "/settings", Map.of("sources", Map.of(id, source)))
                        .status())
                .isEqualTo(200);
    }

    private static SourceProbe.Probe probe(CamelContext camel, String id) {
        List<SourceProbe> probes = camel.getRegistry().findByType(SourceProbe.class).stream()
                .filter(probe -> probe.kind().equals("ldap"))
                .toList();
        assertThat(probes).hasSize(1);
        return probes.get(0).probe(id);
    }
}
