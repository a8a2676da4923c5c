package dev.rollcall.settings;

import static dev.rollcall.settings.SettingsTest.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeUrlsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'targets': {'assetsonar': {'url': 'https://user:hunter2@acme.example'}}} | rollcall.targets.assetsonar.url has a user name or password before the host (@)
            {'targets': {'assetsonar': {'url': 'https://user:hunter2%@acme.example'}}} | rollcall.targets.assetsonar.url has a user name
            {'targets': {'assetsonar': {'url': 'https://acme.example?hunter2'}}} | rollcall.targets.assetsonar.url has a query
            {'targets': {'snipe-it': {'url': 'https://acme.example#hunter2'}}} | rollcall.targets.snipe-it.url has a query (?) or a fragment (#)
            {'targets': {'assetsonar': {'url': 'https://acme.example:99999'}}} | rollcall.targets.assetsonar.url has the port 99999. Ports go from 1 to 65535
            {'targets': {'assetsonar': {'url': 'https://acme.example:0'}}} | rollcall.targets.assetsonar.url has the port 0
            {'sources': {'ws': {'kind': 'google', 'token-url': 'https://hunter2@proxy.example/'}}} | rollcall.sources.ws.token-url has a user name
            {'sources': {'ad': {'kind': 'ldap', 'url': ['ldap://dc1.example', 'ldap://x:hunter2@dc1.example']}}} | rollcall.sources.ad.url[1] has a user name
            {'sources': {'ad': {'kind': 'ldap', 'url': ['ldap://dc1.example:65536']}}} | rollcall.sources.ad.url[0] has the port 65536
            {'notifications': {'smtp': {'url': 'smtps://u:hunter2@mail.example'}}} | rollcall.notifications.smtp.url has a user name
            {'sources': {'okta': {'jwt': {'issuer': 'https://id.example?hunter2', 'audience': 'a'}}}} | rollcall.sources.okta.jwt.issuer has a query
            {'public-url': 'https://x:hunter2@rollcall.example'} | rollcall.public-url has a user name
            """)
    void whatNoAddressMayHaveIsNamedAndNotRepeated(String settings, String sentence) {
        assertThat(Shape.of(json(settings)).problems())
                .singleElement(STRING)
                .startsWith(sentence)
                .doesNotContain("hunter2");
        assertThat(Shape.ofPatch(json(settings)).problems()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com",
                "http://127.0.0.1.example.com/",
                "http://localhost@example.com/",
                "https://user:secret@example.com/",
                "ftp://localhost/",
                "file:///etc/passwd",
                "https:///nowhere",
                "",
                "https://example.com:99999",
                "https://example.com:0",
                "://"
            })
    void tokensGoToSafeAddressesAlone(String url) {
        assertThat(SafeUrls.isSafe(url)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://example.com/?page=2", "HTTPS://EXAMPLE.COM", "http://localhost:8089", "http://[::1]:1/"
            })
    void theseAreSafe(String url) {
        assertThat(SafeUrls.isSafe(url)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "HTTPS://Acme.Example/a/b, https://acme.example:443",
        "http://localhost:80, http://localhost:80",
        "ldaps://dc1.example, ldaps://dc1.example:636",
        "smtp://mail.example, smtp://mail.example"
    })
    void aPlaceIsSchemeHostAndPort(String url, String place) {
        assertThat(SafeUrls.place(url)).isEqualTo(place);
    }
}
