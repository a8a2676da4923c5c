package dev.rollcall.source.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UserDocumentsTest {
    private static final String ENT = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static final String CORE = "urn:ietf:params:scim:schemas:core:2.0:User";
    private static final String OURS = "urn:ietf:params:scim:schemas:extension:rollcall:2.0:User";

    private static UserDocument read(String body) {
        return UserDocuments.canonical(Json.of(body));
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                Arguments.of(
                        "names in any case",
                        "'DisplayName':'D','EMAILS':[{'Primary':'True','VALUE':'a'}]",
                        "'displayName':'D','emails':[{'primary':true,'value':'a'}]"),
                Arguments.of(
                        "empty things",
                        "'title':null,'nickName':'','emails':[],'name':{},'phoneNumbers':[{'type':'work','value':''},null],'addresses':null",
                        ""),
                Arguments.of(
                        "read-only and secret things",
                        "'id':'1','meta':{'resourceType':'User'},'groups':[{'value':'g'}],'password':'p'",
                        ""),
                Arguments.of(
                        "misspelt enterprise URN",
                        "'urn:ietf:params:scim:schemas:extension:enterprise:2.0User':{'department':'d','costCenter':null}",
                        "'" + ENT + "':{'department':'d'}"),
                Arguments.of(
                        "SCIM 1 enterprise URN",
                        "'urn:scim:schemas:extension:enterprise:2.0':{'Department':'d'}",
                        "'" + ENT + "':{'department':'d'}"),
                Arguments.of(
                        "lists of texts",
                        "'emails':'a@b.example','phoneNumbers':['1','2'],'roles':'Admin'",
                        "'emails':[{'value':'a@b.example'}],'phoneNumbers':[{'value':'1'},{'value':'2'}],'roles':[{'value':'Admin'}]"),
                Arguments.of(
                        "one object for a list",
                        "'emails':{'value':'a','type':'work'}",
                        "'emails':[{'value':'a','type':'work'}]"),
                Arguments.of(
                        "numbers for texts",
                        "'externalId':12345678901234567890,'" + ENT + "':{'employeeNumber':4711}",
                        "'externalId':'12345678901234567890','" + ENT + "':{'employeeNumber':'4711'}"),
                Arguments.of(
                        "manager as text",
                        "'" + ENT + "':{'manager':'m1'}",
                        "'" + ENT + "':{'manager':{'value':'m1'}}"),
                Arguments.of(
                        "manager with more",
                        "'" + ENT + "':{'manager':[{'managerId':'x','value':'m1','displayName':'M'}]}",
                        "'" + ENT + "':{'manager':{'value':'m1','displayName':'M'}}"),
                Arguments.of("an extension as an empty list", "'" + ENT + "':[],'urn:acme:2.0:User':[]", ""),
                Arguments.of(
                        "blank texts where objects belong",
                        "'name':'','addresses':' ','emails':[''],'" + ENT + "':'','urn:acme:2.0:User':' '",
                        ""),
                Arguments.of("empty manager", "'" + ENT + "':{'manager':''}", ""),
                Arguments.of(
                        "several primaries",
                        "'emails':[{'value':'a'},{'value':'b','primary':true},{'value':'c','primary':true}]",
                        "'emails':[{'value':'a'},{'value':'b','primary':true},{'value':'c','primary':false}]"),
                Arguments.of(
                        "unknown extension as sent",
                        "'urn:acme:Ext':{'Shoe Size':{'EU':42,'note':null},'list':[1,'',null]}",
                        "'urn:acme:Ext':{'Shoe Size':{'EU':42},'list':[1]}"),
                Arguments.of(
                        "unknown extensions under the names they came with",
                        "'urn:acme:ext:1.0':{'a':1},'urn:okta:app:1.0:user:custom':{'b':2},'urn:acme:2.0:User:c':3",
                        "'urn:acme:ext:1.0':{'a':1},'urn:okta:app:1.0:user:custom':{'b':2},'urn:acme:2.0:User':{'c':3}"),
                Arguments.of(
                        "custom fields",
                        "'" + OURS.toLowerCase(java.util.Locale.ROOT) + "':{'COSTCENTER':'CC-1','Other':5}",
                        "'" + OURS + "':{'COSTCENTER':'CC-1','Other':5}"),
                Arguments.of(
                        "spelling is kept",
                        "'name':{'givenName':' Onur '},'phoneNumbers':[{'value':'07700 900 123'}]",
                        "'name':{'givenName':' Onur '},'phoneNumbers':[{'value':'07700 900 123'}]"),
                Arguments.of(
                        "enterprise attributes at the top",
                        "'department':'d','manager':null",
                        "'" + ENT + "':{'department':'d'}"),
                Arguments.of(
                        "known attributes behind their URN",
                        "'" + ENT + ":manager':{'value':'m'},'" + CORE
                                + ":name':{'givenName':'G'},'urn:x':1,'urn:':{'a':1}",
                        "'" + ENT + "':{'manager':{'value':'m'}},'name':{'givenName':'G'}"),
                Arguments.of("core URN as a key", "'" + CORE + "':{'title':'t'}", "'title':'t'"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void becomeCanonical(String name, String body, String expected) {
        ObjectNode document = read("{'userName':'Ana'" + (body.isEmpty() ? "" : ",") + body + "}")
                .document()
                .deepCopy();
        document.remove(List.of("schemas", "active"));
        ObjectNode wanted = Json.object("{'userName':'Ana'" + (expected.isEmpty() ? "" : ",") + expected + "}");
        assertThat(document).isEqualTo(wanted);
        ObjectNode again = UserDocuments.canonical(wanted).document().deepCopy();
        again.remove(List.of("schemas", "active"));
        assertThat(again).as("canonical form is a fixed point").isEqualTo(wanted);
    }

    @Test
    void schemasAreThoseThatAreThere() {
        assertThat(read("{'schemas':['urn:scim:schemas:core:1.0','urn:x:y'],'userName':'a','" + ENT
                                + "':{'department':'d'}}")
                        .document()
                        .path("schemas"))
                .isEqualTo(Json.of("['" + CORE + "','" + ENT + "']"));
    }

    @Test
    void rolesAreReadOutOfTexts() {
        UserDocument user = UserDocuments.canonical(ScimJson.read(
                "{\"userName\":\"a\",\"roles\":[{\"value\":\" {\\\"id\\\":\\\"1\\\",\\\"value\\\":\\\"Viewer\\\",\\\"displayName\\\":\\\"V\\\"}\"}]}"
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertThat(user.document().path("roles")).isEqualTo(Json.of("[{'value':'Viewer'}]"));
    }

    @Test
    void activeIsLeftToWhoKnowsIt() {
        UserDocument silent = read("{'userName':'a'}");
        assertThat(silent.document().has("active")).isFalse();
        assertThat(silent.withActive(false).document().path("active"))
                .isEqualTo(Json.of("{'a':false}").get("a"));
        UserDocument said = read("{'userName':'a','active':'False'}");
        assertThat(said.withActive(true).document().path("active").asBoolean(true))
                .isFalse();
    }

    @Test
    void unknownCoreAttributesAreReported() {
        assertThat(read("{'userName':'a','usrName':'b','name':{'nick':'x'},'we ird':1}")
                        .unknown())
                .containsExactlyInAnyOrder("usrName", "we ird");
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("{'active':true}", "userName"),
                Arguments.of("{'userName':'  '}", "userName"),
                Arguments.of("{'userName':{'a':1}}", "'userName' has to be"),
                Arguments.of("{'userName':'a','emails':5}", "'emails' has to be"),
                Arguments.of(
                        "{'userName':'a','emails':[[1]]}", "'emails' has to be a list of objects, but there is a list"),
                Arguments.of("{'userName':'a','active':'maybe'}", "but is 'maybe'"),
                Arguments.of("{'userName':'a','active':1}", "'active' has to be"),
                Arguments.of("{'userName':'a','name':'Ana'}", "'name' has to be an object"),
                Arguments.of("{'userName':'a','" + ENT + "':'x'}", "enterprise"),
                Arguments.of("{'userName':'" + "x".repeat(256) + "'}", "at most 255"),
                Arguments.of("{'userName':'a','emails':['" + "x".repeat(256) + "']}", "'emails.value' has 256"),
                Arguments.of("{'userName':'a','name':{'givenName':'" + "x".repeat(256) + "'}}", "name.givenName"),
                Arguments.of("{'userName':'a','roles':[{'value':'{broken'}]}", "roles"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void refusesWithTheAttributesName(String body, String words) {
        assertThatThrownBy(() -> read(body)).isInstanceOfSatisfying(ScimException.class, e -> {
            assertThat(e.status()).isEqualTo(400);
            assertThat(e.scimType()).isEqualTo("invalidValue");
            assertThat(e.detail()).contains(words);
        });
    }
}
