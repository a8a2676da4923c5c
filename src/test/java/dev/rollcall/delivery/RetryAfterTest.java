package dev.rollcall.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Targets ask to be left alone in every way that the standard allows, and in some that it does not. */
class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-11-25T08:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "30, PT30S",
        "' 30 ', PT30S",
        "+5, PT5S",
        "1.5, PT1.5S",
        "0, PT1S",
        "-17, PT1S",
        "3600, PT1H",
        "86400, PT1H",
        "99999999999999999999999999, PT1H",
        "'Wed, 25 Nov 2026 08:00:45 GMT', PT45S",
        "'wed, 25 nov 2026 08:00:45 gmt', PT45S",
        "'Wednesday, 25-Nov-26 08:00:45 GMT', PT45S",
        "'Wed Nov 25 08:00:45 2026', PT45S",
        "'Sun Nov  1 08:00:45 2026', PT1S",
        "'Wed, 25 Nov 2026 07:00:00 GMT', PT1S",
        "'Fri, 25 Nov 2050 08:00:00 GMT', PT1H"
    })
    void secondsAndDatesAreUnderstoodWithinBounds(String header, Duration expected) {
        assertThat(RetryAfter.of(header, null, NOW)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"soon", "''", "'Wed, 99 Nov 2026 08:00:45 GMT'", "1e9", "NaN"})
    void whatMeansNothingIsNoWordOfTheTarget(@Nullable String header) {
        assertThat(RetryAfter.of(header, null, NOW)).isNull();
    }

    @Test
    void aDateIsMeantByTheTargetsClock() {
        assertThat(RetryAfter.of("Wed, 25 Nov 2026 09:10:20 GMT", "Wed, 25 Nov 2026 09:10:00 GMT", NOW))
                .isEqualTo(Duration.ofSeconds(20));
        assertThat(RetryAfter.of("Wed, 25 Nov 2026 08:00:20 GMT", "no date", NOW))
                .isEqualTo(Duration.ofSeconds(20));
        assertThat(RetryAfter.of(null)).isNull();
    }
}
