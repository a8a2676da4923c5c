package dev.rollcall.mapping;

import dev.rollcall.member.Member;
import dev.rollcall.member.Origin;
import dev.rollcall.member.Problem;
import dev.rollcall.member.ReasonCode;
import dev.rollcall.settings.RollcallSettings.Roles;
import dev.rollcall.settings.RollcallSettings.UnknownRole;
import dev.rollcall.settings.Source;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides a user's role from what the source sent, the catalogue, the policies and the role the member has. */
final class RoleResolver {
    private final RoleCatalogue catalogue;
    private final FaultSentences sentences;
    private final boolean customRoles;
    private final String missing;
    private final @Nullable String fallback;
    private final ReasonCode withoutFallback;

    /** What the settings name is in their catalogue: they are taken as they cohere. */
    RoleResolver(Roles roles, Source source, FaultSentences sentences) {
        this.catalogue = new RoleCatalogue(roles);
        this.sentences = sentences;
        this.customRoles = roles.customRoles();
        String own = source.missingRole();
        this.missing = own == null || own.isBlank() ? roles.missing() : own;
        UnknownRole unknown = source.unknownRole(roles);
        this.fallback = unknown.given();
        this.withoutFallback = unknown.policy().equals("hold") ? ReasonCode.ROLE_HELD : ReasonCode.ROLE_UNKNOWN;
    }

    /**
     * Checks a role that a mapping gives by default.
     *
     * @throws SettingsProblem where it is not in the catalogue
     */
    void check(String key, String role) {
        catalogue.need(key, role);
    }

    /**
     * Decides the role.
     *
     * @param reading what the document says at the role's paths
     * @param member the member as it is, or {@code null} for a new one; one that waits is new to the asset system still
     */
    RoleDecision resolve(FieldMapping.Reading reading, @Nullable Member member) {
        Member previous = member == null || member.waits() ? null : member;
        String prior = previous == null ? null : previous.role();
        if (previous != null && prior != null && !customRoles) {
            return new RoleDecision.Granted(prior, priorOrigin(previous), previous.requestedRole(), null);
        }
        List<String> sent = customRoles ? SentRoles.read(reading.values()) : List.of();
        boolean silent = sent.isEmpty() || reading.isFilledIn();
        if (previous != null && prior != null && silent && byHand(previous)) {
            return new RoleDecision.Granted(prior, priorOrigin(previous), null, null);
        }
        RoleDecision decision = decide(sent, reading);
        boolean same = decision instanceof RoleDecision.Granted granted
                && granted.role().equals(prior);
        if (previous != null && prior != null && !same && catalogue.isProtected(prior)) {
            String requested = sent.isEmpty() ? null : requested(sent);
            return new RoleDecision.Granted(prior, priorOrigin(previous), requested, sentences.roleProtected(prior));
        }
        return decision;
    }

    private RoleDecision decide(List<String> sent, FieldMapping.Reading reading) {
        if (sent.isEmpty()) {
            return whenMissing(null);
        }
        List<String> known = new ArrayList<>(1);
        for (String name : sent) {
            String role = catalogue.find(name);
            if (role != null) {
                known.add(role);
            }
        }
        if (!known.isEmpty()) {
            return new RoleDecision.Granted(catalogue.strongest(known), reading.origin(), null, null);
        }
        String requested = requested(sent);
        if (fallback != null) {
            return new RoleDecision.Granted(
                    fallback, new Origin(Origin.Kind.FALLBACK, reading.attribute()), requested, null);
        }
        String sentence = withoutFallback == ReasonCode.ROLE_HELD
                ? sentences.roleHeld(requested, reading.attribute(), catalogue.names())
                : sentences.roleUnknown(requested, reading.attribute(), catalogue.names());
        return new RoleDecision.Withheld(requested, problem(withoutFallback, reading.attribute(), sentence));
    }

    /** For the record: somebody may be in hundreds of groups that are no roles. */
    private static String requested(List<String> sent) {
        return Quote.shortened(String.join(", ", sent), MemberFields.LONGEST);
    }

    /** The role for users that send none; {@code requested} is kept for the record. */
    RoleDecision.Granted whenMissing(@Nullable String requested) {
        return new RoleDecision.Granted(missing, Origin.of(Origin.Kind.DEFAULT), requested, null);
    }

    private static Problem problem(ReasonCode code, @Nullable String attribute, String sentence) {
        return new Problem(code, "role", attribute, sentence);
    }

    private static Origin priorOrigin(Member previous) {
        Origin origin = previous.origins().get("role");
        return origin == null ? Origin.of(Origin.Kind.MANUAL) : origin;
    }

    /** A person's decision is not undone by a source's silence. */
    private static boolean byHand(Member previous) {
        return priorOrigin(previous).kind() == Origin.Kind.MANUAL;
    }
}
