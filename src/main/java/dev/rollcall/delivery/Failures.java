package dev.rollcall.delivery;

import dev.rollcall.delivery.DeliveryOutcome.Refused;
import dev.rollcall.delivery.DeliveryOutcome.Trouble;
import dev.rollcall.delivery.DeliveryOutcome.TryAgain;
import dev.rollcall.failure.Causes;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.jspecify.annotations.Nullable;

/** Reads a delivery route's exception: did the target say no for good, or may it work later? */
final class Failures {
    private static final int LONGEST_REASON = 200;

    /** H2's state for a schema that is not there. */
    private static final String NO_SCHEMA = "90079";

    private Failures() {}

    /**
     * SQL states of class 23 (constraint) and 22 (data) are refusals. A database or server that cannot be reached, or does
     * not know the tables of a statement, serves nobody. What broke off is in doubt. Everything else is the change's own.
     */
    static DeliveryOutcome outcomeOf(Throwable failure) {
        TargetTrouble trouble = Causes.first(failure, TargetTrouble.class);
        if (trouble != null) {
            return new TryAgain(trouble.why(), trouble.getMessage(), trouble.notBefore());
        }
        SQLException sql = sqlCause(failure);
        String state = sql == null || sql.getSQLState() == null ? "" : sql.getSQLState();
        if (state.equals("23505")) {
            return new Refused("a value that must be unique is taken there" + constraint(sql), true);
        }
        if (state.startsWith("23")) {
            return new Refused("it breaks a rule of the database" + constraint(sql), false);
        }
        if (state.startsWith("22")) {
            return new Refused("a value does not fit its column (SQL state " + state + ")", false);
        }
        if (Causes.has(failure, DirectConsumerNotAvailableException.class)) {
            return new TryAgain(Trouble.DOWN, "no route begins where delivery.route says", null);
        }
        Trouble why = sql != null ? ofState(state, failure) : WireFailures.troubleOf(failure);
        Duration notBefore = sql != null ? null : WireFailures.retryAfter(failure);
        String reason = (why == Trouble.DOWN && sql != null
                        ? words(state)
                        : failure.getClass().getSimpleName())
                + (state.isEmpty() ? "" : " (SQL state " + state + ")");
        return new TryAgain(why, sql != null ? reason : WireFailures.reason(failure, reason), notBefore);
    }

    /** Classes 08 (connection), 28 (password), 3F (no such schema), 42 (no such table), 53 (resources), 57P (shut down), and the pool's time-out. */
    private static Trouble ofState(String state, Throwable failure) {
        boolean down = List.of("08", "28", "3F", "42", "53", "57P").stream().anyMatch(state::startsWith)
                || List.of(NO_SCHEMA, "90067", "90098", "90121").contains(state)
                || Causes.has(failure, SQLTransientConnectionException.class);
        return down ? Trouble.DOWN : Trouble.OWN;
    }

    private static String words(String state) {
        if (state.startsWith("28")) {
            return "the database does not let the user in";
        }
        if (state.startsWith("42") || state.startsWith("3F") || state.equals(NO_SCHEMA)) {
            return "the database lacks a table, column or schema of the statement, or does not give it to the user";
        }
        return state.startsWith("53") || state.startsWith("57P")
                ? "the database takes no work now"
                : "the database cannot be reached";
    }

    /** What failed as trouble, for reads of the target: nothing is refused there. */
    static TargetTrouble asTrouble(Throwable failure) {
        TargetTrouble trouble = Causes.first(failure, TargetTrouble.class);
        return trouble != null
                ? trouble
                : new TargetTrouble(
                        DeliveryOutcome.Trouble.OWN, failure.getClass().getSimpleName(), null);
    }

    /** The constraint's name out of the message: the message itself may carry the row's values. */
    private static String constraint(@Nullable SQLException sql) {
        String message = sql == null || sql.getMessage() == null ? "" : sql.getMessage();
        int named = message.indexOf("constraint \"");
        int start = named < 0 ? message.indexOf('"') : named + "constraint ".length();
        int end = start < 0 ? -1 : indexOfAny(message, start + 1);
        if (start < 0 || end <= start || end - start > LONGEST_REASON) {
            return "";
        }
        String name = message.substring(start + 1, end).trim().toLowerCase(Locale.ROOT);
        return name.isEmpty() ? "" : " (" + name + ")";
    }

    private static int indexOfAny(String message, int from) {
        for (int i = from; i < message.length(); i++) {
            if (" \"(:".indexOf(message.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private static @Nullable SQLException sqlCause(Throwable failure) {
        SQLException sql = Causes.first(failure, SQLException.class);
        return sql instanceof BatchUpdateException batch && batch.getNextException() != null
                ? batch.getNextException()
                : sql;
    }
}
