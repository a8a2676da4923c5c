package dev.rollcall.stories;

import static dev.rollcall.stories.ScimClient.user;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** PostgreSQL plans by what it knows of a table: a directory that comes by pushes must not outgrow that. */
@ExtendWith(ClosedAtTheEnd.class)
class GrowthStoriesTest {
    private static final int THREADS = 8;
    private static final int USERS = 60;

    @Test
    @Timeout(120)
    void postgresIsToldOfNewUsersBeforeItLooksItself() {
        Rollcall rollcall = Database.POSTGRES.rollcall();
        ScimClient bench = rollcall.source("bench");

        List<List<Answer>> answers = AtOnce.each(
                THREADS,
                thread -> IntStream.range(0, USERS)
                        .mapToObj(i -> bench.post(user("grown." + thread + "." + i)))
                        .toList());

        assertThat(answers.stream().flatMap(List::stream))
                .allSatisfy(
                        answer -> assertThat(answer.status()).as("%s", answer).isEqualTo(201));
        for (String table : List.of("source_record", "member", "delivery")) {
            Rollcall.await(10)
                    .untilAsserted(() -> assertThat(rollcall.count(
                                    "SELECT analyze_count FROM pg_stat_user_tables WHERE schemaname = 'public' AND relname = ?",
                                    table))
                            .as(table)
                            .isEqualTo(1));
        }
    }
}
