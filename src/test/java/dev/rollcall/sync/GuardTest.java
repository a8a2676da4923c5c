package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.RollcallSettings.Limit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The limits, and the set in which a run remembers whom it saw. */
class GuardTest {
    @ParameterizedTest
    @CsvSource({
        "10, 50, 1000, 50",
        "10, 50, 100, 10",
        "10, 50, 19, 1",
        "10, 50, 5, 1",
        "10, 50, 0, 1",
        "0, 50, 100, 0",
        "100, 0, 100, 0",
        "100,, 7, 7",
    })
    void theSmallerLimitCounts(int percent, Integer count, long active, long most) {
        assertThat(Guard.most(new Limit(percent, count), active)).isEqualTo(most);
    }

    @Property(tries = 1000)
    void whatTheGuardLetsThroughIsWithinItsLimits(
            @ForAll @IntRange(max = 100) int percent,
            @ForAll @IntRange(max = 500) int count,
            @ForAll @IntRange(max = 10_000) int active,
            @ForAll @IntRange(max = 10_000) int deactivated,
            @ForAll @IntRange(max = 10_000) int updated) {
        Guard guard = new Guard(new RollcallSettings.Guard(new Limit(percent, count), new Limit(percent, null)));
        RunCounts plan = new RunCounts(0, 0, updated, 0, deactivated, 0, 0, 0);
        String objection = guard.objection("corp", plan, enough -> Math.min(active, enough));
        assertThat(objection)
                .as("counted no further than needed")
                .isEqualTo(guard.objection("corp", plan, enough -> active));
        long counted = Math.min(active, guard.countedFor(Math.max(deactivated, updated)));
        assertThat(guard.objection("corp", plan, enough -> enough == Long.MAX_VALUE ? active : counted))
                .as("counted before it was known how many are changed")
                .isEqualTo(objection);
        if (objection == null) {
            long share = Math.max(percent == 0 ? 0 : 1, (long) active * percent / 100);
            assertThat(deactivated).isLessThanOrEqualTo(count);
            assertThat((long) deactivated).isLessThanOrEqualTo(share);
            assertThat(active == 0 || updated <= share).isTrue();
        }
    }

    @Property(tries = 500)
    void fewerThanHalfAreNotBelieved(
            @ForAll @IntRange(max = 10_000) int read, @ForAll @IntRange(max = 10_000) int before) {
        assertThat(Guard.suspicion("corp", read, before) != null).isEqualTo(read * 2 < before);
    }
}
