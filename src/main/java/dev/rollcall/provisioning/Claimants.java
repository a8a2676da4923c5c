package dev.rollcall.provisioning;

import dev.rollcall.source.StoredRecord;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Finds who has a user's names already: in the source, in other sources, in the asset system. One query, by indexes. */
@Component
final class Claimants {
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
    }

    /** All claimants, and whether an earlier rejection of the same user is known. */
    record Found(List<Claimant> claimants, boolean rejectionKnown) {}

    private final JdbcTemplate jdbc;

    Claimants(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    Found of(String sourceId, String userName, @Nullable String email, @Nullable String employeeId) {
        String name = userName.toLowerCase(Locale.ROOT);
        String mail = email == null ? null : email.toLowerCase(Locale.ROOT);
        List<@Nullable Claimant> rows = jdbc.query(
                """
                SELECT 0 AS what, r.id AS r_id, r.member_id AS m_id, r.source_id AS owner, r.adoptable AS adoptable
                FROM source_record r WHERE r.source_id = ? AND r.user_name = ?
                UNION ALL SELECT 1, r.id, r.member_id, r.source_id, r.adoptable
                FROM source_record r WHERE r.source_id = ? AND r.email = ?
                UNION ALL SELECT 2, r.id, m.id, m.source_id, r.adoptable
                FROM member m LEFT JOIN source_record r ON r.member_id = m.id WHERE m.user_name = ?
                UNION ALL SELECT 3, r.id, m.id, m.source_id, r.adoptable
                FROM member m LEFT JOIN source_record r ON r.member_id = m.id WHERE m.email = ?
                UNION ALL SELECT 4, r.id, m.id, m.source_id, r.adoptable
                FROM member m LEFT JOIN source_record r ON r.member_id = m.id WHERE m.employee_id = ?
                UNION ALL SELECT 5, x.id, x.id, x.source_id, TRUE
                FROM rejection x WHERE x.source_id = ? AND x.user_name = ?""",
                (row, number) -> {
                    int what = row.getInt(1);
                    if (what == 5) {
                        return null;
                    }
                    UUID recordId = row.getObject(2, UUID.class);
                    return new Claimant(
                            what < 2,
                            what == 4 ? Name.EMPLOYEE_ID : what % 2 == 0 ? Name.USER_NAME : Name.EMAIL,
                            recordId,
                            row.getObject(3, UUID.class),
                            row.getString(4),
                            recordId == null || row.getBoolean(5));
                },
                sourceId,
                name,
                sourceId,
                mail,
                name,
                mail,
                employeeId,
                sourceId,
                name);
        List<Claimant> claimants = rows.stream()
                .filter(row -> row != null)
                .map(row -> (Claimant) row)
                .toList();
        return new Found(claimants, claimants.size() < rows.size());
    }
}
