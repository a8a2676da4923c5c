package dev.rollcall.source.scim;

import static dev.rollcall.source.scim.Patching.CORE;
import static dev.rollcall.source.scim.Patching.ENT;
import static dev.rollcall.source.scim.Patching.patched;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How identity providers name what a PATCH changes, and how they say that it is to be cleared. */
class PatchPathsTest {
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
                        "blank texts where objects belong",
                        "'name':{'givenName':'G'},'addresses':[{'type':'work','locality':'Leeds'}]",
                        "{'op':'replace','path':'name','value':''},{'op':'replace','path':'addresses','value':' '}",
                        ""),
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
                        "unknown core attribute is ignored",
                        "",
                        "{'op':'add','path':'nickName2','value':'x'},{'op':'add','path':'title','value':'t'}",
                        "'title':'t'"),
                Arguments.of(
                        "password is dropped",
                        "",
                        "{'op':'replace','value':{'password':'s3cret'}},{'op':'replace','path':'password','value':'s3cret'}",
                        ""),
                Arguments.of(
                        "read-only without path is ignored",
                        "",
                        "{'op':'replace','value':{'id':'7','meta':{'created':'x'},'groups':[{'value':'g'}],'title':'t'}}",
                        "'title':'t'"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dialects")
    void isUnderstood(String name, String before, String operations, String after) {
        Patching.understood(before, operations, after);
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
