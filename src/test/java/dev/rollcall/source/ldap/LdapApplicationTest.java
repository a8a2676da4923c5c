package dev.rollcall.source.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.bench.RunningRollcall;
import dev.rollcall.source.SourceProbe;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.CamelContext;
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
