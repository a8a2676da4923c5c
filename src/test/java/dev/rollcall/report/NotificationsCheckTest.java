package dev.rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.settings.SettingsOf;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A digest that could never be sent is refused by name, before its settings come into force. */
class NotificationsCheckTest {
    private static List<String> problems(String schedule) {
        Map<String, Object> digest = Map.of(
                "schedule",
                schedule,
                "route",
                "direct:own-report",
                "from",
                "rollcall@example.com",
                "to",
                List.of("it@example.com"));
        return new NotificationsCheck().problems(SettingsOf.map(Map.of("notifications", digest)));
    }

    @ParameterizedTest
    @CsvSource({"''", "0 0 8 ? * MON-FRI", "' 0 0 8 ? * MON-FRI '"})
    void schedulesPass(String schedule) {
        assertThat(problems(schedule)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0 0 0 30 2 ?, never comes", "daily, must be a Quartz cron expression"})
    void othersAreNamed(String schedule, String sentence) {
        assertThat(problems(schedule))
                .singleElement()
                .asString()
                .startsWith("rollcall.notifications.schedule")
                .contains("'" + schedule + "'")
                .contains(sentence);
    }
}
