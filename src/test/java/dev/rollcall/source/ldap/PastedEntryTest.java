package dev.rollcall.source.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.settings.RollcallSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PastedEntryTest {
    private static final RollcallSettings SETTINGS = Reader.settings(Map.of(
            "url", List.of("ldaps://dc"),
            "base", List.of("DC=x"),
            "group-roles", Map.of("CN=Techs,DC=example,DC=com", "Technician")));

    private static ObjectNode read(String ldif) {
        return PastedEntry.document(ldif, SETTINGS, "dir");
    }

    @Test
    void whatLdapsearchWritesIsReadAsARunWould() {
        ObjectNode user = read("""
                # extended LDIF
                #
                # base <DC=example,DC=com> with scope subtree
                version: 1

                # ada, People
                dn: CN=Ada Brod,OU=People,
                 DC=example,DC=com
                objectClass: top
                objectClass: user
                SN:: QnLDtmQ=
                description: one line
                 , and the rest of it
                mail: ada@fabrikam.example
                Mail: a.brod@fabrikam.example
                objectGUID:: AAECAwQFBgcICQoLDA0ODw==
                jpegPhoto:: /9j/4AAQ
                userAccountControl: 514
                accountExpires: 133801632000000000
                memberOf: cn=techs, dc=example, dc=com
                manager: CN=Bo,DC=example,DC=com

                # search result
                search: 2
                result: 0 Success
                """);

        assertThat(user.get("dn").asText()).isEqualTo("CN=Ada Brod,OU=People,DC=example,DC=com");
        assertThat(user.get("SN").asText()).isEqualTo("Bröd");
        assertThat(user.get("description").asText()).isEqualTo("one line, and the rest of it");
        assertThat(user.get("mail").valueStream().map(JsonNode::asText))
                .as("in the order that a read of Active Directory brings them into")
                .containsExactly("a.brod@fabrikam.example", "ada@fabrikam.example");
        assertThat(user.get("objectGUID").asText()).isEqualTo("03020100-0504-0706-0809-0a0b0c0d0e0f");
        assertThat(user.has("jpegPhoto")).isFalse();
        assertThat(user.get("rollcallRoles").get(0).asText()).isEqualTo("Technician");
        assertThat(user.get("rollcallExpires").asText()).startsWith("2025-01-0");
        assertThat(user.at("/manager/dn").asText()).isEqualTo("CN=Bo,DC=example,DC=com");
        assertThat(new LdapRecordReader().read(user).active()).isFalse();
    }

    @Test
    void linesMayEndAsOnWindowsAndValuesThatAreNoTextStayBase64() {
        ObjectNode user = read("dn: uid=ada\r\nuid: ada\r\nsn:Brod\r\nblob:: //79\r\n");

        assertThat(user.get("sn").asText()).isEqualTo("Brod");
        assertThat(user.get("blob").asText()).isEqualTo("//79");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "uid: ada                                 | begins with a line such as dn:",
                "''                                       | begins with a line such as dn:",
                "dn: a=1\\nuid: a\\n\\ndn: a=2\\nuid: b   | these are 2",
                "dn: a=1\\nchangetype: modify             | not a change",
                "dn: a=1\\nphoto:< file:///etc/passwd     | is not followed",
                "dn: a=1\\nsn:: ???                       | is not right base64",
                "dn: a=1\\nno colon here                  | a line is neither",
            })
    void whatIsNoEntryIsRefusedInASentence(String ldif, String sentence) {
        assertThatThrownBy(() -> read(ldif.replace("\\n", "\n")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void jsonIsLeftToOthers() {
        assertThat(new LdapRecordReader().pasted(" {\"uid\": \"ada\"}", SETTINGS, "dir"))
                .isNull();
    }
}
