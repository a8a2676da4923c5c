package dev.rollcall.source.scim;

import static dev.rollcall.source.scim.Patching.patched;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The ways in which identity providers change one of several addresses, e-mails or roles. */
class PatchElementsTest {
    /** Name, user before, operations, user after, without userName, active and schemas where those are as always. */
    static Stream<Arguments> dialects() {
        return Stream.of(
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
        Patching.understood(before, operations, after);
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
}
