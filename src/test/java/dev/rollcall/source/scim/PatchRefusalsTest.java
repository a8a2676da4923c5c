package dev.rollcall.source.scim;

import static dev.rollcall.source.scim.Patching.patched;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A PATCH that cannot be done is refused with the number of its operation and the path. */
class PatchRefusalsTest {
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
    void refusesNoneAndTooMany() {
        assertThatThrownBy(() -> patched("", "")).hasMessageContaining("at least one");
        assertThatThrownBy(() -> patched(
                        "",
                        "{'op':'add','path':'title','value':'x'},".repeat(100)
                                + "{'op':'add','path':'title','value':'x'}"))
                .hasMessageContaining("at most 100");
    }
}
