package dev.rollcall.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpResponseException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoogleCallsTest {
    @Test
    void retryAfterIsReadAsSecondsAndAsDate() {
        assertThat(asked("7")).isEqualTo(Duration.ofSeconds(7));
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(90));
        assertThat(asked(date)).isBetween(Duration.ofSeconds(80), Duration.ofSeconds(91));
        assertThat(asked("Wed, 01 Jan 2020 00:00:00 GMT")).isZero();
    }

    @Test
    @Timeout(20)
    void aLongWaitAsksEverySecondWhetherToGoOn() {
        AtomicInteger asked = new AtomicInteger();
        GoogleCalls calls = new GoogleCalls(Duration.ofMillis(1), 2).whileWaiting(() -> {
            if (asked.incrementAndGet() == 2) {
                throw new IllegalStateException("not wanted any more");
            }
        });
        assertThatThrownBy(() -> calls.run(() -> {
                    throw slow("240");
                }))
                .hasMessage("not wanted any more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-5", "1.5", "99999999999999999999"})
    void whatIsNoneIsNone(String text) {
        assertThat(asked(text)).isZero();
    }

    private static Duration asked(String retryAfter) {
        return GoogleCalls.retryAfter(slow(retryAfter));
    }

    private static HttpResponseException slow(String retryAfter) {
        return new HttpResponseException.Builder(429, "", new HttpHeaders().setRetryAfter(retryAfter)).build();
    }
}
