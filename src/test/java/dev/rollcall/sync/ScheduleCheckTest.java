package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.SettingsOf;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schedules that cannot work are refused by name, before they come into force. */
class ScheduleCheckTest {
    private static List<String> problems(String key, String cron) {
        return new ScheduleCheck().problems(settings(key, cron));
    }

    private static RollcallSettings settings(String key, String cron) {
        return SettingsOf.map(Map.of("sources", Map.of("dir", Map.of("kind", "ldap", key, cron))));
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "0 0 * * * ?",
        "0 0 6-20/2 ? * MON-FRI",
        "0 0 0 29 2 ?",
        "0 0 0 1 1 ? 2026-2090",
        "' 0 0 * * * ? '"
    })
    void schedulesPass(String cron) {
        assertThat(problems("schedule", cron)).isEmpty();
        assertThat(problems("incremental-schedule", cron)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "schedule, 0 0 0 1 1 ? 1999, never comes",
        "incremental-schedule, 0 0 0 30 2 ?, never comes",
        "schedule, 0 * * * *, must be a Quartz cron expression"
    })
    void othersAreNamed(String key, String cron, String sentence) {
        assertThat(problems(key, cron))
                .singleElement()
                .asString()
                .startsWith("rollcall.sources.dir." + key)
                .contains("'" + cron + "'")
                .contains(sentence);
    }

    @Test
    void aTimeThatHasGoneByIsToldAndKeepsNothingFromStarting() {
        RollcallSettings once = settings("incremental-schedule", "0 0 3 10 11 ? 2026");
        assertThat(new ScheduleCheck().problems(once)).isEmpty();
        assertThat(new ScheduleCheck().warnings(once, "dir"))
                .anySatisfy(warning -> assertThat(warning)
                        .contains("incremental-schedule '0 0 3 10 11 ? 2026'")
                        .contains("has gone by"));
        assertThat(new ScheduleCheck().warnings(settings("schedule", "0 0 * * * ?"), "dir"))
                .noneMatch(warning -> warning.contains("gone by"));
    }
}
