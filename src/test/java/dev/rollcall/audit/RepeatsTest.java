package dev.rollcall.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepeatsTest {
    private Instant now = Instant.parse("2026-11-29T12:00:00Z");
    private final Repeats repeats = new Repeats(clock(), 5);

    @Test
    void ofAHundredThousandTimesTheFirstFewAndEachTenfoldAreWorthAnEntry() {
        assertThat(worth("ada", 100_000)).containsExactly(1, 2, 3, 4, 5, 10, 100, 1_000, 10_000, 100_000);
    }

    @Test
    void afterAnHourOfQuietItBeginsAnew() {
        worth("ada", 42);
        now = now.plus(Duration.ofMinutes(60));
        assertThat(worth("ada", 1)).isEmpty();
        now = now.plus(Duration.ofMinutes(61));
        assertThat(worth("ada", 1)).containsExactly(1);
    }

    @Test
    void eachKindIsCountedByItself() {
        worth("ada", 42);
        assertThat(worth("bo", 2)).containsExactly(1, 2);
    }

    private List<Integer> worth(String kind, int times) {
        List<Integer> entries = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            repeats.more(kind).ifPresent(entries::add);
        }
        return entries;
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
    }
}
