package dev.rollcall.targets;

import static dev.rollcall.targets.Changes.change;
import static dev.rollcall.targets.Changes.member;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.bench.RunningRollcall;
import dev.rollcall.delivery.DeliveryOutcome.Trouble;
import dev.rollcall.delivery.TargetTrouble;
import dev.rollcall.stub.AssetSonarStub;
import dev.rollcall.stub.Call;
import dev.rollcall.stub.Fault;
import dev.rollcall.stub.Fault.Kind;
import dev.rollcall.stub.SnipeItStub;
import dev.rollcall.stub.StubServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes between Rollcall and a target, or out of one that is not itself: nobody is refused for it, lost or doubled. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OddAnswersTest {
    private static final String TOKEN = "odd-token-0123456789";

    private final AssetSonarStub assetSonar = new AssetSonarStub(0, TOKEN);
    private final SnipeItStub snipeIt = new SnipeItStub(0, TOKEN);
    private @Nullable RunningRollcall running;
    private int people;

    @BeforeAll
    void start(@TempDir Path folder) {
        running = RunningRollcall.start(
                folder,
                RunningRollcall.settings(Map.of(
                        "targets",
                        Map.of("assetsonar", target(assetSonar), "snipe-it", target(snipeIt)),
                        "delivery",
                        Map.of("route", "direct:deliver-assetsonar"))));
    }

    private static Map<String, Object> target(StubServer stub) {
        return Map.of("url", stub.url(), "token", TOKEN, "requests-per-minute", 60000);
    }

    @AfterAll
    void stop() {
        rollcall().close();
        assetSonar.close();
        snipeIt.close();
    }

    @BeforeEach
    void fair() {
        assetSonar.playFair();
        snipeIt.playFair();
    }

    private RunningRollcall rollcall() {
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        return running;
    }

    private Changes changes(String target) {
        return new Changes(rollcall().camel(), "direct:deliver-" + target);
    }

    private StubServer stub(String target) {
        return target.equals("assetsonar") ? assetSonar : snipeIt;
    }

    private String address() {
        return "person+" + ++people + "@odd.example";
    }

    private int howMany(String target, String email) {
        return target.equals("assetsonar")
                ? assetSonar.byEmail(email).size()
                : snipeIt.byUsername(email).size();
    }

    private static void page(StubServer stub, String status, int count, java.util.function.Predicate<Call> where) {
        stub.play(Fault.next(Kind.STATUS, status, count, where));
    }

    @ParameterizedTest
    @CsvSource({
        "assetsonar, 400", "assetsonar, 403", "assetsonar, 404", "assetsonar, 406", "assetsonar, 413",
        "snipe-it, 400", "snipe-it, 403", "snipe-it, 404", "snipe-it, 405", "snipe-it, 422"
    })
    void aPageFromBetweenRefusesNobody(String target, String status) {
        Changes changes = changes(target);
        UUID memberId = UUID.randomUUID();
        String email = address();
        Map<String, Object> create = change("create", memberId, null, member(email));
        page(stub(target), status, 1, Call::isWrite);
        assertPage(status, changes.trouble(create));
        String id = changes.deliver(create);

        String renamed = address();
        Map<String, Object> update =
                change("update", memberId, id, member(renamed, "user_name", renamed), "email", "user_name");
        page(stub(target), status, 1, Call::isWrite);
        assertPage(status, changes.trouble(update));
        page(stub(target), status, 1, Call::isWrite);
        assertPage(
                status,
                changes.trouble(change("deactivate", memberId, id, member(email, "status", "inactive"), "status")));

        assertThat(changes.deliver(update)).isEqualTo(id);
        assertThat(howMany(target, renamed)).isEqualTo(1);
        assertThat(howMany(target, email)).isZero();
    }

    private static void assertPage(String status, TargetTrouble trouble) {
        assertThat(trouble.why()).isEqualTo(Trouble.OWN);
        assertThat(trouble).hasMessageContaining("it answered " + status + " with an HTML page");
    }

    @ParameterizedTest
    @ValueSource(strings = {"assetsonar", "snipe-it"})
    void whatRefusesEveryRequestIsAnOutage(String target) {
        Changes changes = changes(target);
        UUID memberId = UUID.randomUUID();
        String email = address();
        String id = changes.deliver(change("create", memberId, null, member(email)));
        for (String status : new String[] {"401", "403", "407"}) {
            stub(target).playFair();
            page(stub(target), status, 9, any -> true);
            assertThat(changes.troubleKind(change("update", memberId, id, member(email), "city")))
                    .as(status)
                    .isEqualTo(Trouble.DOWN);
            assertThat(changes.troubleKind(change("create", UUID.randomUUID(), null, member(address()))))
                    .isEqualTo(Trouble.DOWN);
        }
        // The page of a sign-in, as captive portals and expired sessions show it.
        stub(target).playFair();
        page(stub(target), "200", 9, any -> true);
        assertThat(changes.trouble(change("create", UUID.randomUUID(), null, member(address()))))
                .hasMessageContaining("200 with an HTML page")
                .satisfies(
                        trouble -> assertThat(((TargetTrouble) trouble).why()).isEqualTo(Trouble.DOWN));
        assertThat(changes.troubleKind(change("update", memberId, id, member(email), "city")))
                .isEqualTo(Trouble.UNKNOWN);
    }

    /** Of unknown ids some systems say so by a page: then reading says the same, and the member is looked for. */
    @ParameterizedTest
    @ValueSource(strings = {"assetsonar", "snipe-it"})
    void aMemberThatIsGoneIsMadeAgainAlsoWhereAPageSaysSo(String target) {
        Changes changes = changes(target);
        UUID memberId = UUID.randomUUID();
        String email = address();
        String id = changes.deliver(change("create", memberId, null, member(email)));
        assetSonar.remove(id);
        snipeIt.remove(id);
        page(stub(target), "404", 9, call -> call.path().matches(".*/" + id + "(\\.api)?"));

        String again = changes.deliver(change("update", memberId, id, member(email), "city"));

        assertThat(again).isNotEqualTo(id);
        assertThat(howMany(target, email)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"assetsonar, ENDLESS", "assetsonar, DRIP", "snipe-it, DRIP"})
    void anAnswerWithoutEndHoldsNobodyUp(String target, Kind kind) {
        Map<String, Object> create = change("create", UUID.randomUUID(), null, member(address()));
        stub(target).play(Fault.next(kind, "", 1, Call::isWrite));
        long begin = System.nanoTime();

        assertThat(changes(target).troubleKind(create)).isEqualTo(Trouble.UNKNOWN);

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @ValueSource(strings = {"assetsonar", "snipe-it"})
    void whoWasRemovedThereIsNotMadeAgainToBeTakenOutOfUse(String target) {
        Changes changes = changes(target);
        UUID memberId = UUID.randomUUID();
        String email = address();
        String id = changes.deliver(change("create", memberId, null, member(email)));
        assetSonar.remove(id);
        snipeIt.set(id, "deleted_at", "2026-01-01 00:00:00");

        Map<String, Object> leave = change("deactivate", memberId, id, member(email, "status", "inactive"), "status");
        assertThat(changes.deliver(leave)).isEqualTo(id);

        assertThat(assetSonar.byEmail(email)).isEmpty();
        assertThat(snipeIt.byUsername(email))
                .allSatisfy(user -> assertThat(user.get("deleted_at")).isNotNull());
        // Whoever comes back is there again.
        changes.deliver(change("reactivate", memberId, id, member(email), "status"));
        assertThat(howMany(target, email)).isEqualTo(1);
    }

    /** The id that was learnt for a name belongs to another role then. */
    @Test
    void aRoleThatWasRenamedThereIsLearntAnew() {
        Changes changes = changes("assetsonar");
        UUID memberId = UUID.randomUUID();
        String email = address();
        assetSonar.addRole("Auditor");
        assetSonar.add(address(), "Holder", "Auditor", true);
        Map<String, Object> create = change("create", memberId, null, member(email, "role", "Auditor"));
        // Names that are missing are not looked for all the time.
        String id = Awaitility.await()
                .ignoreExceptionsMatching(any -> true)
                .until(() -> changes.deliver(create), any -> true);
        assetSonar.renameRole("Auditor", "Chief Auditor");
        assetSonar.addRole("Auditor");
        assetSonar.add(address(), "Holder", "Auditor", true);

        Map<String, Object> update = change("update", memberId, id, member(email, "role", "Auditor"), "city");
        assertThat(changes.trouble(update)).hasMessageContaining("kept other values in: role");
        Awaitility.await().ignoreExceptionsMatching(any -> true).until(() -> changes.deliver(update), any -> true);

        assertThat(assetSonar.member(id)).containsEntry("role_name", "Auditor");
    }

    @Test
    void aDepartmentThatWasRenamedThereIsLookedUpAnew() {
        Changes changes = changes("snipe-it");
        UUID memberId = UUID.randomUUID();
        String email = address();
        String old = snipeIt.addNamed("departments", "IT");
        String id = changes.deliver(change("create", memberId, null, member(email, "department", "IT")));
        snipeIt.rename("departments", old, "IT (closed)");
        String now = snipeIt.addNamed("departments", "IT");

        Map<String, Object> update = change("update", memberId, id, member(email, "department", "IT"), "city");
        assertThat(changes.trouble(update)).hasMessageContaining("kept other values in: department");
        changes.deliver(update);

        assertThat(snipeIt.byUsername(email))
                .singleElement()
                .satisfies(user ->
                        assertThat(String.valueOf(user.get("department_id"))).isEqualTo(now));
    }

    /** A list that shows somebody twice, as lists do whose pages shift, does not show two people. */
    @Test
    void theSameMemberTwiceIsOneMember() {
        Changes changes = changes("assetsonar");
        UUID memberId = UUID.randomUUID();
        String email = address();
        String id = changes.deliver(change("create", memberId, null, member(email)));
        assetSonar.repeatRows(true);
        try {
            Map<String, Object> create = change("create", memberId, null, member(email));
            create.put("triedAs", email);
            assertThat(changes.deliver(create)).isEqualTo(id);
        } finally {
            assetSonar.repeatRows(false);
        }
    }
}
