package dev.rollcall.source.scim;

import static dev.rollcall.source.scim.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScimJsonTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "null",
                "[]",
                "\"text\"",
                "{\"a\":tru}",
                "{\"a\":1,\"a\":2}",
                "{} {}",
                "{\"a\":1e}",
                "{'a':1}",
                "{\"a\":\u0000}",
                "{\"a\":NaN}",
                "{\"a\":1e99999999999}",
                "{\"a\":1",
                "{\"a\":1,}",
                "{\"\\udc00\":1}",
                "{\"\\u0000\":1}",
                "<?xml version=\"1.0\"?><user/>"
            })
    void refuses(String body) {
        assertRefused(() -> ScimJson.read(bytes(body)), "invalidSyntax");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "x\\ud800", "\\udc00x", "\\ud83d \\ude00", "\\uD83D\\u0041"})
    void charactersThatNoTextCanHaveAreRefusedWithTheNameOfTheAttribute(String text) {
        assertRefused(() -> ScimJson.read(bytes("{\"a\":{\"b\":[1,\"" + text + "\"]}}")), "invalidValue");
        assertThatThrownBy(() -> ScimJson.read(bytes("{\"a\":{\"b\":[1,\"" + text + "\"]}}")))
                .hasMessageStartingWith("'b'");
    }

    @Test
    void saysWhere() {
        assertThatThrownBy(() -> ScimJson.read(bytes("{\n \"active\": tru}"))).hasMessageContaining("line 2, column");
        assertThatThrownBy(() -> ScimJson.read(bytes("{\"a\":1,\n\"a\":2}"))).hasMessageContaining("twice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"userName\":\"a\",\"USERNAME\":\"b\"}",
                "{\"name\":{\"userName\":\"a\",\"username\":\"b\"}}",
                "{\"emails\":[{\"UserName\":\"a\",\"userName\":\"b\"}]}"
            })
    void ofOneNameInTwoSpellingsNoneIsChosen(String body) {
        assertRefused(() -> ScimJson.read(bytes(body)), "invalidSyntax");
        assertThatThrownBy(() -> ScimJson.read(bytes(body)))
                .message()
                .containsIgnoringCase("'username'")
                .contains("two spellings");
    }

    @Test
    void fiftyLevelsAreReadAndFiftyOneAreNot() {
        assertThat(ScimJson.read(bytes(nested(50))).has("a")).isTrue();
        assertRefused(() -> ScimJson.read(bytes(nested(51))), "invalidSyntax");
        assertRefused(() -> ScimJson.read(bytes(nested(100_000))), "invalidSyntax");
        assertRefused(() -> ScimJson.read(bytes("{\"a\":".repeat(100_000))), "invalidSyntax");
    }

    private static String nested(int depth) {
        return "{\"a\":" + "[".repeat(depth - 1) + "]".repeat(depth - 1) + "}";
    }

    @Test
    void textsNumbersAndNamesHaveTheirLimits() {
        assertThat(ScimJson.read(bytes("{\"a\":\"" + "x".repeat(65_536) + "\"}"))
                        .path("a")
                        .textValue())
                .hasSize(65_536);
        assertRefused(() -> ScimJson.read(bytes("{\"a\":\"" + "x".repeat(65_537) + "\"}")), "invalidSyntax");
        assertThat(ScimJson.read(bytes("{\"a\":" + "9".repeat(100) + "}"))
                        .path("a")
                        .asText())
                .hasSize(100);
        assertRefused(() -> ScimJson.read(bytes("{\"a\":" + "9".repeat(101) + "}")), "invalidSyntax");
        assertThat(ScimJson.read(bytes("{\"" + "n".repeat(256) + "\":1}")).size())
                .isEqualTo(1);
        assertRefused(() -> ScimJson.read(bytes("{\"" + "n".repeat(257) + "\":1}")), "invalidSyntax");
    }

    @Test
    void readsUtf8WithAndWithoutMark() {
        assertThat(ScimJson.read(bytes("\uFEFF{\"a\":\"é😀\"}")).path("a").textValue())
                .isEqualTo("é😀");
        assertThat(ScimJson.read(bytes("{\"a\":\"\\ud83d\\ude00\"}")).path("a").textValue())
                .isEqualTo("😀");
        assertThatThrownBy(() -> ScimJson.read(new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'}))
                .hasMessageContaining("UTF-8");
        assertRefused(() -> ScimJson.read("{}".getBytes(StandardCharsets.UTF_16LE)), "invalidSyntax");
    }

    @Test
    void errorsAreSafeToShow() {
        ScimException error = ScimException.invalidValue("<b>\"x\"</b>\n" + "y".repeat(600));
        assertThat(error.detail()).startsWith(" b 'x' /b  y").hasSizeLessThan(500);
        assertThat(new String(
                        ScimException.body(404, null, ScimException.notFound().detail()), StandardCharsets.UTF_8))
                .startsWith(
                        "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:Error\"],\"status\":\"404\",\"detail\":\"");
    }
}
