package dev.rollcall.provisioning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.delivery.ClaimedChange;
import dev.rollcall.delivery.Deliveries;
import dev.rollcall.delivery.DeliveryOutcome;
import dev.rollcall.delivery.DeliveryOutcome.Refused;
import dev.rollcall.mapping.FailureText;
import dev.rollcall.mapping.MappingResult;
import dev.rollcall.member.Problem;
import dev.rollcall.member.ReasonCode;
import dev.rollcall.settings.Settings;
import dev.rollcall.source.SourceUser;
import dev.rollcall.source.StoredRecord;
import dev.rollcall.source.UserIds;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/** The pipeline's steps, in the order in which routes/30-provision.camel.yaml calls them. */
@Component("provisioning")
public class Provisioning {
    private static final Logger LOG = LoggerFactory.getLogger(Provisioning.class);

    private final Normalisation normalisation;
    private final Mappers mappers;
    private final ManagerNames managers;
    private final Checks checks;
    private final Ledger ledger;
    private final PutBacks putBacks;
    private final Deliveries deliveries;
    private final Rejections rejections;
    private final Settings settings;
    private final Clock clock;
    private final PushMetrics metrics;
    private final TableStatistics statistics;

    Provisioning(
            Normalisation normalisation,
            Mappers mappers,
            ManagerNames managers,
            Checks checks,
            Ledger ledger,
            PutBacks putBacks,
            Deliveries deliveries,
            Rejections rejections,
            Settings settings,
            Clock clock,
            PushMetrics metrics,
            TableStatistics statistics) {
        this.normalisation = normalisation;
        this.mappers = mappers;
        this.managers = managers;
        this.checks = checks;
        this.ledger = ledger;
        this.putBacks = putBacks;
        this.deliveries = deliveries;
        this.rejections = rejections;
        this.settings = settings;
        this.clock = clock;
        this.metrics = metrics;
        this.statistics = statistics;
    }

    /** Brings the intent and the newest stored state together. */
    public Intake normalise(Intake intake) {
        return normalisation.apply(intake);
    }

    /** Makes a member of the user, or finds the problems that prevent one. */
    public Intake map(Intake intake) {
        return mapped(intake, managers.of(intake.intent().sourceId(), intake.document()));
    }

    /** The same with managers' names read ahead; of another name, as routes call methods by name. */
    Intake mapped(Intake intake, UnaryOperator<ObjectNode> named) {
        SourceUser user = intake.user();
        if (!intake.isOpen() || user == null) {
            return intake;
        }
        if (intake.intent() instanceof Intent.ByHand made) {
            return intake.mapped(new MappingResult.Mapped(made.member(), List.of()));
        }
        String sourceId = intake.intent().sourceId();
        return intake.mapped(
                mappers.of(sourceId).map(named.apply(user.document()), user.active(), intake.memberBefore()));
    }

    /** Holds what was mapped against the stored state. */
    public Intake check(Intake intake) {
        return intake.isOpen() ? checks.apply(intake) : intake;
    }

    /**
     * Makes the change durable. An intake stays open if the state changed since it was read, or if all that is left of a
     * rejected change is that the user leaves: the route then repeats the steps.
     */
    public Intake record(Intake intake) {
        Intake leaving = intake.leaving();
        if (leaving != null) {
            return leaving;
        }
        if (intake.outcome() instanceof Outcome.Rejected rejected) {
            keep(intake, rejected);
        }
        if (!intake.isOpen()) {
            return intake;
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Entry entry = Plan.of(intake, now, UserIds::next);
        StoredRecord before = intake.before() == null ? null : intake.before().record();
        if (entry == null && before != null) {
            if (intake.rejectionKnown()) {
                rejections.unchanged(before);
            }
            return intake.ended(new Outcome.Unchanged(before));
        }
        if (entry == null) {
            throw new IllegalStateException("a new user always differs");
        }
        try {
            ClaimedChange claimed = ledger.record(entry);
            statistics.created(entry.before() == null ? 1 : 0);
            StoredRecord record = entry.record() != null ? entry.record() : before;
            if (record == null) {
                throw new IllegalStateException("an entry has a record before or after it");
            }
            return intake.ended(new Outcome.Recorded(record, claimed, problem -> {
                if (claimed != null) {
                    putBacks.putBack(entry, claimed, problem);
                }
            }));
        } catch (StaleState | DuplicateKeyException | ConcurrencyFailureException e) {
            LOG.debug("the state changed underneath: {}", e.toString());
            return intake;
        }
    }

    /**
     * Tries the delivery at once, for as long as the settings say; a refusal puts the record back. An intake that stays open,
     * as it does where the user leaves all the same, has the steps repeated.
     */
    public Intake deliver(Intake intake) {
        Intake delivered = delivered(intake);
        Intake leaving = delivered.leaving();
        Intake done = leaving == null ? delivered : leaving;
        metrics.ended(done);
        return done;
    }

    private Intake delivered(Intake intake) {
        if (!(intake.outcome() instanceof Outcome.Recorded recorded) || recorded.claimed() == null) {
            return intake;
        }
        DeliveryOutcome outcome = deliveries.deliverNow(
                recorded.claimed(),
                intake.patience(settings.current().delivery().inlineWait()));
        if (!(outcome instanceof Refused refused)) {
            return intake;
        }
        Problem problem = refused.uniqueness()
                ? new Problem(
                        ReasonCode.UNIQUENESS,
                        "",
                        null,
                        Problems.refused(refused.reason()).sentence())
                : Problems.refused(refused.reason());
        recorded.putBack().because(problem);
        return intake.ended(new Outcome.Rejected(intake.before() == null, List.of(problem)));
    }

    /** The sentence that an identity provider shows its admin. */
    public String failure(Outcome.Rejected rejected) {
        return FailureText.of(settings.current().applicationName(), rejected.create(), rejected.problems());
    }

    private void keep(Intake intake, Outcome.Rejected rejected) {
        SourceUser user = intake.sent();
        if (user == null || intake.intent() instanceof Intent.ByHand) {
            return;
        }
        Stored before = intake.before();
        boolean taken = rejected.problems().stream().allMatch(problem -> problem.code() == ReasonCode.UNIQUENESS);
        if (taken) {
            // The source has this user already and finds it by a filter: nothing for a person to do.
            return;
        }
        UUID recordId = before == null || before.record() == null
                ? null
                : before.record().id();
        rejections.keep(
                intake.intent().sourceId(),
                user.keys().userName(),
                before == null ? null : before.memberId(),
                "open",
                rejected.problems(),
                rejected.create(),
                recordId,
                user.document());
    }
}
