package dev.rollcall.database;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.failure.Causes;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Rollcall cannot run on the database that it was given; the message says which one, why, and what to do. */
final class DatabaseRefused extends RuntimeException {
    /** H2's code for a file that another process has open. */
    private static final int H2_IN_USE = 90020;

    /** H2's code for a path that begins with neither {@code /} nor {@code ./} nor {@code ~/}. */
    private static final int H2_RELATIVE_PATH = 90011;

    private final String wayOut;

    private DatabaseRefused(String message, String wayOut, @Nullable Throwable cause) {
        super(message, cause);
        this.wayOut = wayOut;
    }

    /** The settings of the connection are such that none can be tried. */
    static DatabaseRefused settings(Throwable failure) {
        return new DatabaseRefused(
                "The settings of the database cannot be used: "
                        + String.valueOf(failure.getMessage()).replaceAll("jdbc:\\S*", "jdbc:…"),
                "Check spring.datasource: url begins with jdbc:postgresql: or jdbc:h2:, and driver-class-name is best left out.",
                failure);
    }

    static DatabaseRefused product(String product) {
        return new DatabaseRefused(
                "Rollcall runs on H2 and PostgreSQL, not on " + product + ".", "Choose one of the two.", null);
    }

    static DatabaseRefused version(int major) {
        return new DatabaseRefused(
                "PostgreSQL " + major + " is too old: it has no MERGE.", "Use PostgreSQL 15 or newer.", null);
    }

    /** A connection that was not made. PostgreSQL's codes are SQLSTATEs, appendix A of its manual. */
    static DatabaseRefused connection(DataSource source, Exception failure) {
        String url = url(source);
        SQLException why = sqlException(failure);
        String state = why == null || why.getSQLState() == null ? "" : why.getSQLState();
        if (why != null && why.getErrorCode() == H2_IN_USE) {
            return new DatabaseRefused(
                    "Another process has the embedded database open: " + url,
                    "Stop it, or give this one a folder of its own: rollcall.data-dir.",
                    failure);
        }
        if (why != null && why.getErrorCode() == H2_RELATIVE_PATH) {
            return new DatabaseRefused(
                    "The folder of the embedded database is not clear: " + url,
                    "Begin rollcall.data-dir with ./ or /.",
                    failure);
        }
        if (state.startsWith("28")) {
            return new DatabaseRefused(
                    "The database does not let this user in: " + url,
                    "Check spring.datasource.username and spring.datasource.password.",
                    failure);
        }
        if (state.equals("3D000")) {
            return new DatabaseRefused(
                    "There is no such database on the server: " + url,
                    "Create it, or correct spring.datasource.url.",
                    failure);
        }
        return new DatabaseRefused(
                "The database cannot be reached: " + url + "\n" + (why == null ? failure : why).getMessage(),
                "Check spring.datasource.url, and that the server runs and takes connections from here.",
                failure);
    }

    String wayOut() {
        return wayOut;
    }

    private static @Nullable SQLException sqlException(Throwable failure) {
        for (Throwable cause : Causes.of(failure)) {
            if (cause instanceof SQLException found && found.getSQLState() != null) {
                return found;
            }
        }
        return null;
    }

    /** Without its parameters: a password may be among them. */
    private static String url(DataSource source) {
        return source instanceof HikariDataSource pool && pool.getJdbcUrl() != null
                ? pool.getJdbcUrl().split("[?;]", 2)[0]
                : "its URL is not known";
    }
}
