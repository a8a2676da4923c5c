package dev.rollcall.console;

import java.sql.SQLException;
import org.springframework.dao.DataIntegrityViolationException;

/** Values that the database refuses as such: PostgreSQL takes no text with the character U+0000. */
final class BadValues {
    static final String SENTENCE =
            "A value has a character that no text can have, such as U+0000, or is too long. Correct it.";

    /** The class of SQL states for "data exception". */
    private static final String DATA = "22";

    private BadValues() {}

    /** Whether the caller's value is to blame, and not the database's state. */
    static boolean isOne(DataIntegrityViolationException failure) {
        return failure.getRootCause() instanceof SQLException cause
                && cause.getSQLState() != null
                && cause.getSQLState().startsWith(DATA);
    }
}
