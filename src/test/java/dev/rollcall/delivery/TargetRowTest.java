package dev.rollcall.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.delivery.TargetRow.Next;
import dev.rollcall.delivery.TargetRow.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What replicas share of a target, without a database: its time is a number here. */
class TargetRowTest {
    private static final Instant START = Instant.parse("2026-11-25T08:00:00Z");
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static TargetRow at(Instant now, TargetRow row) {
        return new TargetRow(now, row.nextPermitAt(), row.heldUntil(), row.openUntil(), row.openings(), row.reason());
    }

    private static TargetRow fresh() {
        return new TargetRow(START, null, null, null, 0, null);
    }

    @Property(tries = 200)
    void noMinuteEverHoldsMoreThanTheLimit(@ForAll @IntRange(min = 1, max = 600) int perMinute, @ForAll long seed) {
        Random random = new Random(seed);
        Pace pace = Pace.of(perMinute);
        TargetRow row = fresh();
        Instant now = START;
        List<Instant> permits = new ArrayList<>();
        for (int i = 0; i < perMinute * 4; i++) {
            if (random.nextInt(perMinute) == 0) {
                now = now.plusMillis(random.nextInt(90_000));
            }
            row = at(now, row);
            if (random.nextInt(50) == 0) {
                row = row.hold(Duration.ofMillis(random.nextInt(5_000)));
            }
            Instant told = now.plus(row.held());
            Next<Duration> next = row.permit(pace, PATIENCE);
            assertThat(next.result()).isGreaterThanOrEqualTo(Duration.ZERO);
            row = next.row();
            now = now.plus(next.result());
            assertThat(now).isAfterOrEqualTo(told);
            permits.add(now);
        }
        for (int i = perMinute; i < permits.size(); i++) {
            assertThat(Duration.between(permits.get(i - perMinute), permits.get(i)))
                    .as("%d permits at %d a minute", perMinute + 1, perMinute)
                    .isGreaterThanOrEqualTo(Duration.ofMinutes(1));
        }
    }

    @Property(tries = 100)
    void nearlyAllOfTheLimitIsUsed(@ForAll @IntRange(min = 20, max = 2000) int perMinute) {
        Pace pace = Pace.of(perMinute);
        TargetRow row = fresh();
        Instant now = START;
        int used = 0;
        while (now.isBefore(START.plusSeconds(600))) {
            Next<Duration> next = at(now, row).permit(pace, PATIENCE);
            row = next.row();
            now = now.plus(next.result());
            used++;
        }
        assertThat(used).isGreaterThanOrEqualTo((int) (perMinute * 10 * 0.95));
    }

    @Test
    void whoWillNotWaitThatLongTakesNoPermit() {
        Pace pace = Pace.of(60);
        TargetRow row = fresh();
        for (int i = 0; i < 10; i++) {
            row = row.permit(pace, PATIENCE).row();
        }
        Next<Duration> refused = row.permit(pace, Duration.ofSeconds(2));
        assertThat(refused.row()).isEqualTo(row);
        assertThat(refused.result()).isEqualTo(pace.spacing().multipliedBy(-10));
    }

    @Test
    void aBreakerRestsLongerEachTimeAndLetsOneProbeThrough() {
        TargetRow row = fresh().open("no connection", false);
        assertThat(row.rest()).isEqualTo(Duration.ofSeconds(1));
        assertThat(row.open("no connection", false)).as("a second witness").isEqualTo(row);
        assertThat(row.probe(Duration.ofSeconds(15)).result()).isFalse();
        for (int seconds : new int[] {2, 4, 8, 16, 30, 30}) {
            row = at(row.now().plus(row.rest()), row);
            Next<Boolean> probe = row.probe(Duration.ofSeconds(15));
            assertThat(probe.result()).isTrue();
            assertThat(probe.row().probe(Duration.ofSeconds(15)).result())
                    .as("a second prober")
                    .isFalse();
            row = probe.row().open("no connection", true);
            assertThat(row.rest()).isEqualTo(Duration.ofSeconds(seconds));
        }
        assertThat(row.close().rest()).isZero();
        assertThat(row.close().open("again", false).rest()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aLongerHoldIsNotCutShortByAShorterOne() {
        TargetRow row = fresh().hold(Duration.ofSeconds(30)).hold(Duration.ofSeconds(5));
        assertThat(row.held()).isEqualTo(Duration.ofSeconds(30));
        assertThat(row.open("down", false).probe(Duration.ofSeconds(15)).result())
                .as("a probe while the target wants to be left alone")
                .isFalse();
    }
}
