package dev.rollcall.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One user of whom no table takes everything does not keep the others out. */
class OddUsersStoriesTest {
    @OnBoth
    void whoHasANameThatNoColumnTakesIsRejectedAlone(PullFixture bench) {
        Directory directory = bench.source("odd", Map.of());
        directory.people(0, 40, "odd.example");
        directory.put("k7", "user_name", "x".repeat(1200));
        directory.put("k8", "first_name", "x".repeat(1200));
        directory.put("k9", "email", "x".repeat(1200) + "@odd.example");

        JsonNode run = bench.done(bench.run("odd", "full", false));

        assertThat(PullFixture.counts(run)).containsOnly(entry("read", 40), entry("created", 37), entry("rejected", 3));
        assertThat(bench.changes(run.path("id").asText()).findValuesAsText("sentence"))
                .hasSize(3)
                .allMatch(sentence -> sentence.contains("characters, 255 are allowed"));
        bench.settled("odd", 40);
    }

    @OnBoth
    void whatIsNoTextBecomesABlank(PullFixture bench) {
        Directory directory = bench.source("nul", Map.of());
        directory.people(0, 20, "nul.example");
        directory.put("k7", "first_name", "Ana\0Eva", "job_title", "Chief\0Engineer");
        directory.put("k8", "last_name", "half \ud83d");

        assertThat(bench.full("nul")).containsOnly(entry("read", 20), entry("created", 20));
        assertThat(bench.asset("u7@nul.example"))
                .containsEntry("first_name", "Ana Eva")
                .containsEntry("job_title", "Chief Engineer");
        bench.settled("nul", 20);
    }

    /** As many groups as large directories give, none of them a role. */
    @OnBoth
    void whoIsInManyGroupsGetsTheFallbackRole(PullFixture bench) {
        Directory directory = bench.source("groups", Map.of());
        directory.people(0, 20, "groups.example");
        directory.put(
                "k7",
                "role",
                IntStream.range(0, 80)
                        .mapToObj(i -> "'Group number " + i + " of the headquarters'")
                        .collect(Collectors.joining(",", "[", "]"))
                        .replace('\'', '"'));

        assertThat(bench.full("groups")).containsOnly(entry("read", 20), entry("created", 20));
        assertThat(bench.asset("u7@groups.example")).containsEntry("role", "Staff User");
        assertThat(bench.member("u7@groups.example").path("requestedRole").asText())
                .startsWith("Group number 0 of the headquarters, Group number 1 ")
                .endsWith("…")
                .hasSize(255);
        bench.settled("groups", 20);
    }

    @OnBoth
    void whatCannotBeKeptAtAllIsSaidBeforeAnythingIsDone(PullFixture bench) {
        Directory directory = bench.source("large", Map.of());
        directory.people(0, 20, "large.example");
        directory.put("k7", "notes", "x".repeat(1_100_000));
        JsonNode large = bench.run("large", "full", false);
        assertThat(large.path("state").asText()).isEqualTo("failed");
        assertThat(large.path("sentence").asText())
                .contains("Source 'large': user 'u7@large.example' has 1100", "at most 1000000 can be kept");

        directory.remove("k7");
        directory.person("k".repeat(1001), "u7", "large.example");
        JsonNode longKey = bench.run("large", "full", false);
        assertThat(longKey.path("state").asText()).isEqualTo("failed");
        assertThat(longKey.path("sentence").asText())
                .contains("Source 'large': the key of a user has 1001 characters", "begins with 'kkkk");
        assertThat(bench.count("SELECT COUNT(*) FROM asset.member WHERE email LIKE '%@large.example'"))
                .isZero();
        assertThat(bench.rollcall.log())
                .contains("Source 'large': user '…' has 1100", "begins with '…'")
                .doesNotContain("u7@large.example", "kkkk");

        directory.remove("k".repeat(1001));
        directory.person("k7", "u7", "large.example");
        assertThat(bench.full("large")).containsOnly(entry("read", 20), entry("created", 20));
    }

    /** What nobody foresaw: the database refuses a row, and takes those of the same batch. */
    @OnBoth
    void whomTheDatabaseDoesNotTakeIsNamed(PullFixture bench) {
        Directory directory = bench.source("refused", Map.of());
        directory.people(0, 40, "refused.example");
        bench.database.execute(
                "ALTER TABLE member ADD CONSTRAINT not_this_one CHECK (user_name <> 'u30@refused.example')");
        try {
            JsonNode run = bench.run("refused", "full", false);
            assertThat(run.path("state").asText()).isEqualTo("failed");
            assertThat(run.path("sentence").asText())
                    .startsWith("User 'u30@refused.example' of source 'refused' could not be recorded: ");
            assertThat(bench.count("SELECT COUNT(*) FROM asset.member WHERE email LIKE '%@refused.example'"))
                    .isEqualTo(30);
        } finally {
            bench.database.execute("ALTER TABLE member DROP CONSTRAINT not_this_one");
        }
        assertThat(bench.rollcall.log())
                .contains("A user of source 'refused' could not be recorded")
                .doesNotContain("u30@refused.example");

        assertThat(bench.full("refused")).containsOnly(entry("read", 40), entry("created", 10), entry("unchanged", 30));
        bench.settled("refused", 40);
    }

    /** Databases fold letters in ways of their own: PostgreSQL as its locale says, and none as Java does. */
    @OnBoth
    void whoIsRejectedIsOnTheListInWhateverLettersTheNameIsWritten(PullFixture bench) {
        Directory directory = bench.source("letters", Map.of());
        directory.people(0, 20, "letters.example");
        directory.put("k7", "user_name", "ÄRGER", "team", "Nowhere");
        directory.put("k8", "user_name", "İPEK", "team", "Nowhere");

        assertThat(bench.full("letters")).containsEntry("rejected", 2);
        assertThat(bench.count("SELECT COUNT(*) FROM rejection WHERE source_id = 'letters' AND state = 'open'"))
                .isEqualTo(2);

        bench.settled("letters", 20);
        directory.put("k7", "team", "Field").put("k8", "team", "Office");
        assertThat(bench.full("letters")).containsEntry("created", 2);
        assertThat(bench.count("SELECT COUNT(*) FROM rejection WHERE source_id = 'letters' AND state = 'open'"))
                .isZero();
    }
}
