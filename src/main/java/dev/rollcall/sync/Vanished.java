package dev.rollcall.sync;

import dev.rollcall.source.SeenKeys;
import dev.rollcall.source.UserKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Finds the stored users that a complete read did not show. One of them whose user name or e-mail a new user has was made
 * anew in the directory: it goes on under its new key.
 */
@Component
class Vanished {
    private static final int PAGE = 2000;
    private static final int BATCH = 500;
    private static final UUID START = new UUID(0, 0);

    private final KnownUsers users;
    private final ChangeTable changes;

    Vanished(KnownUsers users, ChangeTable changes) {
        this.users = users;
        this.changes = changes;
    }

    /**
     * Stages who vanished.
     *
     * @param read a complete read of all users or all keys
     * @param seq the last number used
     * @param add puts a page of vanished users on the plan
     * @return how many were staged
     */
    long stage(Reading read, NeverTouched neverTouched, long seq, Consumer<List<PlannedChange>> add) {
        String sourceId = read.sourceId();
        long next = seq;
        UUID after = START;
        for (List<KnownUsers.Stored> page = users.page(sourceId, after, PAGE);
                !page.isEmpty();
                page = users.page(sourceId, after, PAGE)) {
            List<PlannedChange> vanished = new ArrayList<>();
            for (KnownUsers.Stored user : page) {
                boolean seen = user.key() != null && read.saw(user.key());
                if (!seen && !neverTouched.has(user.userName(), user.email())) {
                    vanished.add(new PlannedChange(
                            PlannedChange.VANISHED,
                            ++next,
                            sourceId,
                            user.key(),
                            user.recordId(),
                            null,
                            user.userName()));
                }
            }
            add.accept(vanished);
            after = page.get(page.size() - 1).recordId();
        }
        return next - seq;
    }

    /**
     * Finds those of the staged ones that were made anew.
     *
     * @return how many these are, who have not vanished then
     */
    long renewed(UUID run, String sourceId) {
        SeenKeys gone = new SeenKeys();
        changes.each(
                run,
                ChangeTable.PLANNED,
                PlannedChange.VANISHED,
                BATCH,
                batch -> batch.stream()
                        .map(PlannedChange::recordId)
                        .filter(Objects::nonNull)
                        .forEach(gone::add));
        return gone.size() == 0 ? 0 : renewed(run, sourceId, gone);
    }

    /** Turns new users that are vanished ones into changes of these. */
    private long renewed(UUID run, String sourceId, SeenKeys gone) {
        SeenKeys renewed = new SeenKeys();
        changes.each(run, ChangeTable.PLANNED, PlannedChange.NEW, BATCH, batch -> {
            Map<String, UUID> records = users.byNames(sourceId, userNames(batch), emails(batch));
            List<PlannedChange> stored = new ArrayList<>();
            List<UUID> recordIds = new ArrayList<>();
            for (PlannedChange change : batch) {
                UUID record = record(change, records);
                if (record != null && gone.contains(record) && renewed.add(record)) {
                    stored.add(change);
                    recordIds.add(record);
                }
            }
            changes.isStored(run, stored, recordIds);
        });
        if (renewed.size() > 0) {
            forget(run, renewed);
        }
        return renewed.size();
    }

    private void forget(UUID run, SeenKeys renewed) {
        changes.each(run, ChangeTable.PLANNED, PlannedChange.VANISHED, BATCH, batch -> {
            changes.remove(
                    run,
                    batch.stream()
                            .filter(change -> change.recordId() != null && renewed.contains(change.recordId()))
                            .toList());
        });
    }

    private static @Nullable UUID record(PlannedChange change, Map<String, UUID> records) {
        UserKeys keys = keys(change);
        UUID byName = records.get("user " + lower(keys.userName()));
        return byName != null || keys.email() == null ? byName : records.get("email " + lower(keys.email()));
    }

    private static List<String> userNames(List<PlannedChange> batch) {
        return batch.stream().map(change -> lower(keys(change).userName())).toList();
    }

    private static List<String> emails(List<PlannedChange> batch) {
        List<String> emails = new ArrayList<>();
        for (PlannedChange change : batch) {
            String email = keys(change).email();
            if (email != null) {
                emails.add(lower(email));
            }
        }
        return emails;
    }

    private static UserKeys keys(PlannedChange change) {
        if (change.user() == null) {
            throw new IllegalStateException("a new user was read");
        }
        return change.user().keys();
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
