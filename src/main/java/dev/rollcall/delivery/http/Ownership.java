package dev.rollcall.delivery.http;

import dev.rollcall.delivery.DeliveryOutcome.Trouble;
import dev.rollcall.delivery.RateLimit;
import dev.rollcall.delivery.TargetTrouble;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import dev.rollcall.settings.Source;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Decides whether a member that a look-up found in the target may become the one that is being delivered. Uses the primary
 * keys and {@code delivery_target_id}.
 */
@Component
public class Ownership {
    /** The source id of members that no source owns. */
    private static final String NOBODY = "~";

    private final JdbcTemplate jdbc;
    private final Settings settings;
    private final RateLimit limit;

    Ownership(JdbcTemplate jdbc, Settings settings, RateLimit limit) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.limit = limit;
    }

    /**
     * A member of the target as a look-up shows it.
     *
     * @param role its role's name, or empty where the target shows none
     * @param powerful whether it governs the target itself, such as an administrator: never taken over
     */
    public record Found(String id, boolean active, String email, String userName, String role, boolean powerful) {}

    /**
     * Returns if the member may be taken.
     *
     * @throws Refusal for a member that is somebody else's, is protected, or that nobody allowed to take over
     */
    public void mayTake(Found found, HttpDelivery delivery) {
        UUID memberId = UUID.fromString(delivery.memberId());
        List<UUID> holders =
                jdbc.queryForList("SELECT member_id FROM delivery WHERE target_id = ?", UUID.class, found.id());
        if (!holders.isEmpty() && !holders.contains(memberId)) {
            throw new Refusal(
                    "another user's member has this address there already. Give one of the two users another address.",
                    true);
        }
        RollcallSettings current = settings.current();
        boolean ours = delivery.targetId() != null
                || delivery.mayHaveCreated(found.email())
                || delivery.mayHaveCreated(found.userName())
                || !holders.isEmpty()
                || hadId(memberId, found.id());
        if (!ours && found.powerful()) {
            throw new Refusal(
                    "an administrator there has this address or user name. A person has to decide on it in the asset system.",
                    true);
        }
        if (!ours && isProtected(current, found)) {
            throw new Refusal(
                    "a protected member has this address there. A person has to change it in the asset system.", true);
        }
        if (!ours && found.active() && !adopts(current, memberId)) {
            throw new Refusal(
                    "a member with this address is there already, and no source owns it. Set 'adopt' on the user's source to"
                            + " take such members over, or remove the member there.",
                    true);
        }
    }

    /**
     * Sends a creation. That it is about to be sent is kept first: should its answer get lost, whom the target has under this
     * address is ours, whatever becomes of the member's address meanwhile.
     *
     * @param address the e-mail or user name that the target will know the member by
     * @return the answer; for one that says no, tell {@link #notCreated}
     */
    public Reply create(HttpDelivery delivery, String address, TargetCalls calls, MemberWrite write) {
        triedAs(delivery, address);
        try {
            return calls.call("create", write);
        } catch (TargetTrouble e) {
            if (e.why() != Trouble.UNKNOWN) {
                notCreated(delivery);
            }
            throw e;
        }
    }

    /** The creation did not come about: nobody there is ours who was not before. */
    public void notCreated(HttpDelivery delivery) {
        triedAs(delivery, delivery.triedAs());
    }

    private void triedAs(HttpDelivery delivery, @Nullable String address) {
        jdbc.update(
                "UPDATE delivery SET tried_as = ? WHERE member_id = ?", address, UUID.fromString(delivery.memberId()));
    }

    /**
     * Keeps at once that the target's member is this one, for the case that the rest of the work fails: the next attempt
     * goes by the id. Not where the delivery is no longer this thread's: the id may be of a target that the settings name no
     * more.
     */
    public void made(HttpDelivery delivery, String targetId) {
        limit.checkClaim();
        jdbc.update(
                "UPDATE delivery SET target_id = ? WHERE member_id = ? AND (target_id IS NULL OR target_id = ?)",
                targetId,
                UUID.fromString(delivery.memberId()),
                delivery.targetId() == null ? targetId : delivery.targetId());
    }

    /** The target's id of the member that a manager's SCIM id, user name or e-mail means; {@code null} if it is not known. */
    public @Nullable String targetIdOf(String reference) {
        List<String> ids;
        UUID id = uuid(reference);
        if (id != null) {
            ids = jdbc.queryForList("""
                    SELECT d.target_id FROM source_record r JOIN delivery d ON d.member_id = r.member_id
                    WHERE r.id = ? AND d.target_id IS NOT NULL
                    UNION SELECT target_id FROM delivery WHERE member_id = ? AND target_id IS NOT NULL""", String.class, id, id);
        } else {
            String folded = reference.toLowerCase(Locale.ROOT);
            ids = jdbc.queryForList("""
                    SELECT d.target_id FROM member m JOIN delivery d ON d.member_id = m.id
                    WHERE m.user_name = ? AND d.target_id IS NOT NULL
                    UNION SELECT d.target_id FROM member m JOIN delivery d ON d.member_id = m.id
                    WHERE m.email = ? AND d.target_id IS NOT NULL""", String.class, folded, folded);
        }
        return ids.size() == 1 ? ids.get(0) : null;
    }

    /** The same id under another address of the target: the account has moved, and the member with it. */
    private boolean hadId(UUID memberId, String targetId) {
        return !jdbc.queryForList(
                        "SELECT target_id FROM former_target_id WHERE member_id = ? AND target_id = ?",
                        String.class,
                        memberId,
                        targetId)
                .isEmpty();
    }

    private boolean adopts(RollcallSettings current, UUID memberId) {
        List<String> owners = jdbc.queryForList("SELECT source_id FROM member WHERE id = ?", String.class, memberId);
        Source source = owners.isEmpty() || owners.get(0).equals(NOBODY)
                ? null
                : current.sources().get(owners.get(0));
        return source != null && !source.adopt().equals("none");
    }

    private static boolean isProtected(RollcallSettings current, Found found) {
        boolean byRole = current.roles().catalogue().stream()
                .anyMatch(role -> role.isProtected() && role.name().equalsIgnoreCase(found.role()));
        return byRole
                || current.protectedMembers().stream()
                        .anyMatch(name ->
                                name.equalsIgnoreCase(found.email()) || name.equalsIgnoreCase(found.userName()));
    }

    private static @Nullable UUID uuid(String text) {
        try {
            return text.length() == 36 ? UUID.fromString(text) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
