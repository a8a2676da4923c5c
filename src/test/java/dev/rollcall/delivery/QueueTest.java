package dev.rollcall.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.database.MigratedDatabase;
import dev.rollcall.delivery.Change.Operation;
import dev.rollcall.delivery.DeliveryOutcome.Delivered;
import dev.rollcall.delivery.DeliveryOutcome.Trouble;
import dev.rollcall.delivery.DeliveryOutcome.TryAgain;
import dev.rollcall.delivery.Gate.Admission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The queue of one and of several replicas, on both databases. */
@Timeout(60)
class QueueTest {
    private static final DeliveryOutcome DOWN = new TryAgain(Trouble.DOWN, "no connection", null);
    private static final DeliveryOutcome DONE = new Delivered("t1");

    static List<Named<DataSource>> databases() {
        return List.of(Named.of("H2", MigratedDatabase.h2()), Named.of("PostgreSQL", MigratedDatabase.postgres()));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void twoReplicasNeverClaimTheSameMember(DataSource database) throws InterruptedException {
        Queue one = new Queue(database, "direct:deliver-jdbc");
        Queue two = new Queue(database, "direct:deliver-jdbc");
        for (int i = 0; i < 600; i++) {
            one.waiting();
        }
        List<UUID> claimed = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = List.of(one, two, one, two).stream()
                .map(queue -> new Thread(() -> {
                    List<ClaimedChange> due = queue.claims.due(50);
                    while (!due.isEmpty()) {
                        due.forEach(claim -> claimed.add(claim.change().memberId()));
                        due = queue.claims.due(50);
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        // Rows that another had locked at the time are due still.
        one.claims.due(600).forEach(claim -> claimed.add(claim.change().memberId()));
        assertThat(claimed).hasSize(600).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aClaimLocksNoMoreThanItTakes(DataSource database) {
        Queue one = new Queue(database, "direct:deliver-jdbc");
        Queue two = new Queue(database, "direct:deliver-jdbc");
        for (int i = 0; i < 6; i++) {
            one.waiting();
        }
        new TransactionTemplate(new DataSourceTransactionManager(database)).executeWithoutResult(status -> {
            List<ClaimedChange> locked = one.claims.locked(2);
            List<ClaimedChange> rest =
                    CompletableFuture.supplyAsync(() -> two.claims.due(2)).join();
            assertThat(locked).hasSize(2);
            assertThat(rest).hasSize(2);
            assertThat(rest.stream().map(claim -> claim.change().memberId()))
                    .doesNotContainAnyElementsOf(locked.stream()
                            .map(claim -> claim.change().memberId())
                            .toList());
        });
        assertThat(one.claims.due(10)).hasSize(4);
    }

    /** What is under way to the old target settles nothing, and nobody claims for a target that the ids are not of. */
    @ParameterizedTest
    @MethodSource("databases")
    void idsArePutAsideForAnotherTargetAndComeBackWithTheOldOne(DataSource database) {
        Queue old = new Queue(database, "direct:deliver-jdbc");
        ClaimedChange arrived = old.claimed();
        String id = "t" + arrived.change().memberId();
        old.settlements.delivered(List.of(arrived), List.of(id));
        ClaimedChange underWay = old.claimed();

        Queue other = new Queue(database, "direct:deliver-elsewhere");
        assertThat(other.ids.fit()).isTrue();
        assertThat(other.row(arrived)).containsEntry("target_id", null).containsEntry("state", "delivered");
        assertThat(old.claims.remaining(List.of(underWay))).isEmpty();
        assertThat(old.claims.due(10)).isEmpty();
        assertThat(old.settlements.delivered(List.of(underWay), List.of("late")))
                .containsExactly(false);
        ClaimedChange due = dueNow(other);
        assertThat(due.change().memberId()).isEqualTo(underWay.change().memberId());
        other.settlements.delivered(List.of(due), List.of(id));

        Queue again = new Queue(database, "direct:deliver-jdbc");
        assertThat(again.row(arrived)).containsEntry("target_id", id);
        assertThat(again.row(due)).containsEntry("target_id", null);
        assertThat(again.jdbc.queryForList("SELECT target_id FROM former_target_id", String.class))
                .containsExactly(id);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatAClaimThatEndedDidIsInDoubtAndItSettlesNothing(DataSource database) {
        Queue queue = new Queue(database, "direct:deliver-jdbc");
        ClaimedChange slept = queue.claimed();
        assertThat(queue.claims.due(10)).isEmpty();
        assertThat(queue.claims.remaining(List.of(slept))).hasSize(1);

        queue.letLeaseEnd(slept);
        ClaimedChange again = dueNow(queue);

        assertThat(again.change().lookUp()).isTrue();
        assertThat(again.change().toMap()).containsEntry("lookUp", true);
        assertThat(queue.claims.remaining(List.of(slept))).isEmpty();
        assertThat(queue.settlements.delivered(List.of(slept), List.of("stale")))
                .containsExactly(false);
        queue.settlements.later(slept, Duration.ofHours(1), "stale", true);
        queue.settlements.dead(slept, "stale");
        assertThat(queue.row(again)).containsEntry("state", "waiting").containsEntry("target_id", null);
        assertThat(queue.settlements.delivered(
                        List.of(again), List.of("t" + again.change().memberId())))
                .containsExactly(true);
        assertThat(queue.row(again)).containsEntry("state", "delivered").containsEntry("look_up", false);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatALateRequestMayHaveUndoneIsDeliveredOnceMore(DataSource database) {
        Queue queue = new Queue(database, "direct:deliver-jdbc");
        ClaimedChange slept = queue.claimed();
        queue.letLeaseEnd(slept);
        ClaimedChange newer = dueNow(queue);
        assertThat(queue.settlements.delivered(List.of(newer), List.of("t"))).containsExactly(true);

        queue.redelivery.mend(List.of(slept));

        ClaimedChange mending = dueNow(queue);
        assertThat(mending.change().operation()).isNotEqualTo(Change.Operation.CREATE);
        assertThat(mending.change().targetId()).isEqualTo("t");
        assertThat(mending.change().changed()).contains("email", "job_title", "cost_center");

        queue.redelivery.mend(List.of(slept));

        assertThat(queue.settlements.delivered(List.of(mending), List.of("t")))
                .as("it may have been written before the late request")
                .containsExactly(false);
        assertThat(queue.claims.due(10)).as("while that one is under way").isEmpty();
        queue.redelivery.mend(List.of(mending));
        ClaimedChange last = dueNow(queue);
        assertThat(queue.settlements.delivered(List.of(last), List.of("t"))).containsExactly(true);
        assertThat(queue.claims.due(10)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aReplicaThatFellSilentLosesItsClaims(DataSource database) {
        Queue dead = new Queue(database, "direct:deliver-snipe-it");
        Queue alive = new Queue(database, "direct:deliver-snipe-it");
        ClaimedChange claimed = dead.claimed();
        alive.takeover.fromSilent();
        assertThat(alive.claims.due(10)).as("its lease runs").isEmpty();

        alive.jdbc.update(
                "UPDATE replica SET seen = CURRENT_TIMESTAMP - INTERVAL '7' SECOND WHERE id = ?", dead.replicas.id());
        alive.takeover.fromSilent();

        ClaimedChange taken = dueNow(alive);
        assertThat(taken.change().memberId()).isEqualTo(claimed.change().memberId());
        assertThat(taken.change().lookUp()).isTrue();
        assertThat(dead.claims.remaining(List.of(claimed))).isEmpty();
        assertThat(alive.replicas.silent()).isEmpty();
        dead.replicas.beat();
        assertThat(dead.replicas.mayAct(System.nanoTime())).isTrue();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whoWasSilentMayNotGoOnWithWhatItBeganBefore(DataSource database) {
        AtomicLong now = new AtomicLong(1);
        Replicas slept = new Replicas(new JdbcTemplate(database), now::get);
        assertThat(slept.mayAct(now.get())).as("before it said that it lives").isFalse();
        slept.beat();
        long before = now.incrementAndGet();
        now.addAndGet(1_000_000_000);
        slept.beat();
        assertThat(slept.mayAct(before)).as("without a break").isTrue();

        now.addAndGet(8_000_000_000L);
        assertThat(slept.mayAct(before)).isFalse();
        slept.beat();
        assertThat(slept.mayAct(before))
                .as("it speaks again, but others may have gone on meanwhile")
                .isFalse();
        assertThat(slept.mayAct(now.incrementAndGet())).isTrue();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatWaitsCoalescesAndACreateStaysOne(DataSource database) {
        Queue queue = new Queue(database, "direct:deliver-jdbc");
        ClaimedChange first = queue.claimed();
        UUID member = first.change().memberId();

        queue.table.want(Queue.wanted(member, Operation.UPDATE, 2, 2, "city"));
        assertThat(queue.claims.due(10)).as("under way").isEmpty();
        queue.settlements.later(first, Duration.ofHours(1), "reset", true);
        queue.table.want(Queue.wanted(member, Operation.UPDATE, 3, 2, "job_title"));

        ClaimedChange newest = dueNow(queue);
        assertThat(newest.version()).isEqualTo(3);
        assertThat(newest.change().operation()).isEqualTo(Operation.CREATE);
        assertThat(newest.change().changed()).containsExactly("city", "email", "job_title");
        assertThat(newest.change().lookUp()).isTrue();
        assertThat(newest.attempts()).isEqualTo(2);

        queue.table.want(Queue.wanted(member, Operation.UPDATE, 4, 2, "zip_code"));
        queue.settlements.delivered(List.of(newest), List.of("t-" + member));
        ClaimedChange rest = dueNow(queue);
        assertThat(rest.change().operation()).as("it is there now").isEqualTo(Operation.UPDATE);
        assertThat(rest.change().targetId()).isEqualTo("t-" + member);
        assertThat(rest.change().lookUp()).isFalse();
        queue.settlements.dead(rest, "no");
        assertThat(queue.row(rest)).containsEntry("state", "dead");
        queue.table.want(Queue.wanted(member, Operation.UPDATE, 5, 2, "city"));
        ClaimedChange revived = dueNow(queue);
        assertThat(revived.attempts()).isEqualTo(1);
        assertThat(revived.change().changed()).contains("city", "zip_code");
    }

    /** A create arrives between a change's look at the member and its commit: without the target's id it would make a twin. */
    @ParameterizedTest
    @MethodSource("databases")
    void whoReadTheMemberBeforeItsCreateArrivedGetsNoClaim(DataSource database) {
        Queue queue = new Queue(database, "direct:deliver-snipe-it");
        ClaimedChange create = queue.claimed();
        UUID member = create.change().memberId();
        ClaimedChange change = Queue.wanted(member, Operation.UPDATE, 2, create.fence() + 1, "city");
        queue.settlements.delivered(List.of(create), List.of("t-" + member));

        assertThat(queue.table.wantNext(List.of(change), true)).containsExactly(false);
        queue.table.want(change);
        ClaimedChange next = dueNow(queue);
        assertThat(next.version()).isEqualTo(2);
        assertThat(next.change().operation()).isEqualTo(Operation.UPDATE);
        assertThat(next.change().targetId()).isEqualTo("t-" + member);
        assertThat(next.change().changed()).containsExactly("city");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aDeadTargetIsProbedOnceByAllReplicasAndUsesUpNoAttempts(DataSource database) {
        Queue one = new Queue(database, "direct:deliver-own");
        Queue two = new Queue(database, "direct:deliver-own");
        ClaimedChange first = one.claimed();
        ClaimedChange second = one.claimed();
        one.gate.report(List.of(first), List.of(DOWN), false);
        assertThat(one.gate.isOpen()).as("one member may be poison").isTrue();
        one.gate.report(List.of(second), List.of(DOWN), false);
        assertThat(one.gate.isOpen()).isFalse();

        two.gate.refresh();
        assertThat(two.gate.isOpen()).as("the other replica knows").isFalse();
        assertThat(two.gate.ask()).isEqualTo(Admission.WAIT);
        Awaitility.await().until(two.gate::ask, Admission.PROBE::equals);
        one.gate.refresh();
        assertThat(one.gate.ask()).isEqualTo(Admission.WAIT);

        two.gate.report(List.of(second), List.of(DOWN), true);
        assertThat(two.gate.rest()).isGreaterThan(Duration.ofMillis(1500));
        one.gate.refresh();
        Awaitility.await().until(one.gate::ask, Admission.PROBE::equals);
        one.gate.report(List.of(first), List.of(DONE), true);
        assertThat(one.gate.ask()).isEqualTo(Admission.GO);
        two.gate.refresh();
        assertThat(two.gate.isOpen()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aDeliveryThatBeganForAnotherTargetSendsNothing(DataSource database) {
        Queue queue = new Queue(database, "direct:deliver-snipe-it");
        RateLimit limit = new RateLimit(queue.targets, queue.target, queue.replicas);
        try {
            Sending.begin(System.nanoTime(), Duration.ofMinutes(1), queue.target.account());
            limit.checkClaim();
            Sending.begin(System.nanoTime(), Duration.ofMinutes(1), "snipe-it https://old.example");
            assertThatThrownBy(limit::checkClaim)
                    .isInstanceOf(TargetTrouble.class)
                    .hasMessageContaining("another target");
        } finally {
            Sending.end();
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatTheTargetToldOneReplicaHoldsForAll(DataSource database) {
        Queue one = new Queue(database, "direct:deliver-snipe-it");
        Queue two = new Queue(database, "direct:deliver-snipe-it");
        one.gate.refresh();
        RateLimit limit = new RateLimit(two.targets, two.target, two.replicas);
        limit.acquireFor("direct:deliver-snipe-it");

        one.gate.report(
                List.of(one.claimed()), List.of(new TryAgain(Trouble.BUSY, "429", Duration.ofSeconds(90))), false);

        assertThat(one.gate.isOpen()).isFalse();
        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                        TargetTrouble.class, () -> limit.acquireFor("snipe-it")))
                .satisfies(trouble -> {
                    assertThat(trouble.why()).isEqualTo(Trouble.BUSY);
                    assertThat(trouble.notBefore()).isBetween(Duration.ofSeconds(85), Duration.ofSeconds(90));
                });
    }

    /** What has just been made due: the database rounds to milliseconds, so that it may be due half a one later. */
    private static ClaimedChange dueNow(Queue queue) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> queue.claims.due(10), due -> !due.isEmpty())
                .get(0);
    }
}
