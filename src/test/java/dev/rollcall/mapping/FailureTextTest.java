package dev.rollcall.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.member.Problem;
import dev.rollcall.member.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class FailureTextTest {
    private static final FaultSentences SENTENCES = FaultSentences.of("AssetSonar", "scim");

    private static Problem missing(String name) {
        String path = CustomFieldNames.scimPath(name);
        return new Problem(
                ReasonCode.CUSTOM_FIELD_MISSING,
                "custom." + name,
                path,
                SENTENCES.customFieldMissing("custom." + name, path));
    }

    @Test
    void aFullStopInsideAValueDoesNotEndTheSentence() {
        Problem problem = new Problem(
                ReasonCode.FIELD_INVALID,
                "email",
                "m",
                SENTENCES.invalid("email", "m", "St. O'Brien \"x\" <b>", "an address"));
        assertThat(FailureText.of("AssetSonar", false, List.of(problem, missing("Team"))))
                .startsWith(
                        "Failed to update user in AssetSonar: 'St. O’Brien ’x’ b' is not an address for field 'E-mail'")
                .contains("'Team' has no value", "[RC-1202]", "[RC-1203]")
                .hasSizeLessThan(500);
    }

    @Test
    void manyFaultyFieldsAreAllNamed() {
        List<Problem> problems = new ArrayList<>();
        for (int i = 1; i <= 12; i++) {
            problems.add(missing("Field " + i));
        }
        String text = FailureText.of("AssetSonar", true, problems);
        assertThat(text).hasSizeLessThan(500).contains(" more fields: ").endsWith("in your identity provider.");
        problems.forEach(problem -> assertThat(text).contains("'" + FaultSentences.label(problem.field()) + "'"));
    }

    @Test
    void whereNotEvenTheNamesFitTheyAreCounted() {
        List<Problem> problems = new ArrayList<>();
        for (int i = 1; i <= 60; i++) {
            problems.add(missing("A rather long field name " + i));
        }
        assertThat(FailureText.of("AssetSonar", true, problems))
                .hasSizeLessThan(500)
                .startsWith("Failed to create user in AssetSonar: 60 faulty fields: 'A rather long field name 1', ")
                .contains(" more.");
    }

    @Test
    void onlyTheWayOutIsCutFromOneLongProblem() {
        String text = FailureText.of("AssetSonar", true, List.of(missing("Ä".repeat(300))));
        assertThat(text).hasSizeLessThan(500).contains("has no value").endsWith("[RC-1203]");
    }

    @Property
    void theTextIsAlwaysOneShortPlainLine(
            @ForAll String application, @ForAll boolean create, @ForAll("problems") List<Problem> problems) {
        String text = FailureText.of(application, create, problems);
        assertThat(text).hasSizeLessThan(500).doesNotContain("\"", "<", ">").doesNotContainPattern("\\p{Cntrl}");
    }

    @Provide
    Arbitrary<List<Problem>> problems() {
        Arbitrary<String> texts = Arbitraries.strings().ofMaxLength(700);
        return Combinators.combine(Arbitraries.of(ReasonCode.class), texts, texts)
                .as((code, field, sentence) -> new Problem(code, field, null, sentence))
                .list()
                .ofMinSize(1)
                .ofMaxSize(8);
    }
}
