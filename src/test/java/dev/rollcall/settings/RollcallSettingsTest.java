package dev.rollcall.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RollcallSettingsTest {
    @Test
    void defaults() {
        RollcallSettings settings = bound("{}");

        assertThat(settings.applicationName()).isEqualTo("AssetSonar");
        assertThat(settings.publicUrl()).isEqualTo("http://localhost:8080");
        assertThat(settings.dataDir()).isEqualTo("./data");
        assertThat(settings.admin().username()).isEqualTo("admin");
        assertThat(settings.settings().editable()).isTrue();
        assertThat(settings.delivery())
                .isEqualTo(new RollcallSettings.Delivery(
                        "direct:deliver-jdbc", Duration.ofSeconds(2), 20, 100_000, 1_000));
        assertThat(settings.roles().catalogue())
                .extracting(RollcallSettings.Role::name)
                .containsExactly("Administrator", "Staff User");
        assertThat(settings.roles().missing()).isEqualTo("Staff User");
        assertThat(settings.roles().unknown()).isEqualTo(new RollcallSettings.UnknownRole("role", "Staff User"));
        assertThat(settings.roles().administratorsByFallbackPerDay()).isEqualTo(5);
        assertThat(settings.customFields()).isEmpty();
        assertThat(settings.sources()).isEmpty();
        assertThat(settings.console().oidc().configured()).isFalse();
        assertThat(settings.console().oidc().scopes()).containsExactly("openid", "profile", "email");
        assertThat(new Coherence().problems(settings)).isEmpty();
    }

    @Test
    void everyKeyIsBound() {
        String all = """
                {"application-name":"A","public-url":"https://a.example","data-dir":"/d","admin":{"username":"u","password":"p"},
                 "settings":{"editable":false},
                 "delivery":{"route":"direct:x","inline-wait":"1500ms","max-attempts":3,"queue-limit":4,"poll":5},
                 "adoption":{"poll":6},
                 "targets":{"jdbc":{"url":"jdbc:h2:mem:x","username":"ju","password":"jp"},
                  "assetsonar":{"url":"https://as.example","token":"at","api":"v2","requests-per-minute":61},
                  "snipe-it":{"url":"https://si.example","token":"st","requests-per-minute":62,"create-missing":true,
                   "group-by-role":true}},
                 "roles":{"custom-roles":false,"catalogue":[{"name":"R","protected":true,"aliases":["r1"]}],"missing":"R",
                  "unknown":{"policy":"role","role":"R"},"precedence":["R"],"administrators-by-fallback-per-day":7},
                 "custom-fields":[{"name":"F","type":"dropdown","mandatory":true,"default":"o","options":["o"]}],
                 "sources":{"s":{"kind":"scim","token":"t","adopt":"email","attributes":{"role":["a","b"]},
                  "unknown-role":{"policy":"role","role":"R"},"missing-role":"R",
                  "jwt":{"issuer":"https://i.example","audience":"au","jwk-set-uri":"https://i.example/k"}},
                  "l":{"kind":"ldap","adopt":"none","attributes":{},"schedule":"0 0 * * * ?","incremental-schedule":"0 5 * * * ?",
                   "on-vanish":"keep","never-touch":["n"],"guard":{"deactivate":{"percent":1,"count":2},"change":{"percent":3,"count":9}},"keys-every":3,"unknown-role":{"policy":"hold","role":"R"},"missing-role":"R",
                   "profile":"open-ldap","url":["ldap://h"],"tls":"none","trust-store":"/c.pem","bind-dn":"cn=x","password":"lp",
                   "base":["dc=x"],"filter":"(a=b)","page-size":7,"group-roles":{"cn=g,dc=x":"R"}},
                  "g":{"kind":"google","adopt":"none","attributes":{},"schedule":"","incremental-schedule":"","on-vanish":"keep",
                   "never-touch":["n"],"keys-every":4,"unknown-role":{"policy":"hold","role":"R"},"missing-role":"R",
                   "guard":{"deactivate":{"percent":1,"count":2},"change":{"percent":3,"count":9}},"customer":"c","domain":"","credentials":"/g.json","delegate":"d","org-units":["/S"],
                   "root-url":"http://localhost:1","token-url":"http://localhost:2"}},
                 "notifications":{"schedule":"0 0 7 * * ?","poll":8,"route":"direct:r","from":"f","to":["t"],
                  "smtp":{"url":"smtps://m:465","username":"su","password":"sp"},
                  "gmail":{"credentials":"/g.json","delegate":"d","root-url":"","token-url":""}},
                 "console":{"oidc":{"name":"n","issuer":"https://i.example","client-id":"ci","client-secret":"cs",
                  "scopes":["openid"],"roles-claim":"groups","roles":{"g.1":"admin"},"user-claim":"email"}},
                 "protected-members":["m"],"guard":{"deactivate":{"percent":1,"count":2},"change":{"percent":3,"count":9}}}
                """;
        Shape.Shaped shaped = Shape.of(SettingsTest.json(all));
        assertThat(shaped.problems()).isEmpty();

        assertThat(missing(KnownKeys.ROOT, SettingsTest.json(all), "rollcall")).isEmpty();
        ObjectNode back = SettingsMapper.tree(SettingsMapper.bind(shaped.tree()));
        assertThat(back).isEqualTo(SettingsTest.json(all));
    }

    /** The known keys that the settings lack. */
    private static List<String> missing(Key key, @Nullable JsonNode value, String path) {
        if (value == null) {
            return List.of(path);
        }
        List<String> missing = new ArrayList<>();
        if (key instanceof Key.Fixed fixed) {
            fixed.keys().forEach((name, of) -> missing.addAll(missing(of, value.get(name), path + "." + name)));
        } else if (key instanceof Key.ByKind byKind) {
            return missing(byKind.of(value.path("kind").asText("scim")), value, path);
        } else if (key instanceof Key.ListOf list) {
            return missing(list.of(), value.get(0), path + "[0]");
        } else if (key instanceof Key.Named named) {
            value.fields()
                    .forEachRemaining(
                            each -> missing.addAll(missing(named.of(), each.getValue(), path + "." + each.getKey())));
        }
        return missing;
    }

    @Test
    void textBecomesNumbersFlagsAndTimes() {
        RollcallSettings settings = bound(
                "{'delivery':{'max-attempts':'7','inline-wait':'PT3S'},'roles':{'custom-roles':'no','administrators-by-fallback-per-day':'0'},"
                        + "'custom-fields':[{'name':'F','mandatory':'True','default':5}],'protected-members':'one'}");

        assertThat(settings.delivery().maxAttempts()).isEqualTo(7);
        assertThat(settings.delivery().inlineWait()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.roles().customRoles()).isFalse();
        assertThat(settings.roles().administratorsByFallbackPerDay()).isZero();
        assertThat(settings.customFields().get(0).mandatory()).isTrue();
        assertThat(settings.customFields().get(0).defaultValue()).isEqualTo("5");
        assertThat(settings.protectedMembers()).containsExactly("one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "'2'", "'+2'", "' 2000 '"})
    void aTimeWithoutAUnitIsRefusedAsItWouldBeMilliseconds(String value) {
        assertThat(Shape.of(SettingsTest.json("{'delivery':{'inline-wait':" + value + "}}"))
                        .problems())
                .singleElement()
                .asString()
                .startsWith(
                        "rollcall.delivery.inline-wait must be a time with its unit, such as 2s, 500ms or PT2S, not '");
    }

    @Test
    void noTimeAtAllNeedsNoUnit() {
        assertThat(bound("{'delivery':{'inline-wait':0}}").delivery().inlineWait())
                .isZero();
    }

    private static RollcallSettings bound(String json) {
        return SettingsMapper.bind(Shape.of(SettingsTest.json(json)).tree());
    }
}
