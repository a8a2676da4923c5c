package dev.rollcall.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsSourceTest {
    private static final String URN = "urn:ietf:params:scim:schemas:extension:rollcall:2.0:User:costCenter";

    private final Path folder;

    SettingsSourceTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void namesWithSpacesDotsAndColonsSurvive() throws IOException {
        ObjectNode attributes = attributes("""
                rollcall:
                  sources:
                    bench:
                      attributes:
                        custom.Cost Center: '%s'
                        custom.Size [cm]: size
                        custom.Asset no. 2: a
                        custom: { Nested One: b }
                        role: ['roles[primary eq true].value', userType]
                        address_line_1: 'addresses[type eq "work"].streetAddress'
                        city: { from: [a, b], transform: trim, lookup: { H.Q 1: London, 7: Paris, yes: Rome }, default: x }
                """.formatted(URN));

        assertThat(attributes.get("custom.Cost Center").asText()).isEqualTo(URN);
        assertThat(attributes.get("custom.Size [cm]").asText()).isEqualTo("size");
        assertThat(attributes.get("custom.Asset no. 2").asText()).isEqualTo("a");
        assertThat(attributes.get("custom.Nested One").asText()).isEqualTo("b");
        assertThat(attributes.get("role").toString()).isEqualTo("[\"roles[primary eq true].value\",\"userType\"]");
        assertThat(attributes.get("address_line_1").asText()).isEqualTo("addresses[type eq \"work\"].streetAddress");
        assertThat(attributes.get("city").toString())
                .isEqualTo("{\"from\":[\"a\",\"b\"],\"transform\":\"trim\","
                        + "\"lookup\":{\"H.Q 1\":\"London\",\"7\":\"Paris\",\"true\":\"Rome\"},\"default\":\"x\"}");
    }

    @Test
    void aListReplacesTheListBelowAndMapsMerge() throws IOException {
        ObjectNode tree = tree("""
                rollcall:
                  roles:
                    catalogue: [{ name: A }, { name: B, aliases: [b1, b2] }, { name: C }]
                    precedence: [A, B, C]
                  sources: { okta: { kind: scim } }
                """, """
                {"rollcall": {"roles": {"catalogue": [{"name": "Field, Tech", "aliases": ["x.y", "z"]}], "precedence": []},
                  "sources": {"bench": {"kind": "scim", "token": "t"}}}}
                """);

        assertThat(tree.at("/roles/catalogue").toString())
                .isEqualTo("[{\"name\":\"Field, Tech\",\"aliases\":[\"x.y\",\"z\"]}]");
        assertThat(Shape.of(tree).tree().at("/roles/precedence").toString()).isEqualTo("[]");
        assertThat(tree.get("sources").fieldNames()).toIterable().containsExactly("okta", "bench");
    }

    @Test
    void theCommandLineWinsAndPlaceholdersAreResolved() throws IOException {
        ObjectNode tree = new SettingsSource(YamlEnvironment.of(
                        folder,
                        "rollcall: { data-dir: ./data, admin: { password: '${NOT_SET_HERE:}' }, application-name: '${A_NAME}' }",
                        "",
                        "rollcall.data-dir=/var/lib/rollcall",
                        "A_NAME=Assets"))
                .base();

        assertThat(tree.get("data-dir").asText()).isEqualTo("/var/lib/rollcall");
        assertThat(tree.at("/admin/password").asText()).isEmpty();
        assertThat(tree.get("application-name").asText()).isEqualTo("Assets");
    }

    @Test
    void aVariableThatIsNotSetStopsTheStartInsteadOfBecomingAToken() {
        assertThatThrownBy(() -> tree("rollcall: { sources: { okta: { token: '${NOT_SET_HERE}' } } }", ""))
                .isInstanceOf(SettingsRefused.class)
                .hasMessageContaining("rollcall.sources.okta.token refers to a variable that is not set");
    }

    @Test
    void anOptionThatYamlTakesForAFlagIsRefused() {
        assertThatThrownBy(() -> tree("""
                rollcall:
                  custom-fields:
                    - { name: Insured, type: dropdown, options: [Unknown, No] }
                """, ""))
                .isInstanceOf(SettingsRefused.class)
                .hasMessageContaining("rollcall.custom-fields[0].options[1] is read as false")
                .hasMessageContaining("in quotes");
    }

    @Test
    void everyOtherPropertyIsLeftAlone() throws IOException {
        assertThat(tree("{ server: { port: 1 }, rollcallish: { a: b } }", "")).isEmpty();
    }

    private ObjectNode attributes(String yaml) throws IOException {
        ObjectNode tree = tree(yaml, "");
        MergePatch.flattenCustomAttributes(tree);
        return (ObjectNode) tree.at("/sources/bench/attributes");
    }

    private ObjectNode tree(String yaml, String overlay) throws IOException {
        return new SettingsSource(YamlEnvironment.of(folder, yaml, overlay)).base();
    }
}
