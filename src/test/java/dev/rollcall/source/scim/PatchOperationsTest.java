package dev.rollcall.source.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways in which identity providers write a PATCH. */
class PatchOperationsTest {
    private static final String ENT = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static final String CORE = "urn:ietf:params:scim:schemas:core:2.0:User";
    private static final String OURS = "urn:ietf:params:scim:schemas:extension:rollcall:2.0:User";
    private static final String ACME = "urn:ietf:params:scim:schemas:extension:Acme:2.0:User";
    /** Its name does not say where it ends. */
    private static final String PLAIN = "urn:acme:person";
    /** It ends in its version. */
    private static final String VERSION = "urn:ietf:params:scim:schemas:extension:badges:1.0";
    /** Okta's own namespaces look like this. */
    private static final String OKTA = "urn:okta:acme_app:1.0:user:custom";

    private static PatchOperations.Patched patched(String before, String operations) {
        ObjectNode stored = UserDocuments.canonical(
                        Json.of("{'userName':'ana'" + (before.contains("'active'") ? "" : ",'active':true")
                                + (before.isEmpty() ? "" : ",") + before + "}"))
                .document();
        ObjectNode copy = stored.deepCopy();
        PatchOperations.Patched after =
                PatchOperations.parse(Json.patch(operations)).applyTo(stored, Set.of());
        assertThat(stored).as("the stored user is not touched").isEqualTo(copy);
        return after;
    }

    /** Name, user before, operations, user after, without userName, active and schemas where those are as always. */
    static Stream<Arguments> dialects() {
        return Stream.of(
                Arguments.of(
                        "op in any case", "", "{'op':'REPLACE','path':'title','value':'Buyer'}", "'title':'Buyer'"),
                Arguments.of("core URN", "", "{'op':'replace','path':'" + CORE + ":title','value':'x'}", "'title':'x'"),
                Arguments.of(
                        "path in any case",
                        "",
                        "{'op':'add','path':'NAME.givenname','value':'x'}",
                        "'name':{'givenName':'x'}"),
                Arguments.of(
                        "enterprise URN with colon",
                        "",
                        "{'op':'add','path':'" + ENT + ":department','value':'x'}",
                        "'" + ENT + "':{'department':'x'}"),
                Arguments.of(
                        "enterprise URN with dot",
                        "",
                        "{'op':'add','path':'" + ENT + ".employeeNumber','value':4711}",
                        "'" + ENT + "':{'employeeNumber':'4711'}"),
                Arguments.of(
                        "URN in other capitals",
                        "",
                        "{'op':'add','path':'" + ENT.toUpperCase(java.util.Locale.ROOT) + ":DEPARTMENT','value':'x'}",
                        "'" + ENT + "':{'department':'x'}"),
                Arguments.of(
                        "SCIM 1 URN",
                        "",
                        "{'op':'add','path':'urn:scim:schemas:extension:enterprise:1.0:department','value':'x'}",
                        "'" + ENT + "':{'department':'x'}"),
                Arguments.of(
                        "URN alone",
                        "'" + ENT + "':{'division':'d','department':'old'}",
                        "{'op':'replace','path':'" + ENT + "','value':{'department':'Loans','costCenter':'77'}}",
                        "'" + ENT + "':{'division':'d','department':'Loans','costCenter':'77'}"),
                Arguments.of(
                        "URN alone, null takes the extension away",
                        "'" + ENT + "':{'department':'old'}",
                        "{'op':'replace','value':{'" + ENT + "':null}}",
                        ""),
                Arguments.of(
                        "URN alone, null and nothing add nothing",
                        "'" + ENT + "':{'department':'old'}",
                        "{'op':'add','value':{'" + ENT + "':null}},{'op':'add','path':'" + ENT
                                + "','value':''},{'op':'add','path':'" + ENT + "','value':[]}",
                        "'" + ENT + "':{'department':'old'}"),
                Arguments.of(
                        "core URN alone: read-only passed over, names as without a path",
                        "'emails':[{'type':'home','value':'h'}]",
                        "{'op':'replace','path':'" + CORE
                                + "','value':{'id':'7','meta':{'created':'x'},'name.givenName':'G','emails[type eq `work`].value':'w'}}",
                        "'name':{'givenName':'G'},'emails':[{'type':'home','value':'h'},{'type':'work','value':'w'}]"),
                Arguments.of(
                        "enterprise URN alone, a part of the manager",
                        "",
                        "{'op':'replace','path':'" + ENT + "','value':{'manager.value':'m1'}}",
                        "'" + ENT + "':{'manager':{'value':'m1'}}"),
                Arguments.of(
                        "blank texts where objects belong",
                        "'name':{'givenName':'G'},'addresses':[{'type':'work','locality':'Leeds'}]",
                        "{'op':'replace','path':'name','value':''},{'op':'replace','path':'addresses','value':' '}",
                        ""),
                Arguments.of(
                        "a part of what has none is not there to be removed",
                        "'" + ACME + "':{'team':'Blue'}",
                        "{'op':'remove','path':'" + ACME + ":team.name'}",
                        "'" + ACME + "':{'team':'Blue'}"),
                Arguments.of(
                        "short name of an enterprise attribute",
                        "",
                        "{'op':'add','path':'department','value':'x'}",
                        "'" + ENT + "':{'department':'x'}"),
                Arguments.of(
                        "without path, dotted and URN keys",
                        "'name':{'familyName':'B'}",
                        "{'op':'replace','value':{'displayName':'A','name.givenName':'G','" + ENT
                                + ":department':'S','emails[type eq `work`].value':'a@b.example'}}",
                        "'displayName':'A','name':{'familyName':'B','givenName':'G'},'" + ENT
                                + "':{'department':'S'},'emails':[{'type':'work','value':'a@b.example'}]"),
                Arguments.of(
                        "without path, nested name keeps the rest",
                        "'name':{'familyName':'B','givenName':'G'}",
                        "{'op':'replace','value':{'name':{'givenName':'H'}}}",
                        "'name':{'familyName':'B','givenName':'H'}"),
                Arguments.of(
                        "filter path makes the element, replace",
                        "",
                        "{'op':'Replace','path':'emails[type eq `work`].value','value':'x@y.example'}",
                        "'emails':[{'type':'work','value':'x@y.example'}]"),
                Arguments.of(
                        "filter path leaves other elements",
                        "'emails':[{'type':'home','value':'h@y.example'},{'type':'work','value':'w@y.example'}]",
                        "{'op':'Replace','path':'emails[type eq `work`].value','value':'x@y.example'}",
                        "'emails':[{'type':'home','value':'h@y.example'},{'type':'work','value':'x@y.example'}]"),
                Arguments.of(
                        "three address parts, one element",
                        "",
                        "{'op':'Add','path':'addresses[type eq `work`].streetAddress','value':'7 Mill Lane'},{'op':'Add','path':'addresses[type eq `work`].Locality','value':'Porto'},{'op':'Add','path':'addresses[type eq `work`].country','value':'PT'}",
                        "'addresses':[{'type':'work','streetAddress':'7 Mill Lane','locality':'Porto','country':'PT'}]"),
                Arguments.of(
                        "one part removed, rest stays",
                        "'addresses':[{'type':'work','locality':'Leeds','country':'GB'}]",
                        "{'op':'Remove','path':'addresses[type eq `work`].locality'}",
                        "'addresses':[{'type':'work','country':'GB'}]"),
                Arguments.of(
                        "last part removed, element gone",
                        "'addresses':[{'type':'work','primary':true,'locality':'Leeds'}]",
                        "{'op':'Remove','path':'addresses[type eq `work`].locality'}",
                        ""),
                Arguments.of(
                        "element replaced by nothing, element gone",
                        "'emails':[{'type':'work','value':'a'},{'type':'home','value':'h'}]",
                        "{'op':'Replace','path':'emails[type eq `work`]','value':[]}",
                        "'emails':[{'type':'home','value':'h'}]"),
                Arguments.of(
                        "marks in a list of one",
                        "'emails':[{'type':'work','value':'a'}]",
                        "{'op':'add','path':'emails[type eq `work`]','value':[{'display':'A'}]}",
                        "'emails':[{'type':'work','value':'a','display':'A'}]"),
                Arguments.of(
                        "last part cleared, element gone",
                        "'emails':[{'type':'work','value':'a@b.example'}]",
                        "{'op':'Replace','path':'emails[type eq `work`].value','value':''}",
                        ""),
                Arguments.of(
                        "element removed",
                        "'emails':[{'type':'work','value':'a'},{'type':'home','value':'b'}]",
                        "{'op':'remove','path':'emails[type eq `work`]'}",
                        "'emails':[{'type':'home','value':'b'}]"),
                Arguments.of(
                        "remove with a value list",
                        "'roles':[{'value':'A'},{'value':'B'},{'value':'C'}]",
                        "{'op':'Remove','path':'roles','value':[{'$ref':null,'value':'a'},{'value':'C'}]}",
                        "'roles':[{'value':'B'}]"),
                Arguments.of(
                        "remove of nothing",
                        "",
                        "{'op':'remove','path':'title'},{'op':'remove','path':'emails[type eq `work`].value'},{'op':'remove','path':'"
                                + ENT + ":manager'}",
                        ""),
                Arguments.of(
                        "replace with null and empty text clears",
                        "'title':'t','nickName':'n'",
                        "{'op':'replace','path':'title','value':''},{'op':'replace','path':'nickName','value':null}",
                        ""),
                Arguments.of(
                        "primary as text",
                        "'roles':[{'primary':true,'value':'Technician'}]",
                        "{'op':'Replace','path':'roles[primary eq `True`].value','value':'Admin'}",
                        "'roles':[{'primary':true,'value':'Admin'}]"),
                Arguments.of(
                        "primary as text, none there",
                        "",
                        "{'op':'Add','path':'roles[primary eq `True`].value','value':'Admin'}",
                        "'roles':[{'primary':true,'value':'Admin'}]"),
                Arguments.of(
                        "role as JSON in a text",
                        "",
                        "{'op':'Add','path':'roles','value':[{'value':'{`id`:`0b`,`value`:`Viewer`}'}]}",
                        "'roles':[{'value':'Viewer'}]"),
                Arguments.of(
                        "add makes no duplicates",
                        "'emails':[{'type':'work','value':'a@b.example'}]",
                        "{'op':'add','path':'emails','value':[{'type':'work','value':'A@b.example'},{'type':'home','value':'c'}]}",
                        "'emails':[{'type':'work','value':'A@b.example'},{'type':'home','value':'c'}]"),
                Arguments.of(
                        "a new primary takes it from the other",
                        "'emails':[{'type':'work','value':'a','primary':true}]",
                        "{'op':'add','path':'emails','value':[{'type':'home','value':'b','primary':true}]}",
                        "'emails':[{'type':'work','value':'a','primary':false},{'type':'home','value':'b','primary':true}]"),
                Arguments.of(
                        "colon and bracket within quotes",
                        "",
                        "{'op':'add','path':'emails[type eq `a:b]c`].value','value':'x'}",
                        "'emails':[{'type':'a:b]c','value':'x'}]"),
                Arguments.of(
                        "manager as text",
                        "",
                        "{'op':'add','path':'" + ENT + ":manager','value':'m1'}",
                        "'" + ENT + "':{'manager':{'value':'m1'}}"),
                Arguments.of(
                        "manager as object",
                        "'" + ENT + "':{'manager':{'value':'m0','displayName':'Old'}}",
                        "{'op':'replace','path':'" + ENT + ":manager','value':{'value':'m1'}}",
                        "'" + ENT + "':{'manager':{'value':'m1'}}"),
                Arguments.of(
                        "manager as list, short name",
                        "",
                        "{'op':'Add','path':'manager','value':[{'$ref':'https://x.example/m1','value':'m1'}]}",
                        "'" + ENT + "':{'manager':{'$ref':'https://x.example/m1','value':'m1'}}"),
                Arguments.of(
                        "manager.value",
                        "",
                        "{'op':'replace','path':'" + ENT + ":manager.value','value':'m1'}",
                        "'" + ENT + "':{'manager':{'value':'m1'}}"),
                Arguments.of(
                        "manager in a pathless value",
                        "",
                        "{'op':'replace','value':{'" + ENT + "':{'manager':'m1'}}}",
                        "'" + ENT + "':{'manager':{'value':'m1'}}"),
                Arguments.of(
                        "manager removed with a filter",
                        "'" + ENT + "':{'manager':{'value':'m1'},'department':'d'}",
                        "{'op':'remove','path':'manager[value eq `m1`]'}",
                        "'" + ENT + "':{'department':'d'}"),
                Arguments.of(
                        "unknown core attribute is ignored",
                        "",
                        "{'op':'add','path':'nickName2','value':'x'},{'op':'add','path':'title','value':'t'}",
                        "'title':'t'"),
                Arguments.of(
                        "unknown extension is kept",
                        "",
                        "{'op':'add','path':'" + ACME + ":badge','value':{'no':7,'x':null}}",
                        "'" + ACME + "':{'badge':{'no':7}}"),
                Arguments.of(
                        "unknown extension with dot",
                        "",
                        "{'op':'add','path':'" + ACME + ".badge','value':'7'}",
                        "'" + ACME + "':{'badge':'7'}"),
                Arguments.of(
                        "custom field in other capitals",
                        "",
                        "{'op':'add','path':'" + OURS + ":COSTCENTER','value':'CC-1'}",
                        "'" + OURS + "':{'COSTCENTER':'CC-1'}"),
                Arguments.of(
                        "custom field cleared",
                        "'" + OURS + "':{'costCenter':'CC-1'}",
                        "{'op':'replace','path':'" + OURS + ":COSTCENTER','value':''}",
                        ""),
                Arguments.of(
                        "password is dropped",
                        "",
                        "{'op':'replace','value':{'password':'s3cret'}},{'op':'replace','path':'password','value':'s3cret'}",
                        ""),
                Arguments.of(
                        "read-only without path is ignored",
                        "",
                        "{'op':'replace','value':{'id':'7','meta':{'created':'x'},'groups':[{'value':'g'}],'title':'t'}}",
                        "'title':'t'"),
                Arguments.of(
                        "e-mail as text",
                        "",
                        "{'op':'replace','path':'emails','value':'a@b.example'}",
                        "'emails':[{'value':'a@b.example'}]"),
                Arguments.of(
                        "a part of the only value",
                        "'emails':[{'type':'work','value':'a'}]",
                        "{'op':'replace','path':'emails.value','value':'b'}",
                        "'emails':[{'type':'work','value':'b'}]"),
                Arguments.of(
                        "parts of an element that is not there yet",
                        "",
                        "{'op':'add','path':'emails[type eq `other`].primary','value':true},{'op':'add','path':'emails[type eq `other`].value','value':'x'}",
                        "'emails':[{'type':'other','primary':true,'value':'x'}]"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dialects")
    void isUnderstood(String name, String before, String operations, String after) {
        ObjectNode document = patched(before, operations).document().deepCopy();
        document.remove(List.of("schemas", "active"));
        assertThat(document).isEqualTo(Json.object("{'userName':'ana'" + (after.isEmpty() ? "" : ",") + after + "}"));
    }

    @ParameterizedTest
    @MethodSource("disabling")
    void disables(String operation) {
        PatchOperations.Patched after = patched("'title':'t'", operation);
        assertThat(after.document().path("active").asBoolean(true)).isFalse();
        assertThat(after.document().path("title").asText()).isEqualTo("t");
        assertThat(after.document().path("active").isBoolean()).isTrue();
    }

    static Stream<String> disabling() {
        return Stream.of(
                "{'op':'Replace','path':'active','value':'False'}",
                "{'op':'replace','value':{'active':false}}",
                "{'op':'add','value':{'active':'false'}}",
                "{'op':'replace','path':'" + CORE + ":Active','value':[false]}",
                "{'Op':'replace','Path':'ACTIVE','Value':false}");
    }

    @Test
    void activeCanBeCleared() {
        assertThat(patched("'active':false", "{'op':'remove','path':'active'}")
                        .document()
                        .has("active"))
                .isFalse();
        assertThat(patched("'active':false", "{'op':'replace','path':'active','value':''}")
                        .document()
                        .has("active"))
                .isFalse();
    }

    @Test
    void unknownNamesAreReported() {
        assertThat(patched(
                                "",
                                "{'op':'add','path':'shoeSize','value':4},{'op':'add','value':{'emails':[{'value':'a','colour':'red'}],'x.y':1}}")
                        .unknown())
                .containsExactlyInAnyOrder("shoeSize", "x");
    }

    @Test
    void schemasFollowTheExtensionsThatAreThere() {
        PatchOperations.Patched after = patched(
                "'" + ENT + "':{'department':'d'}",
                "{'op':'remove','path':'" + ENT + ":department'},{'op':'add','path':'" + ACME + ":a','value':1}");
        assertThat(after.document().path("schemas")).isEqualTo(Json.of("['" + CORE + "','" + ACME + "']"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesWithNumberAndPath(String operations, String scimType, String words) {
        assertThatThrownBy(() -> patched("'title':'t'", operations)).isInstanceOfSatisfying(ScimException.class, e -> {
            assertThat(e.status()).isEqualTo(400);
            assertThat(e.scimType()).isEqualTo(scimType);
            assertThat(e.detail())
                    .contains(words)
                    .doesNotContain("\n", "\"", "<")
                    .hasSizeLessThanOrEqualTo(500);
        });
    }

    static Stream<Arguments> refused() {
        String fine = "{'op':'add','path':'title','value':'x'},";
        return Stream.of(
                Arguments.of(fine + "{'op':'replace','path':'id','value':'7'}", "mutability", "operation 2: 'id'"),
                Arguments.of("{'op':'remove','path':'meta.created'}", "mutability", "meta"),
                Arguments.of("{'op':'add','path':'groups','value':[]}", "mutability", "groups"),
                Arguments.of(
                        fine + "{'op':'replace','path':'emails[type eq','value':'7'}", "invalidPath", "operation 2"),
                Arguments.of("{'op':'replace','path':'emails[0].value','value':'7'}", "invalidPath", "emails[0].value"),
                Arguments.of(
                        fine + "{'op':'replace','value':{'a..b':'7'}}", "invalidPath", "operation 2: the path 'a..b'"),
                Arguments.of(
                        "{'op':'replace','path':'emails[type eq `work`]','value':[{'value':'a'},{'value':'b'}]}",
                        "invalidValue",
                        "one object, but is a list of 2"),
                Arguments.of("{'op':'replace','path':'a..b','value':'7'}", "invalidPath", "a..b"),
                Arguments.of("{'op':'replace','path':'a b','value':'7'}", "invalidPath", "a b"),
                Arguments.of(
                        "{'op':'replace','path':'emails[type eq `a`]x','value':'7'}",
                        "invalidPath",
                        "emails[type eq 'a']x"),
                Arguments.of("{'op':'replace','path':'emails[type co `a`].value','value':'7'}", "noTarget", "emails"),
                Arguments.of("{'op':'replace','path':'userName','value':''}", "mutability", "userName"),
                Arguments.of("{'op':'remove','path':'userName'}", "mutability", "userName"),
                Arguments.of("{'op':'replace','path':'active','value':'maybe'}", "invalidValue", "'maybe'"),
                Arguments.of("{'op':'replace','path':'emails','value':7}", "invalidValue", "a number"),
                Arguments.of("{'op':'replace','path':'title','value':{'a':1}}", "invalidValue", "an object"),
                Arguments.of("{'op':'remove'}", "noTarget", "operation 1"),
                Arguments.of("{'op':'replace','value':'x'}", "invalidValue", "operation 1"),
                Arguments.of("{'op':'replace','path':'title'}", "invalidValue", "value"),
                Arguments.of("{'op':'move','path':'title','value':1}", "invalidSyntax", "operation 1"),
                Arguments.of("{'path':'title','value':1}", "invalidSyntax", "operation 1"),
                Arguments.of("7", "invalidSyntax", "operation 1"),
                Arguments.of("{'op':'add','path':7,'value':1}", "invalidPath", "operation 1"));
    }

    @Test
    void anElementThatNoConditionCanNameIsNotMadeAgainAndAgain() {
        PatchOperations.Patched after = patched(
                "",
                "{'op':'add','path':'emails[shoe eq `a`].value','value':'x'},{'op':'add','path':'title','value':'t'}");
        assertThat(after.document().has("emails")).isFalse();
        assertThat(after.document().path("title").asText()).isEqualTo("t");
        assertThat(after.unknown()).containsExactly("emails[]");
    }

    @Test
    void anElementIsReplacedThroughAnyCondition() {
        assertThat(patched(
                                "'emails':[{'type':'work','value':'a@x.example','display':'A'},{'type':'home','value':'b@y.example'}]",
                                "{'op':'replace','path':'emails[value ew `@x.example`]','value':{'value':'c@x.example'}}")
                        .document()
                        .path("emails"))
                .isEqualTo(Json.of("[{'type':'work','value':'c@x.example'},{'type':'home','value':'b@y.example'}]"));
    }

    /** POST, a path, and a value without a path put an extension that nobody knows at one and the same place. */
    @ParameterizedTest
    @MethodSource("unknownExtension")
    void anUnknownExtensionHasOnePlace(String extension, String operation) {
        assertThat(patched("", operation).document().path(extension))
                .isEqualTo(UserDocuments.canonical(Json.of("{'userName':'a','" + extension + "':{'badge':7}}"))
                        .document()
                        .path(extension));
    }

    static Stream<Arguments> unknownExtension() {
        return Stream.of(ACME, PLAIN, VERSION, OKTA)
                .flatMap(extension -> Stream.of(
                                "{'op':'add','path':'" + extension + "','value':{'badge':7}}",
                                "{'op':'add','value':{'" + extension + "':{'badge':7}}}",
                                "{'op':'add','value':{'" + extension + ":badge':7}}",
                                "{'op':'add','path':'" + extension + ":badge','value':7}")
                        .map(operation -> Arguments.of(extension, operation)));
    }

    @ParameterizedTest
    @ValueSource(strings = {ACME, PLAIN, VERSION, OKTA})
    void whatAValueDoesNotNameStaysInAnUnknownExtension(String extension) {
        assertThat(patched(
                                "'" + extension + "':{'badge':7}",
                                "{'op':'add','value':{'" + extension
                                        + "':{'size':{'shoe':42}}}},{'op':'replace','path':'"
                                        + extension.toUpperCase(java.util.Locale.ROOT)
                                        + "','value':{'desk':3}},{'op':'add','path':'" + extension
                                        + ":car','value':{'seats':5}}")
                        .document()
                        .path(extension))
                .isEqualTo(Json.of("{'badge':7,'size':{'shoe':42},'desk':3,'car':{'seats':5}}"));
    }

    @Test
    void namesInAnUnknownExtensionMayHaveBlanks() {
        assertThat(patched("", "{'op':'add','value':{'" + ACME + "':{'Shoe Size':{'EU':42}}}}")
                        .document()
                        .path(ACME))
                .isEqualTo(Json.of("{'Shoe Size':{'EU':42}}"));
    }

    @Test
    void aListOfAnUnknownExtensionIsNotOverwrittenByAPart() {
        assertThat(patched(
                                "'" + ACME + "':{'list':[1,2]}",
                                "{'op':'replace','path':'" + ACME
                                        + ":list[type eq `a`].value','value':'x'},{'op':'replace','path':'" + ACME
                                        + ":list.value','value':'x'}")
                        .document()
                        .path(ACME))
                .isEqualTo(Json.of("{'list':[1,2]}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {ACME, PLAIN, VERSION, OKTA})
    void anUnknownExtensionIsRemovedAsAWhole(String extension) {
        assertThat(patched("'" + extension + "':{'badge':7}", "{'op':'remove','path':'" + extension + "'}")
                        .document()
                        .fieldNames())
                .toIterable()
                .noneMatch(name -> name.startsWith("urn:"));
    }

    @Test
    void refusesNoneAndTooMany() {
        assertThatThrownBy(() -> patched("", "")).hasMessageContaining("at least one");
        assertThatThrownBy(() -> patched(
                        "",
                        "{'op':'add','path':'title','value':'x'},".repeat(100)
                                + "{'op':'add','path':'title','value':'x'}"))
                .hasMessageContaining("at most 100");
    }

    @Test
    void readsOperationsInLowerCase() {
        PatchOperations operations =
                PatchOperations.parse(Json.of("{'operations':[{'op':'add','path':'title','value':'x'}]}"));
        assertThat(operations
                        .applyTo(Json.object("{'userName':'ana','active':true}"), Set.of())
                        .document()
                        .path("title")
                        .asText())
                .isEqualTo("x");
    }
}
