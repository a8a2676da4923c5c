package dev.rollcall.source.scim;

import static dev.rollcall.source.scim.Patching.ACME;
import static dev.rollcall.source.scim.Patching.CORE;
import static dev.rollcall.source.scim.Patching.ENT;
import static dev.rollcall.source.scim.Patching.OKTA;
import static dev.rollcall.source.scim.Patching.OURS;
import static dev.rollcall.source.scim.Patching.PLAIN;
import static dev.rollcall.source.scim.Patching.VERSION;
import static dev.rollcall.source.scim.Patching.patched;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A manager, custom fields, and extensions that no schema describes, in a PATCH. */
class PatchExtensionsTest {
    /** Name, user before, operations, user after, without userName, active and schemas where those are as always. */
    static Stream<Arguments> dialects() {
        return Stream.of(
                Arguments.of(
                        "enterprise URN alone, a part of the manager",
                        "",
                        "{'op':'replace','path':'" + ENT + "','value':{'manager.value':'m1'}}",
                        "'" + ENT + "':{'manager':{'value':'m1'}}"),
                Arguments.of(
                        "a part of what has none is not there to be removed",
                        "'" + ACME + "':{'team':'Blue'}",
                        "{'op':'remove','path':'" + ACME + ":team.name'}",
                        "'" + ACME + "':{'team':'Blue'}"),
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
                        ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dialects")
    void isUnderstood(String name, String before, String operations, String after) {
        Patching.understood(before, operations, after);
    }

    @Test
    void schemasFollowTheExtensionsThatAreThere() {
        PatchOperations.Patched after = patched(
                "'" + ENT + "':{'department':'d'}",
                "{'op':'remove','path':'" + ENT + ":department'},{'op':'add','path':'" + ACME + ":a','value':1}");
        assertThat(after.document().path("schemas")).isEqualTo(Json.of("['" + CORE + "','" + ACME + "']"));
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
}
