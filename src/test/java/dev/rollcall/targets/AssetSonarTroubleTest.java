package dev.rollcall.targets;

import static dev.rollcall.targets.Changes.change;
import static dev.rollcall.targets.Changes.member;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.delivery.DeliveryOutcome.Trouble;
import dev.rollcall.delivery.TargetTrouble;
import dev.rollcall.stub.Call;
import dev.rollcall.stub.Fault;
import dev.rollcall.stub.Fault.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Members whom AssetSonar has already, and answers of it that are lost, wrong or not to be believed. */
class AssetSonarTroubleTest extends AssetSonarFixture {
    /** And the conflict of an address that another of our members has. */
    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void anInactiveMemberOfThatAddressIsTakenIntoUseAgainAndKeepsItsId(String api) {
        String email = address();
        String id = stub.add(email.toUpperCase(java.util.Locale.ROOT), "Left", "Technician", false);
        assertThat(changes(api).deliver(change("create", UUID.randomUUID(), null, member(email))))
                .isEqualTo(id);
        assertThat(stub.byEmail(email)).hasSize(1);
        assertThat(stub.member(id)).containsEntry("last_name", "Lindqvist").containsEntry("role_name", "Staff User");
        assertThat(String.valueOf(value(id, "status"))).isEqualTo("1");
        assertThat(stub.writes()).noneMatch(Call::isCreate);
    }

    @Test
    void anActiveMemberThatNobodyOwnsIsNotTakenOverUnasked() {
        String email = address();
        stub.add(email, "Own", "Staff User", true);
        assertThat(changes("v1").rejected(change("create", UUID.randomUUID(), null, member(email))))
                .contains("no source owns it")
                .contains("adopt")
                .endsWith("[uniqueness]")
                .doesNotContain(email);
        assertThat(stub.writes()).isEmpty();
    }

    @Test
    void aProtectedMemberIsNeverTakenNotEvenAnInactiveOne() {
        String email = address();
        stub.add(email, "Boss", "Administrator", false);
        assertThat(changes("v1").rejected(change("create", UUID.randomUUID(), null, member(email))))
                .contains("protected")
                .endsWith("[uniqueness]");
        assertThat(stub.writes()).isEmpty();
    }

    @Test
    void aRenameToAnAddressThatIsTakenIsAConflict() {
        Changes changes = changes("v1");
        UUID memberId = UUID.randomUUID();
        String email = address();
        String id = changes.deliver(change("create", memberId, null, member(email)));
        String taken = address();
        stub.add(taken, "Other", "Staff User", true);
        assertThat(changes.rejected(change("update", memberId, id, member(taken), "email")))
                .contains("taken by another member")
                .endsWith("[uniqueness]");
        String left = address();
        stub.add(left, "Left", "Staff User", false);
        assertThat(changes.rejected(change("update", memberId, id, member(left), "email")))
                .endsWith("[uniqueness]");
        assertThat(value(id, "email")).isEqualTo(email);
    }

    /** An attempt that ended before its creation was sent, as by a kill while it looked, gives no right to a member. */
    @Test
    void aMemberThatWasThereBeforeIsNotTakenAfterAnAttemptThatCreatedNothing() {
        String email = address();
        String id = stub.add(email, "Owned", "Administrator", true);
        Map<String, Object> change = change("create", UUID.randomUUID(), null, member(email));
        change.put("lookUp", true);

        assertThat(changes("v1").rejected(change)).contains("protected member").endsWith("[uniqueness]");

        assertThat(value(id, "last_name")).isEqualTo("Owned");
    }

    /** A create whose answer is lost is found by the next attempt. */
    @ParameterizedTest
    @ValueSource(strings = {"COMMIT_502", "RESET", "GARBAGE"})
    void aCreateWhoseAnswerIsLostMakesNoTwin(String kind) {
        Changes changes = changes("v1");
        UUID memberId = UUID.randomUUID();
        String email = address();
        Map<String, Object> change = change("create", memberId, null, member(email));
        stub.play(Fault.next(Kind.valueOf(kind), "", 1, Call::isCreate));

        assertThat(changes.troubleKind(change)).isEqualTo(Trouble.UNKNOWN);
        assertThat(stub.byEmail(email)).hasSize(1);
        change.put("lookUp", true);
        change.put("triedAs", email);
        String id = changes.deliver(change);

        assertThat(stub.byEmail(email))
                .singleElement()
                .satisfies(
                        member -> assertThat(String.valueOf(member.get("id"))).isEqualTo(id));
        assertThat(stub.writes().stream().filter(Call::isCreate)).hasSize(1);
    }

    @Test
    void aFilterThatTheServerIgnoresIsNoticedAndNobodyIsTaken() {
        Changes changes = changes("v1");
        stub.ignoreFilters(true);
        TargetTrouble trouble = changes.trouble(change("create", UUID.randomUUID(), null, member(address())));
        assertThat(trouble.why()).isEqualTo(Trouble.DOWN);
        assertThat(trouble).hasMessageContaining("ignores the filter");
        assertThat(stub.writes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void anErrorWithinA200IsAnError(String api) {
        Changes changes = changes(api);
        stub.play(Fault.next(Kind.OK_WITH_ERROR, "Last name is too funny", 1, Call::isWrite));
        assertThat(changes.rejected(change("create", UUID.randomUUID(), null, member(address()))))
                .isEqualTo("Last name is too funny");
    }

    @Test
    void whatTheServerDoesNotKeepIsNoticed() {
        Changes changes = changes("v1");
        UUID memberId = UUID.randomUUID();
        String email = address();
        String id = changes.deliver(change("create", memberId, null, member(email)));
        // A 200 for an update that does nothing.
        stub.play(Fault.next(Kind.OK_WITH_ERROR, "", 1, call -> call.method().equals("PUT")));
        TargetTrouble trouble = changes.trouble(change("update", memberId, id, member(email, "city", "Rome"), "city"));
        assertThat(trouble.why()).isEqualTo(Trouble.OWN);
        assertThat(trouble).hasMessageContaining("kept other values in: city");
    }

    @Test
    void faultsSayWhatKindOfTroubleTheyAre() {
        Changes changes = changes("v1");
        String email = address();
        Map<String, Object> change = change("create", UUID.randomUUID(), null, member(email));
        stub.play(Fault.next(Kind.TOO_MANY, "7", 1, any -> true));
        TargetTrouble busy = changes.trouble(change);
        assertThat(busy.why()).isEqualTo(Trouble.BUSY);
        assertThat(busy.notBefore()).isEqualTo(Duration.ofSeconds(7));
        stub.play(Fault.next(Kind.TOO_MANY, "", 1, Call::isWrite));
        assertThat(changes.troubleKind(change)).isEqualTo(Trouble.BUSY);
        for (String status : List.of("401", "403")) {
            stub.play(Fault.next(Kind.TOKEN_REFUSED, status, 1, any -> true));
            TargetTrouble down = changes.trouble(change);
            assertThat(down.why()).isEqualTo(Trouble.DOWN);
            assertThat(down)
                    .hasMessageContaining("token")
                    .satisfies(e -> assertThat(e.toString()).doesNotContain(TOKEN));
        }
        stub.play(Fault.next(Kind.STATUS, "503", 1, call -> !call.isWrite()));
        assertThat(changes.troubleKind(change)).isEqualTo(Trouble.DOWN);
        stub.play(Fault.next(Kind.STATUS, "302", 1, any -> true));
        assertThat(changes.trouble(change)).hasMessageContaining("redirect");
        stub.play(Fault.next(Kind.CUT, "", 1, call -> !call.isWrite()));
        assertThat(changes.troubleKind(change)).isEqualTo(Trouble.DOWN);
        stub.play(Fault.next(Kind.SLOW, "9000", 1, Call::isWrite));
        assertThat(changes.troubleKind(change)).isEqualTo(Trouble.UNKNOWN);
        stub.goDown();
        assertThat(changes.troubleKind(change)).isEqualTo(Trouble.DOWN);
        stub.comeBack();
        change.put("lookUp", true);
        change.put("triedAs", email);
        changes.deliver(change);
    }
}
