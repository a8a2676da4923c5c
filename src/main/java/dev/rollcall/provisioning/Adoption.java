package dev.rollcall.provisioning;

import dev.rollcall.delivery.TargetMembers;
import dev.rollcall.member.Member;
import dev.rollcall.member.Origin;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import dev.rollcall.source.StoredRecord;
import java.time.Clock;
import java.time.Instant;
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
import org.springframework.stereotype.Component;

/**
 * Keeps the members of the asset system that no source owns as records of the source {@link StoredRecord#UNOWNED}, so that
 * sources which adopt can find them like their own. They are read page by page through the target's own route.
 */
@Component("adoption")
public class Adoption {
    private static final Logger LOG = LoggerFactory.getLogger(Adoption.class);

    private static final UUID START = new UUID(0, 0);

    private final Settings settings;
    private final UnownedMembers unowned;
    private final TargetMembers target;
    private final Clock clock;
    private Instant rested = Instant.EPOCH;
    private Set<String> missing = Set.of();

    Adoption(Settings settings, UnownedMembers unowned, TargetMembers target, Clock clock) {
        this.settings = settings;
        this.unowned = unowned;
        this.target = target;
        this.clock = clock;
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
        Map<String, UnownedMembers.Known> known = unowned.known(
                page.stream().map(row -> String.valueOf(row.get("id"))).toList());
        for (Map<String, @Nullable Object> row : page) {
            String targetId = String.valueOf(row.get("id"));
            seen.add(targetId);
            store(targetId, row, known.get(targetId));
        }
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

    private void store(String targetId, Map<String, @Nullable Object> row, UnownedMembers.@Nullable Known known) {
        Member before = known == null ? null : known.member();
        Member member = member(row, customFields(row, before == null ? Map.of() : before.customFields()));
        if (member.field("user_name") == null && member.field("email") == null) {
            LOG.debug("member {} of the asset system has no name by which a source could find it", targetId);
            return;
        }
        try {
            if (known != null && before != null) {
                boolean same = before.fields().equals(member.fields())
                        && before.customFields().equals(member.customFields());
                if (known.sourceId().equals(StoredRecord.UNOWNED) && !same) {
                    unowned.update(known.memberId(), member);
                }
            } else if (unowned.isOnItsWay(member)) {
                LOG.debug("member {} of the asset system is one that is being delivered", targetId);
            } else {
                unowned.insert(targetId, member);
            }
        } catch (DuplicateKeyException e) {
            // Two members of the asset system with one user name: neither can be told apart by a source.
            LOG.debug(
                    "member {} of the asset system shares its user name with another and is not offered for adoption",
                    targetId);
        }
    }

    /**
     * Forgets unowned members that a complete read did not show; over HTTP two reads in a row, since a list that changes
     * while it is read by page numbers can leave one out.
     */
    private void forgetVanished(HashedNames seen) {
        Set<String> before = missing;
        Set<String> gone = new HashSet<>();
        UUID after = START;
        for (List<UnownedMembers.Unowned> page = unowned.after(after); !page.isEmpty(); page = unowned.after(after)) {
            for (UnownedMembers.Unowned member : page) {
                if (!seen.contains(member.targetId())) {
                    gone.add(member.targetId());
                    if (target.restBetweenReads().isZero() || before.contains(member.targetId())) {
                        unowned.forget(member.memberId());
                    }
                }
            }
            after = page.get(page.size() - 1).memberId();
        }
        missing = gone;
    }
}
