package dev.rollcall.console.forecast;

import dev.rollcall.console.forecast.Forecast.Difference;
import dev.rollcall.console.forecast.Forecast.Example;
import dev.rollcall.mapping.MappingResult;
import dev.rollcall.member.Member;
import dev.rollcall.member.Problem;
import dev.rollcall.settings.RollcallSettings.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Counts what happens to one user after another, and keeps some as examples. */
final class Tally {
    private static final int MOST_EXAMPLES = 20;
    /** So that a thousand changes do not hide the one rejection. */
    private static final int MOST_OF_A_KIND = 8;

    private final Map<String, Long> fields = new TreeMap<>();
    private final List<Example> examples = new ArrayList<>();
    private final Map<String, Integer> shown = new HashMap<>();
    private long lookedAt;
    private long changed;
    private long rejected;
    private long accepted;
    private long held;
    private long administrators;
    private long pending;

    long lookedAt() {
        return lookedAt;
    }

    /** A user with a member: as it is stored, as today's settings would have it, and as the new ones would. */
    void user(UUID memberId, String source, Member stored, MappingResult today, MappingResult then) {
        lookedAt++;
        String name = name(stored);
        Member now = member(today);
        Member next = member(then);
        if (now != null && !differences(stored, now).isEmpty()) {
            pending++;
        }
        if (now != null && next == null) {
            rejected++;
            keep(new Example(memberId, source, name, "rejected", Map.of(), sentence(then)));
            return;
        }
        if (then instanceof MappingResult.Held waits && !(today instanceof MappingResult.Held)) {
            held++;
            keep(new Example(
                    memberId, source, name, "held", Map.of(), waits.why().sentence()));
            return;
        }
        if (next == null) {
            return;
        }
        Map<String, Difference> differences = differences(now == null ? stored : now, next);
        if (now == null) {
            accepted++;
            keep(new Example(memberId, source, name, "accepted", differences, null));
        } else if (!differences.isEmpty()) {
            changed++;
            differences.keySet().forEach(field -> fields.merge(field, 1L, Long::sum));
            keep(new Example(memberId, source, name, "changed", differences, null));
        }
        Difference role = differences.get("role");
        if (role != null && Role.ADMINISTRATOR.equals(role.after())) {
            administrators++;
        }
    }

    /** A user whose rejection is kept: as today's settings judge it, and as the new ones would. */
    void rejection(String source, String userName, MappingResult today, MappingResult then) {
        if (member(today) == null && member(then) != null) {
            accepted++;
            keep(new Example(null, source, userName, "accepted", Map.of(), null));
        }
    }

    private void keep(Example example) {
        int before = shown.merge(example.result(), 1, Integer::sum);
        if (examples.size() < MOST_EXAMPLES && before <= MOST_OF_A_KIND) {
            examples.add(example);
        }
    }

    private static @Nullable Member member(MappingResult result) {
        return result instanceof MappingResult.Mapped mapped
                ? mapped.member()
                : result instanceof MappingResult.Held waits ? waits.member() : null;
    }

    private static @Nullable String sentence(MappingResult result) {
        return result instanceof MappingResult.Rejected rejected
                ? String.join(
                        " ", rejected.problems().stream().map(Problem::sentence).toList())
                : null;
    }

    private static Map<String, Difference> differences(Member before, Member after) {
        Map<String, Difference> found = new TreeMap<>();
        compare("", before.fields(), after.fields(), found);
        compare(Member.CUSTOM, before.customFields(), after.customFields(), found);
        return found;
    }

    private static void compare(
            String prefix, Map<String, String> before, Map<String, String> after, Map<String, Difference> found) {
        after.forEach((field, value) -> {
            if (!value.equals(before.get(field))) {
                found.put(prefix + field, new Difference(before.get(field), value));
            }
        });
        before.forEach((field, value) -> {
            if (!after.containsKey(field)) {
                found.put(prefix + field, new Difference(value, null));
            }
        });
    }

    private static String name(Member member) {
        return Objects.requireNonNullElse(
                member.field("user_name"), Objects.requireNonNullElse(member.field("email"), "?"));
    }

    Forecast forecast(long users, boolean complete, long millis) {
        return new Forecast(
                users,
                lookedAt,
                complete,
                changed,
                rejected,
                accepted,
                held,
                administrators,
                pending,
                fields,
                List.copyOf(examples),
                millis);
    }
}
