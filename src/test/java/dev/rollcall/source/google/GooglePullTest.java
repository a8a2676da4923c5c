package dev.rollcall.source.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.google.GoogleCalls;
import dev.rollcall.google.GoogleStub;
import dev.rollcall.source.FullReadNeeded;
import dev.rollcall.source.Pull.Mode;
import dev.rollcall.source.PullFailure;
import dev.rollcall.source.PulledUser;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.CamelExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reads of Google Workspace through the shipped route, against a stand-in that follows the Directory API. */
class GooglePullTest extends GoogleFixture {
    @Test
    void everyPageIsReadAndAnUnchangedUserIsTheSameTextAgain() {
        google.users(GoogleStub.users(1203));
        KeptPull first = read("workspace", Mode.FULL);
        assertThat(first.pages).containsExactly(500, 500, 203);
        assertThat(first.completed).isEqualTo(1);
        assertThat(first.users)
                .extracting(PulledUser::key)
                .doesNotHaveDuplicates()
                .hasSize(1203);
        assertThat(google.asked)
                .hasSize(3)
                .allSatisfy(asked ->
                        assertThat(asked).contains("customer=my_customer", "maxResults=500", "projection=full"));

        KeptPull second = read("workspace", Mode.FULL);
        assertThat(second.users)
                .extracting(user -> user.user().document().toString())
                .isEqualTo(first.users.stream()
                        .map(user -> user.user().document().toString())
                        .toList());
    }

    @Test
    void keysAreReadAlone() {
        google.users(GoogleStub.users(501));
        KeptPull keys = read("workspace", Mode.KEYS);
        assertThat(keys.keys).hasSize(501).contains("1" + "0".repeat(19) + "7");
        assertThat(keys.users).isEmpty();
        assertThat(keys.completed).isEqualTo(1);
        assertThat(google.asked.get(0)).contains("projection=basic").doesNotContain("primaryEmail");
    }

    @Test
    void fewAreAskedForOneByOne() {
        set("{\"org-units\":[\"/Staff\"]}");
        google.users(List.of(
                GoogleStub.user(1, "/Staff/Berlin"),
                GoogleStub.user(2, "/Left"),
                GoogleStub.user(3, "/Staff").put("deletionTime", "2026-11-30T10:00:00Z")));
        KeptPull pull = new KeptPull("workspace", Mode.KEYS, List.of(id(1), id(2), id(3), id(4)));
        run(pull, 1);
        assertThat(pull.keys).containsExactly(id(1));
        assertThat(pull.completed).isEqualTo(1);
        assertThat(google.asked).hasSize(4).allMatch(asked -> asked.contains("/users/1000"));

        google.asked.clear();
        KeptPull nobody = new KeptPull("workspace", Mode.KEYS, List.of(id(4)));
        run(nobody, 1);
        assertThat(nobody.keys).isEmpty();
        assertThat(nobody.completed).isEqualTo(1);

        set("{\"domain\":\"example.com\"}");
        google.users(List.of(
                GoogleStub.user(1, "/Staff"), GoogleStub.user(2, "/Staff").put("primaryEmail", "b@b.example")));
        KeptPull domain = new KeptPull("workspace", Mode.KEYS, List.of(id(1), id(2)));
        run(domain, 1);
        assertThat(domain.keys).containsExactly(id(1));
    }

    private static String id(int number) {
        return GoogleStub.user(number, "/").path("id").asText();
    }

    @Test
    void theListIsReadWhereGoogleDoesNotTellOfOne() {
        KeptPull refused = new KeptPull("workspace", Mode.KEYS, List.of(id(2), id(9)));
        google.fail(GoogleStub.error(403, "forbidden", "Not Authorized to access this resource/api"));
        run(refused, 1);
        assertThat(refused.keys).containsExactly(id(1), id(2), id(3));
        assertThat(refused.completed).isEqualTo(1);

        google.asked.clear();
        KeptPull many = new KeptPull(
                "workspace",
                Mode.KEYS,
                IntStream.range(0, 60).mapToObj(GooglePullTest::id).toList());
        run(many, 1);
        assertThat(google.asked).hasSize(1);
        assertThat(many.keys).hasSize(3);

        KeptPull nobody = new KeptPull("workspace", Mode.KEYS, List.of(id(2)));
        google.users(List.of());
        google.fail(new GoogleStub.Fault(404, "<html>no such page</html>", Map.of()));
        assertThat(catchThrowableOfType(PullFailure.class, () -> run(nobody, 1)))
                .hasMessageContaining("no user at all");
    }

    @Test
    void whoIsInNoPageAsPagesShiftIsAskedForAndStaysInUse() {
        google.users(GoogleStub.users(4));
        assertThat(run().path("counts").path("created").asInt()).isEqualTo(4);
        List<ObjectNode> users = GoogleStub.users(4);
        google.pages((token, number) -> token.isEmpty()
                ? new GoogleStub.Page(users.subList(0, 2), "a")
                : new GoogleStub.Page(users.subList(3, 4), ""));
        google.asked.clear();
        JsonNode run = run();
        assertThat(run.path("counts").path("deactivated").asInt()).isZero();
        assertThat(run.path("sentence").asText()).contains("1 who did not come are in the directory after all");
        assertThat(google.asked).hasSize(3).last().asString().contains("/users/" + id(3));

        google.heal();
        google.asked.clear();
        assertThat(run().path("sentence").asText()).isEqualTo("4 users read: 4 unchanged.");
        assertThat(google.asked).as("nobody is away, so nobody is asked for").hasSize(1);
        google.users(users.subList(0, 3));
        assertThat(run().path("counts").path("deactivated").asInt()).isEqualTo(1);
    }

    private JsonNode run() {
        String run = "/sync-runs/"
                + rollcall()
                        .api("POST", "/sync-runs", Map.of("source", "workspace", "mode", "full"))
                        .json()
                        .path("id")
                        .asText();
        return await().until(
                        () -> rollcall().api("GET", run, null).json(),
                        shown -> shown.path("state").asText().equals("done"));
    }

    @Test
    void changesNeedAFullRead() {
        CamelExecutionException failure =
                catchThrowableOfType(CamelExecutionException.class, () -> read("workspace", Mode.CHANGES));
        assertThat(failure.getCause()).isInstanceOf(FullReadNeeded.class);
        assertThat(google.asked).isEmpty();
    }

    @Test
    void aSampleIsOnePageAndNeverComplete() {
        google.users(GoogleStub.users(900));
        KeptPull sample = read("workspace", Mode.SAMPLE);
        assertThat(sample.pages).containsExactly(500);
        assertThat(sample.completed).isZero();
    }

    @Test
    void suspendedArchivedAndDeletedUsersAreNotActive() {
        google.users(List.of(
                GoogleStub.user(1, "/"),
                GoogleStub.user(2, "/").put("suspended", true),
                GoogleStub.user(3, "/").put("archived", true),
                GoogleStub.user(4, "/").put("deletionTime", "2026-11-01T10:00:00.000Z")));
        assertThat(read("workspace", Mode.FULL).users)
                .extracting(user -> user.user().active())
                .containsExactly(true, false, false, false);
    }

    @Test
    void orgUnitsAreReadWithThoseBelowThem() {
        google.users(List.of(
                GoogleStub.user(1, "/Staff"),
                GoogleStub.user(2, "/Staff/Berlin"),
                GoogleStub.user(3, "/Staffing"),
                GoogleStub.user(4, "/"),
                GoogleStub.user(5, "/lab")));
        set("{\"org-units\":[\"/staff/\",\"/Lab\"]}");
        KeptPull pull = read("workspace", Mode.FULL);
        assertThat(pull.users)
                .extracting(user -> user.user().keys().userName())
                .containsExactly("user1@example.com", "user2@example.com", "user5@example.com");
        assertThat(pull.completed).isEqualTo(1);
    }

    @Test
    void anOrgUnitWithoutUsersStopsTheRead() {
        google.users(List.of(GoogleStub.user(1, "/Staff"), GoogleStub.user(2, "/Field")));
        set("{\"org-units\":[\"/Staff\",\"/Feild\"]}");
        assertThat(failure(Mode.FULL).getMessage()).contains("'/feild'", "misspelt", "org-units");
        set("{\"org-units\":[\"/Nobody\"]}");
        assertThat(failure(Mode.FULL).getMessage()).contains("'/Nobody'");
    }

    @Test
    void anEmptyAnswerIsAFailure() {
        google.users(List.of());
        PullFailure failure = failure(Mode.FULL);
        assertThat(failure.getMessage()).contains("no user at all", "rollcall.sources.workspace");
        assertThat(failure.isPassing()).isFalse();
    }

    @Test
    void quotaAndServerTroubleIsWaitedOut() {
        google.users(GoogleStub.users(600));
        google.fail(
                GoogleStub.error(403, "userRateLimitExceeded", "User Rate Limit Exceeded."),
                GoogleStub.error(503, "backendError", "Backend Error"),
                new GoogleStub.Fault(0, "", Map.of()),
                new GoogleStub.Fault(
                        429, GoogleStub.error(429, "rateLimitExceeded", "slow").body(), Map.of("Retry-After", "1")));
        long start = System.nanoTime();
        KeptPull pull = kept(Mode.FULL, 6);
        assertThat(pull.users).hasSize(600);
        assertThat(pull.completed).isEqualTo(1);
        assertThat(google.asked).hasSize(6);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(1));
    }

    /** As Google's services answer today: the older form of errors, and the newer one in its details. */
    @Test
    void quotaIsWaitedOutInBothFormsOfErrors() {
        google.users(GoogleStub.users(3));
        google.fail(new GoogleStub.Fault(403, """
                {"error": {"code": 403, "status": "PERMISSION_DENIED",
                  "message": "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute per user' of service 'admin.googleapis.com'",
                  "errors": [{"message": "Quota exceeded", "domain": "usageLimits", "reason": "rateLimitExceeded"}],
                  "details": [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "RATE_LIMIT_EXCEEDED",
                    "domain": "googleapis.com", "metadata": {"quota_limit": "defaultPerMinutePerUser"}}]}}""", Map.of()));
        KeptPull pull = kept(Mode.FULL, 2);
        assertThat(pull.users).hasSize(3);
        assertThat(google.asked).hasSize(2);
    }

    @Test
    void troubleThatDoesNotPassEndsTheReadUncompleted() {
        for (GoogleStub.Fault fault : List.of(
                GoogleStub.error(403, "quotaExceeded", "Quota"),
                GoogleStub.error(500, "internalError", "Internal"),
                new GoogleStub.Fault(0, "", Map.of()))) {
            google.heal();
            // The JDK itself tries a lost GET once more.
            google.fail(fault, fault, fault, fault, fault, fault);
            PullFailure failure = failure(Mode.FULL);
            assertThat(failure.isPassing()).as(failure.getMessage()).isTrue();
        }
        google.heal();
        google.asked.clear();
        google.fail(new GoogleStub.Fault(429, "{}", Map.of("Retry-After", "86400")));
        assertThat(failure(Mode.FULL).getMessage()).contains("quota");
        assertThat(google.asked).as("a day is not waited for").hasSize(1);
    }

    @Test
    void aCutReadIsNeverComplete() {
        google.users(GoogleStub.users(1100));
        for (int page = 0; page < 3; page++) {
            google.heal();
            KeptPull pull = new KeptPull("workspace", Mode.FULL);
            GoogleRead read = steps().patiently(pull, new GoogleCalls(Duration.ofMillis(1), 1));
            for (int i = 0; i < page; i++) {
                steps().read(read);
            }
            GoogleStub.Fault cut = new GoogleStub.Fault(0, "", Map.of());
            google.fail(cut, cut, cut); // the JDK itself tries a lost GET once more
            assertThat(catchThrowableOfType(PullFailure.class, () -> steps().read(read))
                            .isPassing())
                    .isTrue();
            assertThat(pull.completed).isZero();
        }
    }

    @Test
    void aPageTokenThatRanOutBeginsTheReadAgain() {
        google.users(GoogleStub.users(1100));
        KeptPull pull = new KeptPull("workspace", Mode.FULL);
        GoogleRead read = steps().patiently(pull, new GoogleCalls(Duration.ofMillis(1), 1));
        steps().read(read);
        google.fail(GoogleStub.error(400, "invalid", "Invalid Input: page_token"));
        while (read.isMore()) {
            steps().read(read);
        }
        steps().finish(read);
        assertThat(pull.restarts).isEqualTo(1);
        assertThat(pull.users)
                .extracting(PulledUser::key)
                .doesNotHaveDuplicates()
                .hasSize(1100);
        assertThat(pull.completed).isEqualTo(1);
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a read without an end hears no interrupt
    void aListWithoutAnEndIsAFailure() {
        List<ObjectNode> users = GoogleStub.users(4);
        assertNoEnd((token, number) -> new GoogleStub.Page(users.subList(0, 2), "same"), 2);
        assertNoEnd(
                (token, number) -> token.equals("a")
                        ? new GoogleStub.Page(users.subList(0, 2), "b")
                        : new GoogleStub.Page(users.subList(2, 4), "a"),
                3);
        assertNoEnd((token, number) -> new GoogleStub.Page(users, "new-" + number), 2);
        assertNoEnd((token, number) -> new GoogleStub.Page(List.of(), token.equals("a") ? "b" : "a"), 3);
    }

    private void assertNoEnd(BiFunction<String, Integer, GoogleStub.Page> pages, int asked) {
        google.pages(pages);
        for (Mode mode : List.of(Mode.FULL, Mode.KEYS)) {
            google.asked.clear();
            PullFailure failure = failure(mode);
            assertThat(failure.getMessage()).contains("has no end", "root-url of rollcall.sources.workspace");
            assertThat(google.asked).hasSize(asked);
        }
    }

    @Test
    void pagesWithoutUsersAndUsersThatShiftAreNoFailure() {
        List<ObjectNode> users = GoogleStub.users(3);
        Map<String, GoogleStub.Page> pages = Map.of(
                "", new GoogleStub.Page(List.of(), "a"),
                "a", new GoogleStub.Page(users.subList(0, 2), "b"),
                "b", new GoogleStub.Page(List.of(), "c"),
                "c", new GoogleStub.Page(users.subList(1, 3), "d"),
                "d", new GoogleStub.Page(users.subList(2, 3), ""));
        google.pages((token, number) -> Objects.requireNonNull(pages.get(token)));
        KeptPull pull = read("workspace", Mode.FULL);
        assertThat(pull.users)
                .extracting(PulledUser::key)
                .hasSize(5)
                .contains(users.get(2).path("id").asText());
        assertThat(pull.completed).isEqualTo(1);
    }

    @Test
    void aCancelIsHeardWhileNobodyOfTheSourceComes() {
        set("{\"org-units\":[\"/Staff\"]}");
        google.pages((token, number) -> new GoogleStub.Page(List.of(), "new-" + number));
        assertCancelled(3);
        google.pages(
                (token, number) -> new GoogleStub.Page(List.of(GoogleStub.user(number, "/Left")), "new-" + number));
        assertCancelled(3);
        google.fail(new GoogleStub.Fault(429, "{}", Map.of("Retry-After", "240")));
        assertCancelled(1);
    }

    private void assertCancelled(int asked) {
        google.asked.clear();
        String run = "/sync-runs/"
                + rollcall()
                        .api("POST", "/sync-runs", Map.of("source", "workspace", "mode", "full"))
                        .json()
                        .path("id")
                        .asText();
        await().until(() -> google.asked.size() >= asked);
        assertThat(rollcall().api("POST", run + "/cancel", null).status()).isEqualTo(202);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(rollcall()
                                .api("GET", run, null)
                                .json()
                                .path("state")
                                .asText())
                        .isEqualTo("cancelled"));
    }

    @Test
    void anAccessTokenThatRanOutIsReplaced() {
        google.users(GoogleStub.users(600));
        KeptPull pull = new KeptPull("workspace", Mode.FULL);
        GoogleRead read = steps().patiently(pull, new GoogleCalls(Duration.ofMillis(1), 1));
        steps().read(read);
        google.expireTokens();
        steps().read(read);
        steps().finish(read);
        assertThat(pull.users).hasSize(600);
    }

    @Test
    void aProxysPageAndARedirectAreFailuresAndGetNoToken() {
        google.fail(new GoogleStub.Fault(-1, "<html>Sign in</html>", Map.of()));
        assertThat(failure(Mode.FULL).getMessage()).contains("not the API's JSON");
        google.fail(new GoogleStub.Fault(-1, "{\"users\":[]}", Map.of()));
        assertThat(failure(Mode.FULL).getMessage()).contains("not the API's JSON");
        google.fail(new GoogleStub.Fault(302, "", Map.of("Location", google.url() + "/elsewhere")));
        assertThat(failure(Mode.FULL).getMessage()).contains("302");
        assertThat(google.asked).noneMatch(asked -> asked.startsWith("/elsewhere"));
    }

    @Test
    void twentyThousandUsersAreReadInSeconds() {
        google.users(Stream.of(GoogleStub.users(20_000)).findFirst().orElseThrow());
        long start = System.nanoTime();
        KeptPull pull = read("workspace", Mode.FULL);
        System.out.printf("20,000 users of the Google stub in %d ms%n", (System.nanoTime() - start) / 1_000_000);
        assertThat(pull.users).hasSize(20_000);
    }

    private KeptPull kept(Mode mode, int tries) {
        KeptPull pull = new KeptPull("workspace", mode);
        run(pull, tries);
        return pull;
    }
}
