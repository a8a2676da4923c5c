package dev.rollcall.provisioning;

import dev.rollcall.delivery.DeliveryCorrections;
import dev.rollcall.settings.Settings;
import dev.rollcall.source.MemberShape;
import dev.rollcall.source.SourceUser;
import dev.rollcall.source.StoredRecord;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets a source's members go: nothing of them changes, but nobody owns them any more, so that another source with
 * {@code adopt} can take them over one by one. It is how a population moves from one source to another without twins.
 */
@Component
public class Releases {
    private static final int PAGE = 500;

    private final StoredUsers users;
    private final RecordTable records;
    private final DeliveryCorrections deliveries;
    private final MemberTable members;
    private final MemberShape shape;
    private final Settings settings;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Releases(
            StoredUsers users,
            RecordTable records,
            DeliveryCorrections deliveries,
            MemberTable members,
            MemberShape shape,
            Settings settings,
            JdbcTemplate jdbc,
            TransactionTemplate transaction,
            Clock clock) {
        this.users = users;
        this.records = records;
        this.deliveries = deliveries;
        this.members = members;
        this.shape = shape;
        this.settings = settings;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * How many members were let go.
     *
     * @param kept those whose user name another unowned member has: they stay with the source
     * @param whole whether all were looked at
     */
    public record Released(int members, int kept, boolean whole) {}

    private static final class Disturbed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Whether members belong to a source of this id, which may not be in the settings any more. By member_source. */
    public boolean isOwner(String sourceId) {
        return !sourceId.equals(StoredRecord.UNOWNED)
                && !jdbc.queryForList(
                                "SELECT id FROM member WHERE source_id = ? FETCH FIRST 1 ROWS ONLY",
                                UUID.class,
                                sourceId)
                        .isEmpty();
    }

    /**
     * Lets all users of a source go. It can be repeated: it goes on where it was.
     *
     * @param quiet whether nobody else writes the source's members until the transaction ends; asked in that of each user, and
     *     the release ends where it is not so
     */
    public Released release(String sourceId, String actor, BooleanSupplier quiet) {
        int done = 0;
        int kept = 0;
        UUID after = new UUID(0, 0);
        try {
            for (List<UUID> page = page(sourceId, after); !page.isEmpty(); page = page(sourceId, after)) {
                for (Stored stored : users.byRecords(sourceId, page).values()) {
                    if (letGo(stored, sourceId, actor, quiet)) {
                        done++;
                    } else {
                        kept++;
                    }
                }
                after = page.get(page.size() - 1);
            }
            letGoOfThoseWhoLeft(sourceId, quiet);
        } catch (Disturbed e) {
            return new Released(done, kept, false);
        }
        return new Released(done, kept, true);
    }

    /** They have no record any more. */
    private void letGoOfThoseWhoLeft(String sourceId, BooleanSupplier quiet) {
        transaction.executeWithoutResult(status -> {
            check(quiet);
            jdbc.update("""
                    UPDATE member SET source_id = ?, twin = CAST(id AS VARCHAR(36)) WHERE source_id = ?
                      AND NOT EXISTS (SELECT 1 FROM source_record r WHERE r.member_id = member.id)""", StoredRecord.UNOWNED, sourceId);
        });
    }

    private static void check(BooleanSupplier quiet) {
        if (!quiet.getAsBoolean()) {
            throw new Disturbed();
        }
    }

    /** By source_record_page. */
    private List<UUID> page(String sourceId, UUID after) {
        return jdbc.queryForList(
                "SELECT id FROM source_record WHERE source_id = ? AND id > ? ORDER BY source_id, id FETCH FIRST ? ROWS ONLY",
                UUID.class,
                sourceId,
                after,
                PAGE);
    }

    private boolean letGo(Stored stored, String sourceId, String actor, BooleanSupplier quiet) {
        StoredRecord old = stored.record();
        if (old == null) {
            return false;
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        try {
            transaction.executeWithoutResult(status -> {
                check(quiet);
                write(stored, old, sourceId, actor, now);
            });
            return true;
        } catch (DuplicateKeyException | StaleState e) {
            return false;
        }
    }

    private void write(Stored stored, StoredRecord old, String sourceId, @Nullable String actor, Instant now) {
        UUID memberId = stored.memberId();
        long version = stored.memberVersion() + 1;
        members.update(List.of(new MemberTable.Row(memberId, StoredRecord.UNOWNED, stored.member(), version, now)));
        members.writeHistory(
                List.of(new MemberTable.Line(memberId, version, now, sourceId, actor, "release", null, "{}", null)));
        SourceUser user = shape.of(stored.member());
        StoredRecord free = new StoredRecord(
                old.id(),
                StoredRecord.UNOWNED,
                memberId,
                user.document(),
                user.active(),
                old.version() + 1,
                old.created(),
                now);
        records.update(List.of(new RecordTable.Row(
                free,
                user.keys(),
                !Checks.isProtected(settings.current(), stored.member()),
                old.version(),
                stored.moreEmails())));
        deliveries.sameAgain(List.of(memberId));
    }
}
