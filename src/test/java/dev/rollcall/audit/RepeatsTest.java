package dev.rollcall.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.bench.SetClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepeatsTest {
    private final SetClock clock = new SetClock();
    private final Repeats repeats = new Repeats(clock, 5);

    @Test
    void ofAHundredThousandTimesTheFirstFewAndEachTenfoldAreWorthAnEntry() {
        assertThat(worth("ada", 100_000)).containsExactly(1, 2, 3, 4, 5, 10, 100, 1_000, 10_000, 100_000);
    }

    @Test
    void afterAnHourOfQuietItBeginsAnew() {
        worth("ada", 42);
        clock.pass(Duration.ofMinutes(60));
        assertThat(worth("ada", 1)).isEmpty();
        clock.pass(Duration.ofMinutes(61));
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
}
