package dev.rollcall.stub;

import java.util.function.Predicate;

/** A fault that a stub plays for some of its calls. */
public final class Fault {
    /** What goes wrong. */
    public enum Kind {
        /** Does the call, and answers late: after {@code value} milliseconds. */
        SLOW,
        /** Answers 429; {@code value} is the Retry-After header, empty for none. Does nothing. */
        TOO_MANY,
        /** Does the call and answers 502 with HTML, as the real gateway does. */
        COMMIT_502,
        /** Answers {@code value} (a status) with HTML. Does nothing. */
        STATUS,
        /** Does the call and cuts the connection in the middle of the answer. */
        RESET,
        /** Cuts the connection before anything is done or answered. */
        CUT,
        /** Does the call and answers 200 with a body that never ends, as fast as it goes. */
        ENDLESS,
        /** The same, with a byte now and then. */
        DRIP,
        /** Does the call and answers 200 with something that is no JSON. */
        GARBAGE,
        /** Does nothing and answers 200 with an error inside: {@code value}. */
        OK_WITH_ERROR,
        /** Answers {@code value} (401 or 403) as for a token that is not valid any more. */
        TOKEN_REFUSED
    }

    final Kind kind;
    final String value;
    private final Predicate<Call> where;
    private int left;

    private Fault(Kind kind, String value, Predicate<Call> where, int left) {
        this.kind = kind;
        this.value = value;
        this.where = where;
        this.left = left;
    }

    /** Strikes the next {@code count} calls that {@code where} picks. */
    public static Fault next(Kind kind, String value, int count, Predicate<Call> where) {
        return new Fault(kind, value, where, count);
    }

    synchronized boolean strikes(Call call) {
        if (left == 0 || !where.test(call)) {
            return false;
        }
        left--;
        return true;
    }
}
