package dev.rollcall.stories;

import static dev.rollcall.stories.ScimClient.user;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** Pushes about one user that arrive together. */
class ConcurrencyStoriesTest {
    private static final int THREADS = 8;

    @OnEachDatabase
    void ofManyNewUsersWithOneNameExactlyOneIsMade(Database database) {
        Rollcall rollcall = database.rollcall();
        ScimClient bench = rollcall.source("bench");
        for (int round = 0; round < 5; round++) {
            String name = "same" + round;

            List<Answer> answers = AtOnce.each(THREADS, thread -> bench.post(user(name)));

            assertThat(answers.stream().map(Answer::status).sorted())
                    .as("%s", answers)
                    .containsExactly(201, 409, 409, 409, 409, 409, 409, 409);
            assertThat(answers)
                    .filteredOn(answer -> answer.status() == 409)
                    .allSatisfy(answer -> assertThat(answer.scimType()).isEqualTo("uniqueness"));
            assertThat(bench.findByUserName(name + "@corp.example")).hasSize(1);
            assertThat(rollcall.assetMembers(name + "@corp.example")).hasSize(1);
        }
    }
}
