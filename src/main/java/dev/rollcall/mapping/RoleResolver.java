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
    private static final String DEFAULT_ROLE = "Staff User";

    private final RoleCatalogue catalogue;
    private final FaultSentences sentences;
    private final boolean customRoles;
    private final @Nullable String missing;
    private final @Nullable String fallback;
    private final ReasonCode withoutFallback;

    /** @throws SettingsProblem for a policy that does not exist or names a role outside the catalogue */
    RoleResolver(Roles roles, String sourceId, Source source, FaultSentences sentences) {
        this.catalogue = new RoleCatalogue(roles);
        this.sentences = sentences;
        this.customRoles = roles.customRoles();
        this.missing = missing(roles, sourceId, source);
        UnknownRole own = source.unknownRole();
        String key = own == null ? "roles.unknown" : "sources." + sourceId + ".unknown-role";
        UnknownRole unknown = own == null ? roles.unknown() : own;
        String policy = unknown.policy() == null ? "role" : unknown.policy().trim();
        this.fallback = switch (policy) {
            case "administrator" -> catalogue.need(key + ".policy", "Administrator");
            case "staff-user" -> catalogue.need(key + ".policy", DEFAULT_ROLE);
            case "role" -> chosen(key + ".role", unknown.role());
            case "do-not-provision", "hold" -> null;
            default ->
                throw new SettingsProblem(
                        key + ".policy",
                        "'" + policy + "' is not a policy. Use one of: " + String.join(", ", UnknownRole.POLICIES)
                                + ".");
        };
        this.withoutFallback = policy.equals("hold") ? ReasonCode.ROLE_HELD : ReasonCode.ROLE_UNKNOWN;
    }

    /** {@code Staff User} is what the settings fall back to, so its absence from the catalogue is nobody's mistake. */
    private @Nullable String missing(Roles roles, String sourceId, Source source) {
        String own = source.missingRole();
        if (own != null && !own.isBlank()) {
            return catalogue.need("sources." + sourceId + ".missing-role", own);
        }
        String name = roles.missing();
        return name.equals(DEFAULT_ROLE) ? catalogue.find(name) : catalogue.need("roles.missing", name);
    }

    private String chosen(String key, @Nullable String role) {
        if (role == null || role.isBlank()) {
            throw new SettingsProblem(
                    key, "the policy 'role' needs a role. Name one of: " + Quote.list(catalogue.names()) + ".");
        }
        return catalogue.need(key, role);
    }

    /**
     * Checks a role that a mapping gives by default.
     *
     * @throws SettingsProblem where it is not in the catalogue
     */
    void check(String key, String role) {
        catalogue.need(key, role);
    }

    /** What the settings cannot do though they are valid. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (missing == null) {
            warnings.add(
                    "Users without a role are refused, since 'Staff User' is not in roles.catalogue. Choose roles.missing.");
        }
        for (String name : catalogue.unknownPrecedence()) {
            warnings.add("roles.precedence names " + Quote.of(name)
                    + ", which is not in roles.catalogue. It has no effect.");
        }
        return warnings;
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
            return whenMissing(null, reading.attribute());
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
    RoleDecision whenMissing(@Nullable String requested, @Nullable String attribute) {
        return missing == null
                ? new RoleDecision.Withheld(
                        requested,
                        problem(
                                ReasonCode.ROLE_MISSING,
                                attribute,
                                sentences.roleMissing(attribute, catalogue.names())))
                : new RoleDecision.Granted(missing, Origin.of(Origin.Kind.DEFAULT), requested, null);
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
