package dev.rollcall.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.rollcall.member.Member;
import dev.rollcall.settings.RollcallSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts what is stored into a person's words; templates call it {@code words}. */
@Component("words")
final class Words {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final Pattern NAME_END = Pattern.compile("(?<=[:.\\[])");
    private static final ObjectWriter PRETTY = new ObjectMapper().writerWithDefaultPrettyPrinter();

    /** The label of a member field or of {@code custom.<Name>}. */
    public String field(String name) {
        return Member.label(name);
    }

    /** The names that a path or a URN is made of, each with what divides it from the next. */
    public List<String> names(String path) {
        return List.of(NAME_END.split(path, -1));
    }

    /** A time as {@code 3 min ago} or {@code in 7 h}, or a date where it is more than a day away. */
    public String ago(@Nullable Instant at) {
        if (at == null) {
            return "never";
        }
        Duration passed = Duration.between(at, Instant.now());
        if (passed.isNegative()) {
            return in(passed.negated(), at);
        }
        if (passed.toSeconds() < 60) {
            return "just now";
        }
        if (passed.toMinutes() < 60) {
            return passed.toMinutes() + " min ago";
        }
        return passed.toHours() < 24 ? passed.toHours() + " h ago" : time(at);
    }

    private static String in(Duration ahead, Instant at) {
        if (ahead.toSeconds() < 60) {
            return "in " + (ahead.toSeconds() + 1) + " s";
        }
        if (ahead.toMinutes() < 60) {
            return "in " + ahead.toMinutes() + " min";
        }
        return ahead.toHours() < 24 ? "in " + ahead.toHours() + " h" : MINUTE.format(at) + " UTC";
    }

    /** A time to the minute. */
    public String time(@Nullable Instant at) {
        return at == null ? "" : MINUTE.format(at) + " UTC";
    }

    /** A number with separators. */
    public String number(long number) {
        return String.format(Locale.ENGLISH, "%,d", number);
    }

    /** {@code 1 member}, {@code 2 members}. */
    public String count(long number, String one, String more) {
        return number(number) + " " + (number == 1 ? one : more);
    }

    /** JSON over several lines. */
    public String pretty(JsonNode json) {
        try {
            return PRETTY.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            return json.toString();
        }
    }

    /** A JSON value as text; empty for none. */
    public String text(@Nullable JsonNode value) {
        return value == null || value.isNull() || value.isMissingNode() ? "" : value.asText();
    }

    /** The kind of a source. */
    public String kind(String kind) {
        return switch (kind) {
            case "scim" -> "SCIM";
            case "ldap" -> "LDAP";
            case "google" -> "Google Workspace";
            case "route" -> "Route of your own";
            default -> kind;
        };
    }

    /** What becomes of a user whose role does not exist. */
    public String policy(RollcallSettings.UnknownRole unknown) {
        return switch (unknown.policy()) {
            case "administrator" -> "becomes Administrator";
            case "staff-user" -> "becomes Staff User";
            case "role" -> "becomes " + unknown.role();
            case "do-not-provision" -> "is not provisioned";
            case "hold" -> "waits for a person";
            default -> unknown.policy();
        };
    }

    /** What a run does. */
    public String mode(String mode) {
        return switch (mode) {
            case "full" -> "Full read";
            case "incremental" -> "Read of changes";
            case "remap" -> "Remap";
            case "verify" -> "Comparison with the asset system";
            default -> mode;
        };
    }

    /** The state of a run. */
    public String runState(String state) {
        return state.equals("stopped") ? "waits for a person" : state;
    }

    /** What a run is at. */
    public String phase(String phase) {
        return switch (phase) {
            case "reading" -> "Reading";
            case "comparing" -> "Comparing";
            case "acting" -> "Carrying out";
            default -> phase;
        };
    }

    /** A length of time. */
    public String seconds(double seconds) {
        long whole = Math.round(seconds);
        return seconds < 10
                ? String.format(Locale.ENGLISH, "%.1f s", seconds)
                : whole < 120 ? whole + " s" : whole / 60 + " min " + whole % 60 + " s";
    }

    /** Where a value came from. */
    public String origin(String origin) {
        return switch (origin) {
            case "source" -> "from the source";
            case "default" -> "default";
            case "fallback" -> "fallback";
            case "derived" -> "worked out";
            case "manual" -> "by hand";
            default -> origin;
        };
    }

    /** A Bootstrap colour for a state. */
    public String tone(String state) {
        return switch (state) {
            case "active", "delivered", "mapped", "recorded", "resolved", "done", "create", "reactivate" -> "success";
            case "waiting", "stopped", "running", "deactivate", "held", "fallback", "default", "derived" -> "warning";
            case "dead", "failed", "rejected", "open" -> "danger";
            default -> "secondary";
        };
    }
}
