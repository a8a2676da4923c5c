package dev.rollcall.provisioning;

import dev.rollcall.delivery.Redelivery;
import dev.rollcall.delivery.SameValue;
import dev.rollcall.delivery.TargetMembers;
import dev.rollcall.delivery.TargetMembers.MembersPage;
import dev.rollcall.member.Member;
import dev.rollcall.member.MemberJson;
import dev.rollcall.source.StoredRecord;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Compares the asset system with what was delivered to it. Page by page: what grows with the number of members is 8 bytes
 * each. Changes that are on their way, or arrived while a page was read, are no difference.
 */
@Component
public class Drift {
    private static final int PAGE = 1000;

    /** What can be wrong with a member. */
    public enum Kind {
        /** It is in the asset system, and no source owns it. */
        UNOWNED,
        /** It was delivered, and is not in the asset system any more. */
        MISSING,
        /** It has other values than were delivered. */
        DIFFERS
    }

    /**
     * One difference.
     *
     * @param memberId our id; {@code null} for a member that we do not know
     * @param source the source that owns it; empty for none
     * @param userName what the member is called; its e-mail where it has no user name
     * @param delivered the fields that differ as they were delivered, custom fields as {@code custom.<Name>}; all fields of
     *     a member that is missing
     * @param found the same fields as they are there; empty values left out
     */
    public record Finding(
            @Nullable UUID memberId,
            String source,
            String userName,
            String targetId,
            Kind kind,
            Map<String, String> delivered,
            Map<String, String> found) {
        /** The names of the fields that differ. */
        public Set<String> fields() {
            Set<String> fields = new TreeSet<>(delivered.keySet());
            fields.addAll(found.keySet());
            return fields;
        }
    }

    private record Known(UUID memberId, String source, boolean settled, Member member) {
        Finding finding(String targetId, Kind kind, Map<String, String> delivered, Map<String, String> found) {
            String name =
                    member.fields().getOrDefault("user_name", member.fields().getOrDefault("email", ""));
            String owner = source.equals(StoredRecord.UNOWNED) ? "" : source;
            return new Finding(memberId, owner, name, targetId, kind, delivered, found);
        }
    }

    private final JdbcTemplate jdbc;
    private final TargetMembers target;
    private final Redelivery redelivery;

    Drift(JdbcTemplate jdbc, TargetMembers target, Redelivery redelivery) {
        this.jdbc = jdbc;
        this.target = target;
        this.redelivery = redelivery;
    }

    /**
     * Whether the asset system can be compared: its target has a route that lists members. */
    public boolean isPossible() {
        return target.listsMembers();
    }

    /**
     * Reads the whole asset system and hands over every difference. Changes nothing.
     *
     * @param progress takes how many members were read, after each page
     * @return how many members the asset system showed
     * @throws dev.rollcall.delivery.TargetTrouble if it cannot be read to the end: then nobody is called missing
     */
    public long report(Consumer<Finding> consumer, LongConsumer progress) {
        OffsetDateTime start = now();
        HashedNames seen = new HashedNames();
        long[] count = new long[1];
        // A page holds what was true before it was asked for: later deliveries cannot be judged by it.
        OffsetDateTime[] asked = {start};
        target.eachPage(page -> {
            page.rows().forEach(row -> seen.add(String.valueOf(row.get("id"))));
            count[0] += page.rows().size();
            compare(page, asked[0], consumer);
            progress.accept(count[0]);
            asked[0] = now();
        });
        missing(seen, start, consumer);
        return count[0];
    }

    /**
     * Delivers members once more, with all their fields.
     *
     * @return how many deliveries are due now
     */
    public int mend(Collection<UUID> memberIds) {
        return redelivery.again(memberIds);
    }

    private OffsetDateTime now() {
        OffsetDateTime now = jdbc.queryForObject("SELECT CURRENT_TIMESTAMP(3)", OffsetDateTime.class);
        if (now == null) {
            throw new IllegalStateException("the database has no time");
        }
        return now;
    }

    private void compare(MembersPage page, OffsetDateTime asked, Consumer<Finding> consumer) {
        if (page.rows().isEmpty()) {
            return;
        }
        Map<String, Known> known = known(page.rows(), asked);
        for (Map<String, @Nullable Object> row : page.rows()) {
            String targetId = String.valueOf(row.get("id"));
            Known ours = known.get(targetId);
            if (ours == null) {
                consumer.accept(new Finding(null, "", name(row), targetId, Kind.UNOWNED, Map.of(), Map.of()));
            } else if (ours.source().equals(StoredRecord.UNOWNED)) {
                consumer.accept(ours.finding(targetId, Kind.UNOWNED, Map.of(), Map.of()));
            } else if (ours.settled()) {
                Map<String, String> delivered = new TreeMap<>();
                Map<String, String> found = new TreeMap<>();
                differing(ours.member(), row, page.keepsBlanks(), delivered, found);
                if (!delivered.isEmpty() || !found.isEmpty()) {
                    consumer.accept(ours.finding(targetId, Kind.DIFFERS, delivered, found));
                }
            }
        }
    }

    /** Uses {@code delivery_target_id}. */
    private Map<String, Known> known(List<Map<String, @Nullable Object>> page, OffsetDateTime asked) {
        Map<String, Known> known = new HashMap<>();
        SqlArrays.ofTexts(
                jdbc,
                """
                SELECT d.target_id, d.member_id, m.source_id, d.state, d.modified, m.fields, m.custom_fields
                FROM unnest(?) AS asked(it) JOIN delivery d ON d.target_id = asked.it JOIN member m ON m.id = d.member_id""",
                page.stream().map(row -> String.valueOf(row.get("id"))).toList(),
                row -> {
                    boolean settled = row.getString(4).equals("delivered")
                            && row.getObject(5, OffsetDateTime.class).isBefore(asked);
                    Member member = MemberJson.member(row.getString(6), row.getString(7), null, "{}");
                    known.put(
                            row.getString(1),
                            new Known(row.getObject(2, UUID.class), row.getString(3), settled, member));
                });
        return known;
    }

    private static void differing(
            Member ours,
            Map<String, @Nullable Object> row,
            boolean keepsBlanks,
            Map<String, String> delivered,
            Map<String, String> found) {
        row.forEach((name, value) -> {
            boolean custom = name.startsWith(Member.CUSTOM);
            String theirs = value == null ? "" : value.toString();
            String wanted = Objects.requireNonNullElse(ours.value(name), "");
            if (name.equals("address_line_1") && !row.containsKey("address_line_2")) {
                // A system with one line of address has both in it.
                wanted = joined(wanted, ours.fields().getOrDefault("address_line_2", ""));
            }
            boolean judged = custom || Member.FIELDS.contains(name);
            boolean kept = wanted.isEmpty() && (keepsBlanks || custom || !isDelivered(name));
            if (judged && !kept && !SameValue.of(wanted, theirs)) {
                put(delivered, name, wanted);
                put(found, name, theirs);
            }
        });
    }

    private static String name(Map<String, @Nullable Object> row) {
        Object name = row.get("user_name") == null ? row.get("email") : row.get("user_name");
        return name == null ? "" : name.toString();
    }

    private static void put(Map<String, String> values, String name, String value) {
        if (!value.isBlank()) {
            values.put(name, value);
        }
    }

    /** What the asset system derives by itself where we have nothing. */
    private static boolean isDelivered(String field) {
        return !Set.of("display_name", "login_enabled", "user_name", "first_name", "role")
                .contains(field);
    }

    private static String joined(String first, String second) {
        return first.isEmpty() || second.isEmpty() ? first + second : first + ", " + second;
    }

    /** Delivered members that the whole read did not show, or that have no id there at all; keyset pages over the primary key. */
    private void missing(HashedNames seen, OffsetDateTime start, Consumer<Finding> consumer) {
        UUID after = new UUID(0, 0);
        List<Known> page;
        do {
            List<String> targetIds = new ArrayList<>();
            page = jdbc.query(
                    """
                    SELECT d.member_id, COALESCE(d.target_id, ''), m.source_id, m.fields, m.custom_fields
                    FROM delivery d JOIN member m ON m.id = d.member_id
                    WHERE d.member_id > ? AND m.source_id <> ? AND d.state = 'delivered' AND d.modified < ?
                    ORDER BY d.member_id FETCH FIRST %d ROWS ONLY""".formatted(PAGE),
                    (row, number) -> {
                        targetIds.add(row.getString(2));
                        Member member = MemberJson.member(row.getString(4), row.getString(5), null, "{}");
                        return new Known(row.getObject(1, UUID.class), row.getString(3), true, member);
                    },
                    after,
                    StoredRecord.UNOWNED,
                    start);
            for (int i = 0; i < page.size(); i++) {
                after = page.get(i).memberId();
                if (!seen.contains(targetIds.get(i))) {
                    consumer.accept(page.get(i)
                            .finding(
                                    targetIds.get(i),
                                    Kind.MISSING,
                                    page.get(i).member().fields(),
                                    Map.of()));
                }
            }
        } while (page.size() == PAGE);
    }
}
