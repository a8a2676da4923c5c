package dev.rollcall.stories;

import static dev.rollcall.stories.ScimClient.user;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Pushes about one user that arrive together. */
class ConcurrencyStoriesTest {
    private static final int THREADS = 8;
    private static final int CHANGES = 50;

    @OnEachDatabase
    void everyChangeOfABusyUserIsAVersionOfItsOwn(Database database) {
        Rollcall rollcall = database.rollcall();
        ScimClient bench = rollcall.source("bench");
        String id = bench.post(user("busy")).id();

        List<List<Answer>> answers = AtOnce.each(THREADS, thread -> {
            List<Answer> own = new ArrayList<>();
            for (int i = 0; i < CHANGES; i++) {
                own.add(bench.replace(id, "title", "\"" + thread + " of " + i + "\""));
            }
            return own;
        });

        List<Answer> all = answers.stream().flatMap(List::stream).toList();
        assertThat(all)
                .allSatisfy(
                        answer -> assertThat(answer.status()).as("%s", answer).isEqualTo(200));
        assertThat(all.stream().map(Answer::etag))
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(2, THREADS * CHANGES + 1)
                        .mapToObj(version -> "W/\"" + version + "\"")
                        .toList());
        String newest = "W/\"" + (THREADS * CHANGES + 1) + "\"";
        String title = all.stream()
                .filter(answer -> answer.etag().equals(newest))
                .findFirst()
                .orElseThrow()
                .body()
                .path("title")
                .asText();
        assertThat(bench.get(id).etag()).isEqualTo(newest);
        assertThat(bench.get(id).body().path("title").asText()).isEqualTo(title);
        Rollcall.await(30)
                .untilAsserted(() -> assertThat(
                                rollcall.member(id).at("/delivery/state").asText())
                        .isEqualTo("delivered"));
        assertThat(rollcall.assetMembers("busy@corp.example"))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("job_title", title));
    }

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
