package dev.rollcall.provisioning;

import dev.rollcall.delivery.Change;
import dev.rollcall.delivery.Change.Operation;
import dev.rollcall.delivery.ClaimedChange;
import dev.rollcall.delivery.DeliveryTable;
import dev.rollcall.delivery.TargetMembers;
import dev.rollcall.member.Member;
import dev.rollcall.member.MemberJson;
import dev.rollcall.member.Origin;
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
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps the members of the asset system that no source owns as records of the source {@link StoredRecord#UNOWNED}, so that
 * sources which adopt can find them like their own. They are read page by page through the target's own route.
 */
@Component("adoption")
public class Adoption {
    private static final Logger LOG = LoggerFactory.getLogger(Adoption.class);

    private static final UUID START = new UUID(0, 0);

    private final Settings settings;
    private final MemberShape shape;
    private final RecordTable records;
    private final MemberTable members;
    private final DeliveryTable deliveries;
    private final StoredUsers users;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final TargetMembers target;
    private final Clock clock;
    private Instant rested = Instant.EPOCH;
    private Set<String> missing = Set.of();

    Adoption(
            Settings settings,
            MemberShape shape,
            RecordTable records,
            MemberTable members,
            DeliveryTable deliveries,
            StoredUsers users,
            JdbcTemplate jdbc,
            TransactionTemplate transaction,
            TargetMembers target,
            Clock clock) {
        this.settings = settings;
        this.shape = shape;
        this.records = records;
        this.members = members;
        this.deliveries = deliveries;
        this.users = users;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.target = target;
        this.clock = clock;
        settings.onChange(this::protect);
    }

    /** Shows or hides unowned members after the settings changed what is protected. */
    private void protect(RollcallSettings current) {
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

    /** Refreshes, unless the target was read so lately that it should be left alone; called by the route. */
    public void refreshDue() {
        Instant now = clock.instant();
        if (!now.isBefore(rested)) {
            refresh();
            rested = now.plus(target.restBetweenReads());
        }
    }

    /** Reads all members of the asset system, if a source adopts, and stores what is new or different of the unowned ones. */
    public void refresh() {
        RollcallSettings current = settings.current();
        if (current.sources().values().stream()
                .allMatch(source -> source.adopt().equals("none"))) {
            return;
        }
        HashedNames seen = new HashedNames();
        if (target.eachPage(page -> store(page.rows(), seen))) {
            forgetVanished(seen);
        }
    }

    private void store(List<Map<String, @Nullable Object>> page, HashedNames seen) {
        if (page.isEmpty()) {
            return;
        }
        Map<String, Known> known = known(page);
        for (Map<String, @Nullable Object> row : page) {
            String targetId = String.valueOf(row.get("id"));
            seen.add(targetId);
            store(targetId, row, known.get(targetId));
        }
    }

    /** What is stored of a member of the asset system. */
    private record Known(UUID memberId, String sourceId, Member member) {}

    /** The page's members by the target's ids; uses {@code delivery_target_id}. */
    private Map<String, Known> known(List<Map<String, @Nullable Object>> page) {
        Map<String, Known> known = new HashMap<>();
        String marks = String.join(", ", Collections.nCopies(page.size(), "?"));
        jdbc.query(
                """
                SELECT d.target_id, m.id, m.source_id, m.fields, m.custom_fields
                FROM delivery d JOIN member m ON m.id = d.member_id WHERE d.target_id IN (%s)""".formatted(marks),
                row -> {
                    Member member = MemberJson.member(row.getString(4), row.getString(5), null, "{}");
                    known.put(row.getString(1), new Known(row.getObject(2, UUID.class), row.getString(3), member));
                },
                page.stream().map(row -> String.valueOf(row.get("id"))).toArray());
        return known;
    }

    private Member member(Map<String, @Nullable Object> row, Map<String, String> customFields) {
        Map<String, String> fields = new TreeMap<>();
        Map<String, Origin> origins = new TreeMap<>();
        for (String field : Member.FIELDS) {
            Object value = row.get(field);
            if (value != null && !value.toString().isBlank()) {
                fields.put(field, value.toString());
                origins.put(field, Origin.of(Origin.Kind.MANUAL));
            }
        }
        return new Member(fields, customFields, null, origins);
    }

    /** Those before, with what the target shows: not each shows all. Only those of the settings mean something to a source. */
    private Map<String, String> customFields(Map<String, @Nullable Object> row, Map<String, String> before) {
        Map<String, String> values = new TreeMap<>(before);
        settings.current().customFields().forEach(field -> {
            String key = Member.CUSTOM + field.name();
            Object value = row.get(key);
            if (value != null && !value.toString().isBlank()) {
                values.put(field.name(), value.toString());
            } else if (row.containsKey(key)) {
                values.remove(field.name());
            }
        });
        return values;
    }

    private void store(String targetId, Map<String, @Nullable Object> row, @Nullable Known known) {
        Member before = known == null ? null : known.member();
        Member member = member(row, customFields(row, before == null ? Map.of() : before.customFields()));
        try {
            if (known != null && before != null) {
                boolean same = before.fields().equals(member.fields())
                        && before.customFields().equals(member.customFields());
                if (known.sourceId().equals(StoredRecord.UNOWNED) && !same) {
                    update(known.memberId(), member);
                }
            } else if (isOnItsWay(member)) {
                LOG.debug("member {} of the asset system is one that is being delivered", targetId);
            } else {
                transaction.executeWithoutResult(status -> insert(targetId, member));
            }
        } catch (DuplicateKeyException e) {
            // Two members of the asset system with one user name: neither can be told apart by a source.
            LOG.debug(
                    "member {} of the asset system shares its user name with another and is not offered for adoption",
                    targetId);
        }
    }

    /** Whether a create of ours, whose answer has not come, may have made it. By {@code member_email} and {@code member_user_name}. */
    private boolean isOnItsWay(Member member) {
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

    private void insert(String targetId, Member member) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        UUID memberId = UserIds.next();
        members.insert(List.of(new MemberTable.Row(memberId, StoredRecord.UNOWNED, member, 1, now)));
        deliveries.insertDelivered(List.of(
                new ClaimedChange(new Change(Operation.CREATE, memberId, targetId, member, Set.of()), 1, 0, 0)));
        records.insert(List.of(row(UserIds.next(), memberId, member, 1, now, now)));
    }

    private void update(UUID memberId, Member member) {
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
                jdbc.update(
                        "UPDATE delivery SET version = version + 1, delivered_version = delivered_version + 1 WHERE member_id = ? AND state = 'delivered'",
                        memberId);
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

    /**
     * Forgets unowned members that a complete read did not show; over HTTP two reads in a row, since a list that changes
     * while it is read by page numbers can leave one out.
     */
    private void forgetVanished(HashedNames seen) {
        Set<String> before = missing;
        Set<String> gone = new HashSet<>();
        UUID after = START;
        for (List<Unowned> page = unowned(after); !page.isEmpty(); page = unowned(after)) {
            for (Unowned member : page) {
                if (!seen.contains(member.targetId())) {
                    gone.add(member.targetId());
                    if (target.restBetweenReads().isZero() || before.contains(member.targetId())) {
                        forget(member.memberId());
                    }
                }
            }
            after = page.get(page.size() - 1).memberId();
        }
        missing = gone;
    }

    private record Unowned(UUID memberId, String targetId) {}

    /** The next ones after that id; by {@code member_source}. */
    private List<Unowned> unowned(UUID after) {
        return jdbc.query(
                """
                SELECT m.id, d.target_id FROM member m JOIN delivery d ON d.member_id = m.id
                WHERE m.source_id = ? AND m.id > ? AND d.state = 'delivered' AND d.target_id IS NOT NULL
                ORDER BY m.source_id, m.id FETCH FIRST 1000 ROWS ONLY""",
                (row, number) -> new Unowned(row.getObject(1, UUID.class), row.getString(2)),
                StoredRecord.UNOWNED,
                after);
    }

    private void forget(UUID memberId) {
        transaction.executeWithoutResult(status -> {
            jdbc.update(
                    "DELETE FROM source_record WHERE member_id = ? AND source_id = ?", memberId, StoredRecord.UNOWNED);
            jdbc.update("DELETE FROM delivery WHERE member_id = ?", memberId);
            jdbc.update("DELETE FROM former_target_id WHERE member_id = ?", memberId);
            jdbc.update("DELETE FROM member_history WHERE member_id = ?", memberId);
            jdbc.update("DELETE FROM member WHERE id = ? AND source_id = ?", memberId, StoredRecord.UNOWNED);
        });
    }
}
