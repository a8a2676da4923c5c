package dev.rollcall.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.audit.Audit;
import dev.rollcall.database.MigratedDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

class SettingsTest {
    private static final String BASE = """
            rollcall:
              application-name: Assets
              targets: { jdbc: { password: canary-1 } }
              roles: { catalogue: [{ name: Administrator }, { name: Staff User }] }
              sources:
                okta: { kind: scim, token: canary-2, attributes: { custom.Team: a } }
            """;

    private final Path folder;

    private DataSource database = MigratedDatabase.h2();

    SettingsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    static Stream<Supplier<DataSource>> databases() {
        return Stream.of(MigratedDatabase::h2, MigratedDatabase::postgres);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aPatchComesIntoForceAndNullTakesItBack(Supplier<DataSource> kind) {
        database = kind.get();
        Settings settings = start(BASE);
        List<String> heard = new ArrayList<>();
        settings.onChange(changed -> heard.add(changed.applicationName()));

        settings.patch(json("{'application-name': 'Inventory', 'delivery': {'inline-wait': '500ms'}}"), "ann");
        assertThat(settings.current().applicationName()).isEqualTo("Inventory");
        assertThat(settings.current().delivery().inlineWait()).isEqualTo(Duration.ofMillis(500));
        assertThat(settings.version()).isEqualTo(1);

        settings.patch(json("{'application-name': null}"), "ann");
        assertThat(settings.current().applicationName()).isEqualTo("Assets");
        assertThat(settings.current().delivery().inlineWait()).isEqualTo(Duration.ofMillis(500));
        assertThat(heard).containsExactly("Inventory", "Assets");
        assertThat(new JdbcTemplate(database).queryForList("SELECT actor FROM audit WHERE action = 'settings.change'"))
                .hasSize(2);
        assertThat(start(BASE).current().delivery().inlineWait()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void anotherReplicaTakesTheChangeUpWithinFiveSeconds() {
        Settings one = start(BASE);
        Settings other = start(BASE);
        SettingsWatch watch = new SettingsWatch(other);
        watch.start();
        try {
            one.patch(json("{'application-name': 'Inventory'}"), "ann");
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> other.current().applicationName().equals("Inventory"));
        } finally {
            watch.stop();
        }
    }

    @Test
    void allProblemsAreNamedAtOnceAndNothingIsTaken() {
        Settings settings = start(BASE);

        assertThatThrownBy(() -> settings.patch(
                        json("{'roles': {'missing': 'Ghost', 'unknown': {'policy': 'guess'}},"
                                + "'custom-fields': [{'name': 'A', 'type': 'dropdown'}, {'name': 'a', 'type': 'colour'}],"
                                + "'sources': {'UPPER': {'adopt': 'phone'}}}"),
                        "ann"))
                .isInstanceOfSatisfying(
                        SettingsRefused.class,
                        refused -> assertThat(refused.problems())
                                .hasSize(7)
                                .anyMatch(p -> p.startsWith("rollcall.roles.missing: the role 'Ghost'"))
                                .anyMatch(p -> p.startsWith("rollcall.roles.unknown.policy must be one of"))
                                .anyMatch(p -> p.contains("'A' is a dropdown without options"))
                                .anyMatch(p -> p.contains("'a' is there twice"))
                                .anyMatch(p -> p.contains("'colour'"))
                                .anyMatch(p -> p.contains("rollcall.sources.UPPER: a source's id"))
                                .anyMatch(p -> p.contains("rollcall.sources.UPPER.adopt")));
        assertThat(settings.version()).isZero();
    }

    @Test
    void unknownKeysAndWrongKindsAreNamedWithAWayOut() {
        Settings settings = start(BASE);

        assertThatThrownBy(() -> settings.patch(
                        json(
                                "{'publicUrl': 'x', 'data-dir': 'y', 'admin': {'password': 'z'}, 'targets': {'snipe': {}},"
                                        + "'sources': {'ad': {'kind': 'ldpa', 'url': 'x'}}, 'delivery': {'max-attempts': 'many'}}"),
                        "ann"))
                .isInstanceOfSatisfying(
                        SettingsRefused.class,
                        refused -> assertThat(refused.problems())
                                .hasSize(6)
                                .contains(
                                        "rollcall.publicUrl is not a setting. The nearest one is rollcall.public-url.")
                                .contains(
                                        "rollcall.targets.snipe is not a setting. The nearest one is rollcall.targets.snipe-it.")
                                .anyMatch(p -> p.startsWith("rollcall.data-dir is read at the start only"))
                                .anyMatch(p -> p.startsWith("rollcall.admin is read at the start only"))
                                .anyMatch(
                                        p -> p.equals(
                                                "rollcall.sources.ad.kind must be one of google, ldap, route, scim; not 'ldpa'."))
                                .anyMatch(p -> p.startsWith("rollcall.delivery.max-attempts must be a whole number")));
    }

    @Test
    void theStartIsRefusedForAnUnknownKey() {
        assertThatThrownBy(() -> start("rollcall: { sources: { okta: { tokn: a } } }"))
                .isInstanceOf(SettingsRefused.class)
                .hasMessageContaining(
                        "rollcall.sources.okta.tokn is not a setting. The nearest one is rollcall.sources.okta.token.");
    }

    @Test
    void readOnlySettingsStayAsTheFileSays() {
        Settings settings = start(BASE + "  settings: { editable: false }\n");

        assertThatThrownBy(() -> settings.patch(json("{'application-name': 'X'}"), "ann"))
                .isInstanceOfSatisfying(
                        SettingsRefused.class,
                        refused -> assertThat(refused.kind()).isEqualTo(SettingsRefused.Kind.CLOSED))
                .hasMessageContaining("read-only");
        assertThat(settings.current().applicationName()).isEqualTo("Assets");
    }

    @Test
    void secretsCanBeSetAndNeverComeBack() {
        Settings settings = start(BASE);
        settings.patch(json("{'sources': {'okta': {'token': 'canary-3'}, 'new': {'token': 'canary-4'}}}"), "ann");

        assertThat(TokenHash.ofSetting(okta(settings).token())).isEqualTo(TokenHash.of("canary-3"));
        assertThat(settings.effectiveTree().toString()).doesNotContain("canary").contains("\"token\":\"***\"");
        assertThat(settings.export()).doesNotContain("canary").contains("${ROLLCALL_SOURCES_OKTA_TOKEN}");
        assertThat(settings.current().toString()).doesNotContain("canary");
        JdbcTemplate jdbc = new JdbcTemplate(database);
        assertThat(jdbc.queryForList("SELECT detail FROM audit").toString()).doesNotContain("canary");
        assertThat(jdbc.queryForList("SELECT * FROM settings_version").toString())
                .doesNotContain("canary");
    }

    /** PostgreSQL would refuse a role with it at the next start. */
    @Test
    void aTextThatNoDatabaseTakesIsRefused() {
        Settings settings = start(BASE);

        for (String bad : List.of("a\\u0000b", "half \\ud800")) {
            assertThatThrownBy(() -> settings.patch(
                            json("{'roles': {'catalogue': [{'name': 'Administrator'}, {'name': '" + bad + "'}]},"
                                    + "'sources': {'okta': {'attributes': {'city': {'from': ['" + bad + "']}}}}}"),
                            "ann"))
                    .isInstanceOfSatisfying(
                            SettingsRefused.class,
                            refused -> assertThat(refused.problems())
                                    .anyMatch(p -> p.startsWith("rollcall.roles.catalogue[1].name holds the character"))
                                    .anyMatch(p ->
                                            p.startsWith("rollcall.sources.okta.attributes.city holds the character")));
        }
    }

    /** An H2 address can name code that runs on the server: no console user may bring one in. */
    @Test
    void theAddressOfTheTargetsDatabaseIsTheFilesAlone() {
        Settings settings = start(BASE);

        for (String url : List.of("jdbc:h2:mem:x;INIT=RUNSCRIPT FROM file", "jdbc:postgresql://db.example/assets")) {
            assertThatThrownBy(() -> settings.patch(json("{'targets': {'jdbc': {'url': \"" + url + "\"}}}"), "ann"))
                    .hasMessageStartingWith("rollcall.targets.jdbc.url is read at the start only");
        }
        settings.patch(json("{'targets': {'jdbc': {'url': null}}}"), "ann");
        assertThat(settings.current().targets().jdbc().url()).isEmpty();
    }

    @Test
    void aMaskThatComesBackLeavesTheSecretAsItIs() {
        Settings settings = start(BASE);
        settings.patch(settings.effectiveTree(), "ann");

        assertThat(okta(settings).token()).isEqualTo("canary-2");
        assertThat(settings.current().targets().jdbc().password()).isEqualTo("canary-1");
        assertThatThrownBy(() -> start("rollcall: { sources: { okta: { token: '***' } } }"))
                .hasMessageContaining("rollcall.sources.okta.token is the mask of an answer");
    }

    @Test
    void twoSourcesMayNotHaveTheSameToken() {
        assertThatThrownBy(() -> start("rollcall: { sources: { a: { token: same }, b: { token: same } } }"))
                .hasMessageContaining("rollcall.sources.b.token is the token of source 'a' too");
    }

    @Test
    void nestedAndFlatNamesOfACustomFieldOverrideTheSameEntry() {
        Settings settings = start(BASE);
        settings.patch(json("{'sources': {'okta': {'attributes': {'custom': {'Team': 'b'}}}}}"), "ann");

        assertThat(okta(settings).attributes().toString()).isEqualTo("{custom.Team=\"b\"}");
    }

    @Test
    void writersAtTheSameTimeLoseNothing() {
        Settings settings = start(BASE);
        List<CompletableFuture<Void>> writers = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.runAsync(
                        () -> settings.patch(json("{'sources': {'s" + i + "': {'adopt': 'email'}}}"), "w" + i)))
                .toList();
        writers.forEach(CompletableFuture::join);

        assertThat(settings.version()).isEqualTo(4);
        assertThat(settings.current().sources()).containsOnlyKeys("okta", "s0", "s1", "s2", "s3");
    }

    @Test
    void theExportStartsAnotherRollcallWithTheSameSettings() throws IOException {
        Settings settings = start(BASE);
        settings.patch(
                json(
                        "{'roles': {'catalogue': [{'name': 'Administrator'}, {'name': 'Staff User', 'aliases': ['No', '1']}]}}"),
                "ann");
        database = MigratedDatabase.h2();

        Settings again = start(
                settings.export(), "ROLLCALL_SOURCES_OKTA_TOKEN=canary-2", "ROLLCALL_TARGETS_JDBC_PASSWORD=canary-1");
        assertThat(again.current()).isEqualTo(settings.current());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12:30",
                "1_000",
                "0x1F",
                "1e3",
                ".inf",
                "<<",
                "=",
                "2026-01-31",
                "No",
                "~",
                "${HOME}",
                "a: b",
                "#x",
                "'q'",
                "007"
            })
    void whatYamlTakesForSomethingElseIsTheSameAfterAnExport(String text) throws IOException {
        Settings settings = start(BASE);
        ObjectNode patch = json("{'custom-fields': [{'name': 'Team'}], 'sources': {'okta': {'attributes': {}}}}");
        ((ObjectNode) patch.at("/custom-fields/0")).put("default", text);
        ((ObjectNode) patch.at("/sources/okta/attributes"))
                .set("city", json("{'from': 'a'}").set("lookup", json("{}").put(text, text)));
        settings.patch(patch, "ann");
        database = MigratedDatabase.h2();

        Settings again = start(
                settings.export(), "ROLLCALL_SOURCES_OKTA_TOKEN=canary-2", "ROLLCALL_TARGETS_JDBC_PASSWORD=canary-1");

        assertThat(again.current()).isEqualTo(settings.current());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'roles': {'precedence': [null]}} | rollcall.roles.precedence[0] is null",
                "{'custom-fields': [null]} | rollcall.custom-fields[0] is null",
                "{'roles': {'missing': 'Ghost'}} | rollcall.roles.missing: the role 'Ghost' is not in rollcall.roles.catalogue",
                "{'roles': {'catalogue': [{'name': 'A'}]}} | rollcall.roles.missing: the role 'Staff User' is not in",
                "{'roles': {'unknown': {'policy': 'role', 'role': 'Ghost'}}} | rollcall.roles.unknown.role: the role 'Ghost' is not in",
                "{'roles': {'precedence': ['Ghost']}} | rollcall.roles.precedence: the role 'Ghost' is not in",
                "{'sources': {'okta': {'missing-role': 'Ghost'}}} | rollcall.sources.okta.missing-role: the role 'Ghost' is not in",
                "{'sources': {'okta': {'unknown-role': {'policy': 'role'}}}} | rollcall.sources.okta.unknown-role.role: the role '' is not in",
                "{'roles': {'catalogue': [{'name': 'B'}], 'unknown': {'policy': 'administrator'}}} | rollcall.roles.unknown.policy (administrator)",
                "{'roles': {'catalogue': [{'name': 'R', 'aliases': ['a', null]}]}} | rollcall.roles.catalogue[0].aliases[1] is null",
                "{'delivery': {'max-attempts': 0}} | rollcall.delivery.max-attempts must be a whole number from 1",
                "{'targets': {'snipe-it': {'requests-per-minute': 0}}} | requests-per-minute must be a whole number from 1",
                "{'delivery': {'poll': 5}} | rollcall.delivery.poll is read at the start only",
                "{'adoption': {'poll': 5}} | rollcall.adoption.poll is read at the start only",
                "{'sources': {'okta': {'kind': 'google'}}} | rollcall.sources.okta.token is no setting of the kind 'google'",
                "{'public-url': 'https://a.example/?x=1'} | rollcall.public-url has a query (?) or a fragment (#)",
            })
    void aPatchThatCannotBeIsRefusedByPlaceAndReason(String patch, String sentence) {
        Settings settings = start(BASE);

        assertThatThrownBy(() -> settings.patch(json(patch), "ann"))
                .isInstanceOf(SettingsRefused.class)
                .hasMessageContaining(sentence);

        assertThat(settings.version()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "rolcall, rolcall is not a setting. The nearest one is rollcall.",
        "RollCall, RollCall is not a setting. The nearest one is rollcall.",
        "roles, roles stands at the left edge of application.yaml"
    })
    void settingsOutsideTheirBlockAreNamed(String root, String sentence) {
        assertThatThrownBy(() -> start(BASE + root + ": { unknown: { policy: hold } }\n"))
                .isInstanceOf(SettingsRefused.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void allSettingsMaySendBackWhatOnlyTheFileSays() {
        Settings settings = start(BASE + "  delivery: { poll: 500 }\n  adoption: { poll: 700 }\n");
        assertThat(settings.effectiveTree().at("/delivery/poll").asInt()).isEqualTo(500);
        ObjectNode all = settings.effectiveTree().put("application-name", "Inventory");

        settings.patch(all, "ann");

        assertThat(settings.current().applicationName()).isEqualTo("Inventory");
        assertThat(settings.current().adoption().poll()).isEqualTo(700);
        assertThat(start(BASE).current().adoption().poll()).isEqualTo(60_000);
    }

    @Test
    void aLimitThatIsLeftOutKeepsItsDefault() {
        Settings settings = start(BASE);

        settings.patch(json("{'guard': {'deactivate': {'percent': 30}, 'change': {}}}"), "ann");

        assertThat(settings.current().guard())
                .isEqualTo(new RollcallSettings.Guard(
                        new RollcallSettings.Limit(30, 50), new RollcallSettings.Limit(20, null)));
    }

    @Test
    void blanksAroundAValueAreNoPartOfIt() {
        Settings settings = start(BASE);

        settings.patch(json("{'protected-members': [' boss@corp.example ']}"), "ann");

        assertThat(settings.current().protectedMembers()).containsExactly("boss@corp.example");
    }

    private static Source okta(Settings settings) {
        return java.util.Objects.requireNonNull(settings.current().sources().get("okta"));
    }

    private Settings start(String yaml, String... commandLine) {
        try {
            JdbcTemplate jdbc = new JdbcTemplate(database);
            return new Settings(
                    new SettingsSource(YamlEnvironment.of(folder, yaml, "", commandLine)),
                    new SettingsStore(jdbc),
                    List.of(),
                    new Audit(jdbc, Clock.systemUTC()),
                    new DataSourceTransactionManager(database));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static ObjectNode json(String singleQuoted) {
        try {
            return (ObjectNode) SettingsMapper.JSON.readTree(singleQuoted.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
