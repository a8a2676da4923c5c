package dev.rollcall.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttributePathTest {
    private static final ObjectNode USER = Settings.document("""
            {userName: ' kofi@fabrikam.example ', active: true, logins: 7, ratio: 1.5, nick: null, title: '',
             name: {givenName: 'Kofi', formatted: 'Kofi Mensah'},
             emails: [{type: 'home', value: 'k@home.example'}, {type: 'Work', value: 'k@work.example', primary: 'True'}],
             roles: [{value: 'Viewer'}, {value: 'Admin', primary: true}],
             mails: ['a@x.example', 'b@x.example'],
             addresses: [{type: 'work', locality: 'Leeds'}, {type: 'home', locality: 'York'}],
             telephoneNumber: '0113', 'msDS-cloudExtensionAttribute1': 'x1',
             customSchemas: {Employment: {Cost_Center: '77'}},
             'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User':
                 {department: 'Yard', manager: {value: 'm-1', displayName: 'Ana Brod'}},
             'urn:example:flat:2.0:User:badge': 'B-9'}
            """);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "userName | kofi@fabrikam.example",
                "USERNAME | kofi@fabrikam.example",
                "active | true",
                "logins | 7",
                "ratio | 1.5",
                "name.givenName | Kofi",
                "Name.GIVENNAME | Kofi",
                "name | Kofi Mensah",
                "emails[type eq \"work\"].value | k@work.example",
                "emails[primary eq true].value | k@work.example",
                "emails[type eq \"home\" and value co \"@home\"].value | k@home.example",
                "emails[not (type eq \"work\")].value | k@home.example",
                "roles[primary eq true].value | Admin",
                "roles[primary eq \"True\"].value | Admin",
                "roles[primary eq true] | Admin",
                "mails.value | a@x.example,b@x.example",
                "roles.value | Admin,Viewer",
                "emails | k@work.example,k@home.example",
                "addresses[type eq \"work\"].locality | Leeds",
                "addresses.locality | Leeds,York",
                "telephoneNumber | 0113",
                "msDS-cloudExtensionAttribute1 | x1",
                "customSchemas.Employment.Cost_Center | 77",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department | Yard",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User.department | Yard",
                "URN:ietf:params:scim:schemas:extension:ENTERPRISE:2.0:User:Department | Yard",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value | m-1",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager | m-1",
                "urn:ietf:params:scim:schemas:core:2.0:User:name.givenName | Kofi",
                "urn:ietf:params:scim:schemas:core:2.0:User:emails[type eq \"work\"].value | k@work.example",
                "urn:scim:schemas:core:1.0:userName | kofi@fabrikam.example",
                "urn:example:flat:2.0:User:badge | B-9",
            })
    void readsEveryFormOfPath(String path, String expected) {
        assertThat(AttributePath.parse(path).values(USER)).containsExactly(expected.split(","));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nick", "title", "nothing", "name.nothing", "userName.nothing", "emails[type eq \"fax\"].value"})
    void nothingIsNoValue(String path) {
        assertThat(AttributePath.parse(path).values(USER)).isEmpty();
    }

    @Test
    void theFirstValueIsThePrimaryOne() {
        assertThat(AttributePath.parse("roles.value").values(USER)).startsWith("Admin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".a",
                "a.",
                "a..b",
                "a b",
                "emails[type eq \"work\"",
                "emails[type eq].value",
                "emails[].value",
                "emails[primary gt 3].value",
                "roles.^[primary==true].value",
                "emails[type eq \"work\"]value",
                "urn:",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:"
            })
    void saysHowPathsLook(String path) {
        assertThatThrownBy(() -> AttributePath.parse(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not an attribute path")
                .hasMessageContaining("name.givenName");
    }

    @Test
    void aPathIsWrittenWithoutTheBlanksAroundIt() {
        assertThat(AttributePath.parse(" userName ")).hasToString("userName");
    }
}
