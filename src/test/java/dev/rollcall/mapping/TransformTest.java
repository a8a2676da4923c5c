package dev.rollcall.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransformTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lower | Ana BROD | ana brod",
                "UPPER | Ana | ANA",
                "title | ana o'hara-BROD | Ana O'hara-Brod",
                "digits | +44 (0)113 | 440113",
                "date(dd/MM/yyyy) | 31/01/2026 | 2026-01-31",
                "date(d MMM uuuu) | 5 mar 2026 | 2026-03-05",
                "date(yyyyMMddHHmmssX) | 20260131093000Z | 2026-01-31",
                "split(-,2) | UK-Leeds-4 | Leeds",
                "split(-,-1) | UK-Leeds-4 | 4",
                "split(\",\",1) | a, b | a",
                "prefix(EMP-) | 7 | EMP-7",
                "suffix(\" Ltd\") | Atlas | Atlas Ltd",
            })
    void changesAValue(String transform, String sent, String expected) {
        assertThat(Transform.parse(transform).apply(List.of(sent), new ArrayList<>()))
                .containsExactly(expected);
    }

    @Test
    void splitsIntoAllPartsAndJoinsThem() {
        assertThat(Transform.parse("split(;)").apply(List.of("a; b;;c"), new ArrayList<>()))
                .containsExactly("a", "b", "c");
        assertThat(Transform.parse("join(\", \")").apply(List.of("a", "b"), new ArrayList<>()))
                .containsExactly("a, b");
    }

    @Test
    void aPartThatIsNotThereIsNoValue() {
        assertThat(Transform.parse("split(-,3)").apply(List.of("a-b"), new ArrayList<>()))
                .isEmpty();
        assertThat(Transform.parse("split(-,-2147483648)").apply(List.of("a-b"), new ArrayList<>()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-31", "30/02/2026", "soon"})
    void aDateThatDoesNotReadIsAFaultAndNoException(String sent) {
        List<String> faults = new ArrayList<>();
        assertThat(Transform.parse("date(dd/MM/yyyy)").apply(List.of(sent), faults))
                .isEmpty();
        assertThat(faults).containsExactly("'" + sent + "' is not a date of the form dd/MM/yyyy");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "shout",
                "eval(1+1)",
                "lower(x)",
                "date",
                "split()",
                "join",
                "split(-,2",
                "prefix",
                "split(-,0)"
            })
    void theVocabularyIsClosed(String transform) {
        assertThatThrownBy(() -> Transform.parse(transform)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dd/mm/yyyy", "DD/MM/YYYY", "YYYY-MM-dd", "dd/MM", "HH:mm", "yyyy"})
    void aFormThatReadsNoDateIsRefusedBeforeAnybodyIsReadByIt(String form) {
        assertThatThrownBy(() -> Transform.parse("date(" + form + ")")).hasMessageContaining("mm are minutes");
    }

    @ParameterizedTest
    @CsvSource({
        "dd/MM/yyyy, 31/01/2026",
        "d.M.yy, 31.1.26",
        "yyyyMMdd, 20260131",
        "dd-MMM-yyyy, 31-Jan-2026",
        "MM/dd/yyyy hh:mm:ss a, 01/31/2026 10:11:12 AM",
        "yyyy-MM-dd'T'HH:mm:ssXXX, 2026-01-31T10:11:12+02:00",
        "yyyy-DDD, 2026-031"
    })
    void aFormThatReadsDatesIsTaken(String form, String sent) {
        assertThat(Transform.parse("date(\"" + form + "\")").apply(List.of(sent), new ArrayList<>()))
                .containsExactly("2026-01-31");
    }

    @Test
    void anUnknownNameListsTheVocabulary() {
        assertThatThrownBy(() -> Transform.parse("shout")).hasMessageContaining(Transform.VOCABULARY);
        assertThatThrownBy(() -> Transform.parse("date(bb)")).hasMessageContaining("dd/MM/yyyy");
    }
}
