package dev.rollcall.provisioning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.member.Member;
import dev.rollcall.member.Problem;
import dev.rollcall.member.ReasonCode;
import dev.rollcall.provisioning.Claimants.Name;
import dev.rollcall.source.SourceUser;
import dev.rollcall.source.StoredRecord;
import dev.rollcall.source.UserIds;
import dev.rollcall.source.UserKeys;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/** The pipeline's steps for many users of one source at once, in the order of the route {@code provision-batch}. */
@Component("batches")
public class Batches {
    private static final Logger LOG = LoggerFactory.getLogger(Batches.class);

    private static final Set<Result.Kind> NOT_ACCEPTED =
            EnumSet.of(Result.Kind.REJECTED, Result.Kind.LATER, Result.Kind.GONE);

    private final FetchAhead ahead;
    private final Normalisation normalisation;
    private final Provisioning provisioning;
    private final ManagerNames managers;
    private final Checks checks;
    private final Ledger ledger;
    private final Rejections rejections;
    private final VanishedUsers vanished;
    private final TableStatistics statistics;
    private final Clock clock;

    Batches(
            FetchAhead ahead,
            Normalisation normalisation,
            Provisioning provisioning,
            ManagerNames managers,
            Checks checks,
            Ledger ledger,
            Rejections rejections,
            VanishedUsers vanished,
            TableStatistics statistics,
            Clock clock) {
        this.ahead = ahead;
        this.normalisation = normalisation;
        this.provisioning = provisioning;
        this.managers = managers;
        this.checks = checks;
        this.ledger = ledger;
        this.rejections = rejections;
        this.vanished = vanished;
        this.statistics = statistics;
        this.clock = clock;
    }

    /** Brings the intents and the newest stored state together. */
    public Batch normalise(Batch batch) {
        StoredState state = batch.soFar().seenIn(ahead.of(batch.sourceId(), batch.intents()));
        batch.state = state;
        batch.intakes.replaceAll(intake -> normalisation.apply(intake, state));
        return batch;
    }

    /** Makes members of the users, or finds the problems that prevent them. */
    public Batch map(Batch batch) {
        UnaryOperator<ObjectNode> named =
                managers.of(batch.sourceId(), batch.intakes.stream().flatMap(Intake::document));
        batch.intakes.replaceAll(intake -> provisioning.mapped(intake, named));
        return batch;
    }

    /** Holds what was mapped against the stored state, and against the other users of the batch. */
    public Batch check(Batch batch) {
        StoredState state = batch.state;
        if (state == null) {
            throw new IllegalStateException("a batch is normalised before it is checked");
        }
        int[] administrators = {batch.soFar().administrators()};
        batch.intakes.replaceAll(intake -> {
            Intake checked = intake.isOpen() ? checks.apply(intake, state, administrators[0]) : intake;
            administrators[0] += Checks.makesAdministrator(checked) ? 1 : 0;
            return checked;
        });
        Set<String> names = new HashSet<>();
        batch.intakes.replaceAll(intake -> {
            Problem shared = intake.isOpen() ? shared(batch, intake, names) : null;
            return shared == null
                    ? intake
                    : intake.ended(new Outcome.Rejected(intake.before() == null, List.of(shared)));
        });
        batch.intakes.replaceAll(intake -> isLater(batch, intake) ? intake : leaving(intake, state, administrators[0]));
        return batch;
    }

    /** Whether it is to be tried again when other users of the run were dealt with. */
    private static boolean isLater(Batch batch, Intake intake) {
        return batch.isPatient()
                && intake.outcome() instanceof Outcome.Rejected rejected
                && rejected.problems().stream().allMatch(Batches::mayPass);
    }

    /** The intake, or what is left of it where it was rejected and the user leaves all the same. */
    private Intake leaving(Intake intake, StoredState state, int administrators) {
        Intake leaving = intake.leaving();
        if (leaving == null) {
            return intake;
        }
        Intake mapped = provisioning.map(normalisation.apply(leaving, state));
        return mapped.isOpen() ? checks.apply(mapped, state, administrators) : mapped;
    }

    /** The user name or e-mail that a user before this one is to have, if there is one. */
    private @Nullable Problem shared(Batch batch, Intake intake, Set<String> names) {
        SourceUser user = intake.user();
        if (user == null) {
            return null;
        }
        Member member = intake.member();
        String email = member == null ? null : member.field("email");
        String userName = user.keys().userName();
        if (!isFree(batch, Name.USER_NAME, userName, names)) {
            return normalisation.taken(batch.sourceId(), "user_name", "userName", userName);
        }
        return email == null || isFree(batch, Name.EMAIL, email, names)
                ? null
                : normalisation.taken(batch.sourceId(), "email", "emails", email);
    }

    private static boolean isFree(Batch batch, Name name, String value, Set<String> names) {
        if (!names.add(name + " " + value.toLowerCase(Locale.ROOT))) {
            batch.soFar().taken(batch.sourceId(), name, value);
        }
        return !batch.soFar().isTaken(batch.sourceId(), name, value);
    }

    /**
     * Makes the batch durable, all or nothing: a batch whose state changed underneath {@linkplain Batch#isStale says so},
     * and its users have to be tried anew.
     */
    public Batch record(Batch batch) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        List<Result> results = new ArrayList<>(batch.intakes.size());
        List<Entry> entries = new ArrayList<>(batch.intakes.size());
        for (Intake intake : batch.intakes) {
            results.add(result(batch, intake, entries, now));
        }
        batch.results = results;
        if (batch.isDry()) {
            foresee(batch);
            return batch;
        }
        try {
            ledger.recordAll(entries, batch.run(), batch.delivery(), () -> {
                keepRejected(batch);
                vanished.note(entries);
                batch.alongside();
            });
            statistics.created((int)
                    entries.stream().filter(entry -> entry.before() == null).count());
        } catch (StaleState | DuplicateKeyException | ConcurrencyFailureException e) {
            LOG.debug("the state of a batch changed underneath: {}", e.toString());
            batch.stale();
        }
        return batch;
    }

    private static Result result(Batch batch, Intake intake, List<Entry> entries, Instant now) {
        if (intake.outcome() instanceof Outcome.Rejected rejected) {
            return isLater(batch, intake)
                    ? Result.of(Result.Kind.LATER)
                    : Result.rejected(intake.before(), rejected.problems());
        }
        if (!intake.isOpen()) {
            return Result.of(Result.Kind.GONE);
        }
        Entry entry = Plan.of(intake, now, UserIds::next);
        if (entry == null) {
            Stored before = intake.before();
            return new Result(Result.Kind.UNCHANGED, before == null ? null : before.memberId(), null, null, List.of());
        }
        entries.add(entry);
        return Result.of(entry);
    }

    private static void foresee(Batch batch) {
        for (int i = 0; i < batch.intakes.size(); i++) {
            if (!NOT_ACCEPTED.contains(batch.results.get(i).kind())) {
                batch.soFar().accepted(batch.intakes.get(i));
            }
        }
    }

    /** Whether it may go away when other users of the run are dealt with. */
    private static boolean mayPass(Problem problem) {
        return problem.code() == ReasonCode.UNIQUENESS || problem.code() == ReasonCode.IDENTITY_CONFLICT;
    }

    private void keepRejected(Batch batch) {
        for (int i = 0; i < batch.intakes.size(); i++) {
            Intake intake = batch.intakes.get(i);
            Result result = batch.results.get(i);
            SourceUser user = intake.sent();
            Stored before = intake.before();
            StoredRecord record = before == null ? null : before.record();
            if (result.kind() == Result.Kind.REJECTED && user == null && before != null) {
                keepUnremoved(batch, before, result);
            } else if (result.kind() == Result.Kind.REJECTED && user != null) {
                rejections.keepPulled(
                        batch.sourceId(),
                        user.keys().externalId(),
                        user.keys().userName(),
                        result.memberId(),
                        result.problems(),
                        before == null ? Rejections.CREATE : Rejections.UPDATE,
                        record == null ? null : record.id(),
                        user.document());
            }
        }
    }

    /** A user that the directory has no more, and whose member may not be touched. */
    private void keepUnremoved(Batch batch, Stored before, Result result) {
        StoredRecord record = before.record();
        UserKeys keys = before.keys();
        if (record != null && keys != null) {
            rejections.keepPulled(
                    batch.sourceId(),
                    keys.externalId(),
                    keys.userName(),
                    result.memberId(),
                    result.problems(),
                    Rejections.REMOVE,
                    record.id(),
                    record.document());
        }
    }
}
