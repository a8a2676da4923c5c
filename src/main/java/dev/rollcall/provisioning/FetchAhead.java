package dev.rollcall.provisioning;

import dev.rollcall.provisioning.Claimants.Claimant;
import dev.rollcall.provisioning.Claimants.Name;
import dev.rollcall.provisioning.FetchedState.Asked;
import dev.rollcall.source.SourceUser;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Reads the stored state of a whole batch: one query a name, by the indexes that {@link Claimants} uses. */
@Component
final class FetchAhead {
    private final StoredUsers users;
    private final LiveState live;
    private final Normalisation normalisation;
    private final JdbcTemplate jdbc;

    FetchAhead(StoredUsers users, LiveState live, Normalisation normalisation, JdbcTemplate jdbc) {
        this.users = users;
        this.live = live;
        this.normalisation = normalisation;
        this.jdbc = jdbc;
    }

    /** What the steps will ask of these intents of one source. */
    FetchedState of(String sourceId, List<Intent> intents) {
        FetchedState state = new FetchedState(live);
        List<UUID> recordIds = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (Intent intent : intents) {
            if (intent instanceof Intent.Edit edit) {
                recordIds.add(edit.recordId());
            } else if (intent instanceof Intent.Again again) {
                recordIds.add(again.recordId());
            } else if (intent instanceof Intent.Remove remove) {
                recordIds.add(remove.recordId());
            } else if (intent instanceof Intent.Create create
                    && create.user().keys().externalId() != null) {
                keys.add(create.user().keys().externalId());
            }
        }
        state.records.putAll(users.byRecords(sourceId, recordIds));
        for (Intent intent : intents) {
            SourceUser user = newlyNamed(intent, state);
            if (user != null) {
                name(sourceId, user, state);
            }
        }
        fetchNames(sourceId, state);
        SqlArrays.ofTexts(
                jdbc,
                "SELECT v.source_key, v.member_id FROM unnest(?) AS asked(it)"
                        + " JOIN vanished_user v ON v.source_key = asked.it AND v.source_id = ?",
                keys,
                row -> state.vanished.put(row.getString(1), row.getObject(2, UUID.class)),
                sourceId);
        return state;
    }

    /** The user whose names are to be looked up, if they may be somebody else's. */
    private static @Nullable SourceUser newlyNamed(Intent intent, FetchedState state) {
        if (intent instanceof Intent.Create create) {
            return create.user();
        }
        Stored stored = intent instanceof Intent.Edit edit ? state.records.get(edit.recordId()) : null;
        if (stored == null || stored.record() == null) {
            return null;
        }
        SourceUser user = ((Intent.Edit) intent).edit().apply(stored.record());
        return Normalisation.keepsNames(stored, user) ? null : user;
    }

    private void name(String sourceId, SourceUser user, FetchedState state) {
        state.userNames.values.add(user.keys().userName().toLowerCase(Locale.ROOT));
        String email = Normalisation.email(user);
        if (email != null) {
            state.emails.values.add(email.toLowerCase(Locale.ROOT));
        }
        if (normalisation.adoptKey(sourceId).equals("employee_id")) {
            String employeeId = normalisation.employeeId(sourceId, user);
            if (employeeId != null) {
                state.employeeIds.values.add(employeeId);
            }
        }
    }

    private void fetchNames(String sourceId, FetchedState state) {
        inSource(state.userNames, Name.USER_NAME, "user_name", sourceId);
        inSource(state.emails, Name.EMAIL, "email", sourceId);
        members(state.userNames, Name.USER_NAME, "user_name");
        members(state.emails, Name.EMAIL, "email");
        members(state.employeeIds, Name.EMPLOYEE_ID, "employee_id");
        SqlArrays.ofTexts(
                jdbc,
                "SELECT x.user_name FROM unnest(?) AS asked(it)"
                        + " JOIN rejection x ON x.user_name = asked.it AND x.source_id = ?",
                state.userNames.values,
                row -> state.rejected.add(row.getString(1)),
                sourceId);
    }

    /** {@code column} is a word of this class. */
    private void inSource(Asked asked, Name by, String column, String sourceId) {
        SqlArrays.ofTexts(
                jdbc,
                "SELECT asked.it, r.id, r.member_id, r.adoptable FROM unnest(?) AS asked(it) JOIN source_record r ON r."
                        + column + " = asked.it AND r.source_id = ?",
                asked.values,
                row -> FetchedState.found(
                        asked.inSource,
                        row.getString(1),
                        new Claimant(
                                true,
                                by,
                                row.getObject(2, UUID.class),
                                row.getObject(3, UUID.class),
                                sourceId,
                                row.getBoolean(4))),
                sourceId);
    }

    private void members(Asked asked, Name by, String column) {
        SqlArrays.ofTexts(
                jdbc,
                "SELECT asked.it, r.id, m.id, m.source_id, r.adoptable FROM unnest(?) AS asked(it) JOIN member m ON m."
                        + column + " = asked.it LEFT JOIN source_record r ON r.member_id = m.id",
                asked.values,
                row -> FetchedState.found(
                        asked.members,
                        row.getString(1),
                        FetchedState.member(
                                by,
                                row.getObject(2, UUID.class),
                                row.getObject(3, UUID.class),
                                row.getString(4),
                                row.getBoolean(5))));
    }
}
