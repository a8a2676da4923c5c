package dev.rollcall.provisioning;

import dev.rollcall.provisioning.Claimants.Claimant;
import dev.rollcall.provisioning.Claimants.Found;
import dev.rollcall.provisioning.Claimants.Name;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a batch's steps will ask, read ahead: a few queries for a whole batch. What was not foreseen is asked live, such as
 * the e-mail that an unusual mapping gives.
 */
final class FetchedState implements StoredState {
    private final StoredState live;
    final Map<UUID, Stored> records = new HashMap<>();
    final Map<String, UUID> vanished = new HashMap<>();
    final Set<String> rejected = new HashSet<>();
    final Asked userNames = new Asked();
    final Asked emails = new Asked();
    final Asked employeeIds = new Asked();

    /** Values of one name that were asked for, and who has them: of the source, and among members. */
    static final class Asked {
        final Set<String> values = new HashSet<>();
        final Map<String, List<Claimant>> inSource = new HashMap<>();
        final Map<String, List<Claimant>> members = new HashMap<>();

        private boolean covers(@Nullable String value) {
            return value == null || value.isEmpty() || values.contains(value);
        }

        private static void add(Map<String, List<Claimant>> map, @Nullable String value, List<Claimant> to) {
            if (value != null) {
                to.addAll(map.getOrDefault(value, List.of()));
            }
        }
    }

    FetchedState(StoredState live) {
        this.live = live;
    }

    static void found(Map<String, List<Claimant>> map, String value, Claimant claimant) {
        map.computeIfAbsent(value, none -> new ArrayList<>(2)).add(claimant);
    }

    @Override
    public Found claimants(String sourceId, String userName, @Nullable String email, @Nullable String employeeId) {
        String name = userName.toLowerCase(Locale.ROOT);
        String mail = email == null ? null : email.toLowerCase(Locale.ROOT);
        if (!userNames.covers(name) || !emails.covers(mail) || !employeeIds.covers(employeeId)) {
            return live.claimants(sourceId, userName, email, employeeId);
        }
        List<Claimant> claimants = new ArrayList<>();
        Asked.add(userNames.inSource, name, claimants);
        Asked.add(emails.inSource, mail, claimants);
        Asked.add(userNames.members, name, claimants);
        Asked.add(emails.members, mail, claimants);
        Asked.add(employeeIds.members, employeeId, claimants);
        return new Found(claimants, rejected.contains(name));
    }

    @Override
    public @Nullable Stored byRecord(String sourceId, UUID recordId, boolean orUnowned) {
        return records.get(recordId);
    }

    @Override
    public @Nullable Stored byMember(UUID memberId) {
        return live.byMember(memberId);
    }

    @Override
    public @Nullable UUID vanished(String sourceId, String sourceKey) {
        return vanished.get(sourceKey);
    }

    /** The name by which a claimant is found among members. */
    static Claimant member(
            Name by, @Nullable UUID recordId, UUID memberId, @Nullable String sourceId, boolean adoptable) {
        return new Claimant(false, by, recordId, memberId, String.valueOf(sourceId), recordId == null || adoptable);
    }
}
