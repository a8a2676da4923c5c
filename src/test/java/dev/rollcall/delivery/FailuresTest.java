package dev.rollcall.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.delivery.DeliveryOutcome.Refused;
import dev.rollcall.delivery.DeliveryOutcome.Trouble;
import dev.rollcall.delivery.DeliveryOutcome.TryAgain;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a route's exception means: no for good, or what kind of trouble. */
class FailuresTest {
    private static Trouble trouble(Throwable failure) {
        return ((TryAgain) Failures.outcomeOf(new IllegalStateException(failure))).why();
    }

    @ParameterizedTest
    @CsvSource({
        "08006, DOWN",
        "28P01, DOWN",
        "42P01, DOWN",
        "42S02, DOWN",
        "3F000, DOWN",
        "90079, DOWN",
        "53300, DOWN",
        "57P01, DOWN",
        "90098, DOWN",
        "40001, OWN",
        "57014, OWN",
        "XX000, OWN"
    })
    void aDatabaseThatServesNobodyIsDown(String state, Trouble why) {
        assertThat(trouble(new SQLException("secret", state))).isEqualTo(why);
        assertThat(((TryAgain) Failures.outcomeOf(new SQLException("secret", state))).reason())
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "08001, the database cannot be reached (SQL state 08001)",
        "28P01, the database does not let the user in (SQL state 28P01)",
        "53300, the database takes no work now (SQL state 53300)"
    })
    void whyADatabaseServesNobodyIsSaidInWords(String state, String words) {
        assertThat(((TryAgain) Failures.outcomeOf(new IllegalStateException(new SQLException("secret", state))))
                        .reason())
                .isEqualTo(words);
    }

    @Test
    void constraintsAreRefusals() {
        assertThat(Failures.outcomeOf(new SQLException("x", "23505"))).isInstanceOf(Refused.class);
        assertThat(Failures.outcomeOf(new SQLException("x", "22001"))).isInstanceOf(Refused.class);
    }

    @Test
    void aLineThatBrokeLeavesTheOutcomeInDoubt() {
        assertThat(trouble(new ConnectException())).isEqualTo(Trouble.DOWN);
        assertThat(trouble(new UnknownHostException())).isEqualTo(Trouble.DOWN);
        assertThat(trouble(new SocketTimeoutException())).isEqualTo(Trouble.UNKNOWN);
        assertThat(trouble(new SocketException("reset"))).isEqualTo(Trouble.UNKNOWN);
        assertThat(trouble(new EOFException())).isEqualTo(Trouble.UNKNOWN);
        assertThat(trouble(new IllegalArgumentException())).isEqualTo(Trouble.OWN);
    }

    @ParameterizedTest
    @CsvSource({"429, BUSY", "401, DOWN", "502, DOWN", "503, DOWN", "504, DOWN", "500, UNKNOWN", "404, OWN"})
    void statusesOfCamelHttpAreUnderstood(int status, Trouble why) {
        HttpOperationFailedException answer = new HttpOperationFailedException(
                "https://secret.example", status, "text", null, Map.of("Retry-After", "17"), "body");
        TryAgain again = (TryAgain) Failures.outcomeOf(answer);
        assertThat(again.why()).isEqualTo(why);
        assertThat(again.reason()).contains(Integer.toString(status)).doesNotContain("secret", "body");
        assertThat(again.notBefore()).isEqualTo(Duration.ofSeconds(17));
    }
}
