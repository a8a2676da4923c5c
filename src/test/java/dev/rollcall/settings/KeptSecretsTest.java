package dev.rollcall.settings;

import static dev.rollcall.settings.SettingsTest.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.audit.Audit;
import dev.rollcall.database.MigratedDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** Whoever may change settings cannot read a secret, and does not get it by having it sent to an address of theirs. */
class KeptSecretsTest {
    private static final String BASE = """
            rollcall:
              targets:
                assetsonar: { url: "https://acme.example", token: kept-1 }
                snipe-it: { token: kept-2 }
              notifications:
                smtp: { url: "smtps://mail.example", username: u, password: kept-3 }
                gmail: { credentials: /run/secrets/google.json }
              console: { oidc: { issuer: "https://id.example/realm", client-secret: kept-4 } }
              sources:
                ad: { kind: ldap, url: ["ldap://dc1.example", "ldap://dc2.example:1389"], tls: start-tls, bind-dn: cn=x, password: kept-5, base: [dc=x] }
                ws: { kind: google, credentials: /run/secrets/google.json, root-url: "https://proxy.example/a" }
            """;

    private final DataSource database = MigratedDatabase.h2();
    private final Path folder;

    KeptSecretsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'targets': {'assetsonar': {'url': 'https://evil.example'}}} | rollcall.targets.assetsonar.token is kept, and would be sent to https://evil.example:443.
            {'targets': {'assetsonar': {'url': 'https://acme.example:8443'}}} | rollcall.targets.assetsonar.token
            {'targets': {'assetsonar': {'url': 'https://evil.example', 'token': '***'}}} | rollcall.targets.assetsonar.token
            {'targets': {'assetsonar': {'url': 'https://evil.example', 'token': null}}} | rollcall.targets.assetsonar.token
            {'targets': {'snipe-it': {'url': 'https://evil.example'}}} | rollcall.targets.snipe-it.token
            {'notifications': {'smtp': {'url': 'smtps://evil.example'}}} | rollcall.notifications.smtp.password
            {'notifications': {'gmail': {'token-url': 'https://evil.example'}}} | the key file of rollcall.notifications.gmail.credentials
            {'console': {'oidc': {'issuer': 'https://evil.example/realm'}}} | rollcall.console.oidc.client-secret
            {'sources': {'ad': {'url': ['ldap://dc1.example', 'ldap://evil.example']}}} | rollcall.sources.ad.password is kept, and would be sent to ldap://evil.example:389.
            {'sources': {'ad': {'tls': 'none'}}} | would be sent to the network in the clear
            {'sources': {'ws': {'root-url': 'https://evil.example'}}} | rollcall.sources.ws.credentials gives access by would be sent to https://evil.example:443. Such an address is application.yaml's alone
            {'sources': {'ws': {'credentials': '/run/secrets/google.json', 'token-url': 'https://evil.example'}}} | rollcall.sources.ws.credentials
            {'sources': {'new': {'kind': 'google', 'credentials': '/run/secrets/google.json', 'root-url': 'https://evil.example'}}} | rollcall.sources.new.credentials
            """)
    void aKeptSecretGoesNowhereElse(String patch, String sentence) {
        Settings settings = start(BASE);

        assertThatThrownBy(() -> settings.patch(json(patch), "ann"))
                .hasMessageContaining(sentence)
                .hasMessageNotContaining("kept-");
        assertThatThrownBy(() -> settings.after(json(patch))).hasMessageContaining(sentence);
        assertThat(settings.version()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'targets': {'assetsonar': {'url': 'https://new.example', 'token': 'fresh'}}}
            {'targets': {'assetsonar': {'url': 'https://new.example', 'token': ''}}}
            {'targets': {'assetsonar': {'url': 'HTTPS://acme.example:443/inventory'}}}
            {'targets': {'assetsonar': {'token': 'fresh'}}}
            {'sources': {'ad': {'url': ['ldap://dc2.example:1389']}}}
            {'sources': {'ad': {'url': ['ldap://dc2.example:1389', 'ldap://DC1.example:389']}}}
            {'sources': {'ad': {'url': ['ldap://dc3.example'], 'password': 'fresh'}}}
            {'sources': {'ad': {'bind-dn': 'cn=y', 'filter': '(objectClass=person)'}}}
            {'sources': {'ws': {'root-url': '', 'credentials': '/run/secrets/other.json'}}}
            {'sources': {'ws': {'root-url': 'http://localhost:9101'}}}
            {'sources': {'new': {'kind': 'ldap', 'url': ['ldaps://dc.example'], 'bind-dn': 'cn=x', 'password': 'p', 'base': ['dc=x']}}}
            {'sources': {'new': {'kind': 'google', 'credentials': '/run/secrets/google.json'}}}
            {'sources': {'new': {'kind': 'scim', 'token': 'fresh', 'jwt': {'issuer': 'https://any.example', 'audience': 'a'}}}}
            {'targets': {'assetsonar': {'url': 'http://localhost:9102'}}}
            {'sources': {'ad': {'url': ['ldap://127.0.0.1:1389'], 'tls': 'none'}}}
            {'application-name': 'Inventory'}
            """)
    void everythingElseMayBeChanged(String patch) {
        Settings settings = start(BASE);

        settings.patch(json(patch), "ann");

        assertThat(settings.version()).isEqualTo(1);
    }

    /** The way round: bring a secret of one's own along, then take it back, so that the file's one shows again. */
    @Test
    void theSecretOfTheFileIsNotTakenUpAtAnAddressThatWasSetHere() {
        Settings settings = start(BASE);
        settings.patch(json("{'targets': {'assetsonar': {'url': 'https://evil.example', 'token': 'x'}}}"), "ann");

        assertThatThrownBy(() -> settings.patch(json("{'targets': {'assetsonar': {'token': null}}}"), "ann"))
                .hasMessageContaining("rollcall.targets.assetsonar.token is kept");
        // Nor does the one that was brought along for the new address go to the old one.
        assertThatThrownBy(() -> settings.patch(json("{'targets': {'assetsonar': {'url': null}}}"), "ann"))
                .hasMessageContaining("https://acme.example:443");
        settings.patch(json("{'targets': {'assetsonar': {'url': null, 'token': null}}}"), "ann");
        assertThat(settings.current().targets().assetsonar().token()).isEqualTo("kept-1");
    }

    @Test
    void fromThisMachineASecretGoesNoFurtherThanBefore() {
        Settings settings = start(BASE);
        settings.patch(json("{'targets': {'assetsonar': {'url': 'http://localhost:9102'}}}"), "ann");

        assertThatThrownBy(() ->
                        settings.patch(json("{'targets': {'assetsonar': {'url': 'https://evil.example'}}}"), "ann"))
                .hasMessageContaining("https://evil.example:443");
        settings.patch(json("{'targets': {'assetsonar': {'url': 'https://acme.example'}}}"), "ann");
        assertThat(settings.version()).isEqualTo(2);
    }

    @Test
    void goingBackToAVersionSendsNoSecretElsewhereEither() {
        Settings settings = start(BASE);
        settings.patch(json("{'targets': {'assetsonar': {'url': 'https://evil.example', 'token': 'x'}}}"), "ann");
        settings.patch(json("{'targets': {'assetsonar': {'url': 'https://good.example', 'token': 'y'}}}"), "ann");
        SettingsVersions versions = new SettingsVersions(settings, new SettingsStore(new JdbcTemplate(database)));

        assertThatThrownBy(() -> versions.undo(2, "ann")).hasMessageContaining("https://evil.example:443");
        assertThatThrownBy(() -> versions.restore(1, "ann")).hasMessageContaining("https://evil.example:443");
        assertThat(settings.current().targets().assetsonar().url()).isEqualTo("https://good.example");
    }

    @Test
    void theFileMayNameAnyAddressAndAskWhatItWouldDo() {
        start(BASE).patch(json("{'targets': {'assetsonar': {'requests-per-minute': 5}}}"), "ann");

        Settings moved = start(BASE.replace("acme.example", "moved.example") + "  settings: { editable: false }\n");

        assertThat(moved.current().targets().assetsonar().url()).isEqualTo("https://moved.example");
        assertThat(moved.after(json("{'targets': {'assetsonar': {'url': 'https://next.example'}}}"))
                        .targets()
                        .assetsonar()
                        .url())
                .isEqualTo("https://next.example");
    }

    /** Whoever adds a secret with an address beside it has nothing more to do; one without an address is told here. */
    @Test
    void everySecretThatIsSentHasItsAddressInItsBlock() {
        assertThat(withoutAddress(KnownKeys.ROOT, "rollcall"))
                .as("compared only, or sent to the address that is the file's alone")
                .containsExactlyInAnyOrder(
                        "rollcall.admin.password", "rollcall.targets.jdbc.password", "rollcall.sources.*.token");
    }

    private static List<String> withoutAddress(Key key, String path) {
        if (key instanceof Key.Named named) {
            return withoutAddress(named.of(), path + ".*");
        }
        if (key instanceof Key.ByKind kinds) {
            return kinds.kinds().values().stream()
                    .flatMap(kind -> withoutAddress(kind, path).stream())
                    .toList();
        }
        return key instanceof Key.Fixed fixed ? withoutAddress(fixed, path) : List.of();
    }

    private static List<String> withoutAddress(Key.Fixed fixed, String path) {
        Collection<Key> block = fixed.keys().values();
        boolean addressed = block.contains(Key.Value.ADDRESS) || block.contains(new Key.ListOf(Key.Value.ADDRESS));
        List<String> found = new ArrayList<>();
        fixed.keys().forEach((name, key) -> {
            if (key == Key.Value.SECRET && !addressed) {
                found.add(path + "." + name);
            }
            found.addAll(withoutAddress(key, path + "." + name));
        });
        return found;
    }

    private Settings start(String yaml) {
        try {
            JdbcTemplate jdbc = new JdbcTemplate(database);
            return new Settings(
                    new SettingsSource(YamlEnvironment.of(folder, yaml, "")),
                    new SettingsStore(jdbc),
                    List.of(),
                    new Audit(jdbc, Clock.systemUTC()),
                    new DataSourceTransactionManager(database));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
