package dev.rollcall.provisioning;

import dev.rollcall.source.StoredRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Finds who has a user's names already: in the source, in other sources, in the asset system. By indexes alone. */
@Component
final class Claimants {
    /**
     * All names at once. PostgreSQL keeps the plan of a statement unless one for the values at hand seems cheaper, and what
     * it knows of a table that grows is old. So that both cost the same, and that no plan goes along a whole table: a name
     * is never NULL, nothing is joined, and records are found by their names alone, not by the source.
     */
    private static final String BY_NAMES = """
            SELECT 'record' AS found, 'USER_NAME' AS name, r.id, r.member_id, r.source_id, r.adoptable
            FROM source_record r WHERE r.user_name = ?
            UNION ALL SELECT 'record', 'EMAIL', r.id, r.member_id, r.source_id, r.adoptable
            FROM source_record r WHERE r.email = ?
            UNION ALL SELECT 'member', 'USER_NAME', NULL, m.id, m.source_id, TRUE FROM member m WHERE m.user_name = ?
            UNION ALL SELECT 'member', 'EMAIL', NULL, m.id, m.source_id, TRUE FROM member m WHERE m.email = ?
            UNION ALL SELECT 'member', 'EMPLOYEE_ID', NULL, m.id, m.source_id, TRUE FROM member m WHERE m.employee_id = ?
            UNION ALL SELECT 'rejection', 'USER_NAME', NULL, x.id, x.source_id, TRUE
            FROM rejection x WHERE x.source_id = ? AND x.user_name = ?""";

    /** What nobody is called. */
    private static final String NOBODYS = "";

    /** By which of its names a row was found. */
    enum Name {
        USER_NAME,
        EMAIL,
        EMPLOYEE_ID
    }

    /**
     * Somebody who has one of the names.
     *
     * @param inSource whether it is a record of the asking source; else a member, with or without a record
     * @param recordId the record; {@code null} for a member whose record was deleted
     * @param sourceId who owns it
     */
    record Claimant(
            boolean inSource, Name by, @Nullable UUID recordId, UUID memberId, String sourceId, boolean adoptable) {
        boolean unowned() {
            return recordId == null || sourceId.equals(StoredRecord.UNOWNED);
        }

        private Claimant with(UUID record, boolean isAdoptable) {
            return new Claimant(inSource, by, record, memberId, sourceId, isAdoptable);
        }
    }

    /** All claimants, and whether an earlier rejection of the same user is known. */
    record Found(List<Claimant> claimants, boolean rejectionKnown) {}

    private final JdbcTemplate jdbc;

    Claimants(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    Found of(String sourceId, String userName, @Nullable String email, @Nullable String employeeId) {
        List<Claimant> claimants = new ArrayList<>();
        List<Claimant> members = new ArrayList<>();
        AtomicBoolean rejectionKnown = new AtomicBoolean();
        String name = userName.toLowerCase(Locale.ROOT);
        String mail = email == null ? NOBODYS : email.toLowerCase(Locale.ROOT);
        jdbc.query(
                BY_NAMES,
                row -> {
                    String found = row.getString(1);
                    if (found.equals("rejection")) {
                        rejectionKnown.set(true);
                    } else if (found.equals("member")) {
                        members.add(claimant(row, false));
                    } else if (row.getString(5).equals(sourceId)) {
                        claimants.add(claimant(row, true));
                    }
                },
                name,
                mail,
                name,
                mail,
                employeeId == null ? NOBODYS : employeeId,
                sourceId,
                name);
        claimants.addAll(withRecords(members));
        return new Found(claimants, rejectionKnown.get());
    }

    private static Claimant claimant(ResultSet row, boolean inSource) throws SQLException {
        return new Claimant(
                inSource,
                Name.valueOf(row.getString(2)),
                row.getObject(3, UUID.class),
                row.getObject(4, UUID.class),
                row.getString(5),
                row.getBoolean(6));
    }

    /** Most names are nobody's, so that this asks for nothing. */
    private List<Claimant> withRecords(List<Claimant> members) {
        record Record(UUID id, boolean adoptable) {}
        Map<UUID, Record> records = new HashMap<>();
        SqlArrays.ofIds(
                jdbc,
                "SELECT r.member_id, r.id, r.adoptable"
                        + " FROM unnest(?) AS asked(it) JOIN source_record r ON r.member_id = asked.it",
                members.stream().map(Claimant::memberId).distinct().toList(),
                row -> records.put(
                        row.getObject(1, UUID.class), new Record(row.getObject(2, UUID.class), row.getBoolean(3))));
        return members.stream()
                .map(member -> {
                    Record record = records.get(member.memberId());
                    return record == null ? member : member.with(record.id(), record.adoptable());
                })
                .toList();
    }
}
