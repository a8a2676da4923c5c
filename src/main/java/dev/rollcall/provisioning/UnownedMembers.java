package dev.rollcall.provisioning;

import dev.rollcall.delivery.Change;
import dev.rollcall.delivery.Change.Operation;
import dev.rollcall.delivery.ClaimedChange;
import dev.rollcall.delivery.DeliveryCorrections;
import dev.rollcall.delivery.DeliveryTable;
import dev.rollcall.member.Member;
import dev.rollcall.member.MemberJson;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import dev.rollcall.source.MemberShape;
import dev.rollcall.source.SourceUser;
import dev.rollcall.source.StoredRecord;
import dev.rollcall.source.UserIds;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The stored members of the asset system that no source owns: records of the source {@link StoredRecord#UNOWNED}. */
@Component
final class UnownedMembers {
    private static final Logger LOG = LoggerFactory.getLogger(UnownedMembers.class);

    private final Settings settings;
    private final MemberShape shape;
    private final RecordTable records;
    private final MemberTable members;
    private final DeliveryTable deliveries;
    private final DeliveryCorrections corrections;
    private final StoredUsers users;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;

    UnownedMembers(
            Settings settings,
            MemberShape shape,
            RecordTable records,
            MemberTable members,
            DeliveryTable deliveries,
            DeliveryCorrections corrections,
            StoredUsers users,
            JdbcTemplate jdbc,
            TransactionTemplate transaction,
            Clock clock) {
        this.settings = settings;
        this.shape = shape;
        this.records = records;
        this.members = members;
        this.deliveries = deliveries;
        this.corrections = corrections;
        this.users = users;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
        settings.onChange(this::protect);
    }

    /** Shows or hides unowned members after the settings changed what is protected. */
    void protect(RollcallSettings current) {
        record Shown(UUID recordId, boolean adoptable) {}
        List<Shown> differing = new ArrayList<>();
        jdbc.query(
                "SELECT r.id, r.adoptable, m.fields FROM source_record r JOIN member m ON m.id = r.member_id WHERE r.source_id = ?",
                row -> {
                    boolean adoptable =
                            !Checks.isProtected(current, MemberJson.member(row.getString(3), "{}", null, "{}"));
                    if (adoptable != row.getBoolean(2)) {
                        differing.add(new Shown(row.getObject(1, UUID.class), adoptable));
                    }
                },
                StoredRecord.UNOWNED);
        differing.forEach(one -> jdbc.update(
                "UPDATE source_record SET adoptable = ? WHERE id = ? AND source_id = ?",
                one.adoptable(),
                one.recordId(),
                StoredRecord.UNOWNED));
    }

    /** What is stored of a member of the asset system. */
    record Known(UUID memberId, String sourceId, Member member) {}

    /** What is stored of members of the asset system, of sources too, by the target's ids; uses {@code delivery_target_id}. */
    Map<String, Known> known(List<String> targetIds) {
        Map<String, Known> known = new HashMap<>();
        SqlArrays.ofTexts(jdbc, """
                SELECT d.target_id, m.id, m.source_id, m.fields, m.custom_fields
                FROM unnest(?) AS asked(it) JOIN delivery d ON d.target_id = asked.it JOIN member m ON m.id = d.member_id""", targetIds, row -> {
            Member member = MemberJson.member(row.getString(4), row.getString(5), null, "{}");
            known.put(row.getString(1), new Known(row.getObject(2, UUID.class), row.getString(3), member));
        });
        return known;
    }

    /** Whether a create of ours, whose answer has not come, may have made it. By {@code member_email} and {@code member_user_name}. */
    boolean isOnItsWay(Member member) {
        Integer count = jdbc.queryForObject(
                """
                SELECT COUNT(*) FROM (
                  SELECT m.id FROM member m JOIN delivery d ON d.member_id = m.id WHERE m.email = ? AND d.target_id IS NULL
                  UNION SELECT m.id FROM member m JOIN delivery d ON d.member_id = m.id
                  WHERE m.user_name = ? AND d.target_id IS NULL) waiting""",
                Integer.class,
                RecordTable.folded(member.field("email")),
                RecordTable.folded(member.field("user_name")));
        return count != null && count > 0;
    }

    /**
     * Keeps one that is new.
     *
     * @throws DuplicateKeyException where another has its user name: neither can be told apart by a source
     */
    void insert(String targetId, Member member) {
        transaction.executeWithoutResult(status -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            UUID memberId = UserIds.next();
            members.insert(List.of(new MemberTable.Row(memberId, StoredRecord.UNOWNED, member, 1, now)));
            deliveries.insertDelivered(List.of(
                    new ClaimedChange(new Change(Operation.CREATE, memberId, targetId, member, Set.of()), 1, 0, 0)));
            records.insert(List.of(row(UserIds.next(), memberId, member, 1, now, now)));
        });
    }

    /** Keeps what has changed of one, unless a source has adopted it meanwhile. */
    void update(UUID memberId, Member member) {
        Stored stored = users.byMember(memberId);
        if (stored == null || stored.record() == null || !stored.memberSource().equals(StoredRecord.UNOWNED)) {
            return;
        }
        StoredRecord old = stored.record();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        try {
            transaction.executeWithoutResult(status -> {
                members.update(List.of(
                        new MemberTable.Row(memberId, StoredRecord.UNOWNED, member, stored.memberVersion() + 1, now)));
                records.update(List.of(row(old.id(), memberId, member, old.version() + 1, old.created(), now)));
                corrections.arrived(memberId);
            });
        } catch (StaleState e) {
            LOG.debug("member {} was adopted meanwhile", memberId);
        }
    }

    private RecordTable.Row row(UUID id, UUID memberId, Member member, long version, Instant created, Instant now) {
        SourceUser user = shape.of(member);
        boolean adoptable = !Checks.isProtected(settings.current(), member);
        StoredRecord record = new StoredRecord(
                id, StoredRecord.UNOWNED, memberId, user.document(), user.active(), version, created, now);
        return new RecordTable.Row(record, user.keys(), adoptable, version - 1, false);
    }

    /** A member of the asset system that no source owns. */
    record Unowned(UUID memberId, String targetId) {}

    /** The next ones after that id; by {@code member_source}. */
    List<Unowned> after(UUID after) {
        return jdbc.query(
                """
                SELECT m.id, d.target_id FROM member m JOIN delivery d ON d.member_id = m.id
                WHERE m.source_id = ? AND m.id > ? AND d.state = 'delivered' AND d.target_id IS NOT NULL
                ORDER BY m.source_id, m.id FETCH FIRST 1000 ROWS ONLY""",
                (row, number) -> new Unowned(row.getObject(1, UUID.class), row.getString(2)),
                StoredRecord.UNOWNED,
                after);
    }

    /** Forgets one that the asset system has no more. */
    void forget(UUID memberId) {
        transaction.executeWithoutResult(status -> {
            jdbc.update(
                    "DELETE FROM source_record WHERE member_id = ? AND source_id = ?", memberId, StoredRecord.UNOWNED);
            corrections.remove(memberId);
            jdbc.update("DELETE FROM former_target_id WHERE member_id = ?", memberId);
            jdbc.update("DELETE FROM member_history WHERE member_id = ?", memberId);
            jdbc.update("DELETE FROM member WHERE id = ? AND source_id = ?", memberId, StoredRecord.UNOWNED);
        });
    }
}
