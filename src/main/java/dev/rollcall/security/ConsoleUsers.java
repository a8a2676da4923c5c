package dev.rollcall.security;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** The users of console and admin API: table console_user. Names are compared without case. */
@Component
final class ConsoleUsers {
    private final JdbcTemplate jdbc;
    private final PasswordEncoder encoder;

    ConsoleUsers(JdbcTemplate jdbc, PasswordEncoder encoder) {
        this.jdbc = jdbc;
        this.encoder = encoder;
    }

    /** The user with that name, for whoever checks a password. */
    ConsoleUser load(String username) {
        return find(username).orElseThrow(() -> new UsernameNotFoundException("No such user"));
    }

    Optional<ConsoleUser> find(String username) {
        if (username.indexOf('\0') >= 0) {
            // PostgreSQL refuses to look for it.
            return Optional.empty();
        }
        List<ConsoleUser> found = jdbc.query(
                "SELECT username, password, role FROM console_user WHERE username = ?",
                (row, number) -> new ConsoleUser(row.getString(1), row.getString(2), row.getString(3)),
                username.toLowerCase(Locale.ROOT));
        return found.stream().findFirst();
    }

    /** A user as other people may see it. */
    record Row(String username, String role, Instant created) {}

    /** All of them, by name. */
    List<Row> list() {
        return jdbc.query(
                "SELECT username, role, created FROM console_user ORDER BY username",
                (row, number) -> new Row(
                        row.getString(1), row.getString(2), row.getTimestamp(3).toInstant()));
    }

    /** Whether nobody has ever been made: the first start on this database. */
    boolean areNone() {
        Integer users = jdbc.queryForObject("SELECT COUNT(*) FROM console_user", Integer.class);
        return users == null || users == 0;
    }

    boolean exists(String username) {
        return find(username).isPresent();
    }

    /**
     * Adds a user.
     *
     * @param role viewer, operator or admin
     * @return whether this call added it; another replica may have been first
     */
    boolean add(String username, String password, String role) {
        try {
            jdbc.update(
                    "INSERT INTO console_user (username, password, role, created) VALUES (?, ?, ?, ?)",
                    username.toLowerCase(Locale.ROOT),
                    encoder.encode(password),
                    role,
                    Timestamp.from(Instant.now().truncatedTo(ChronoUnit.MILLIS)));
            return true;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    /** Gives a user another password, unless it is that one already; says whether it changed. */
    boolean changePassword(String username, String password) {
        boolean same = find(username)
                .filter(user -> encoder.matches(password, user.hash()))
                .isPresent();
        return !same
                && jdbc.update(
                                "UPDATE console_user SET password = ? WHERE username = ?",
                                encoder.encode(password),
                                username.toLowerCase(Locale.ROOT))
                        > 0;
    }

    boolean changeRole(String username, String role) {
        return jdbc.update(
                        "UPDATE console_user SET role = ? WHERE username = ?", role, username.toLowerCase(Locale.ROOT))
                > 0;
    }

    boolean remove(String username) {
        return jdbc.update("DELETE FROM console_user WHERE username = ?", username.toLowerCase(Locale.ROOT)) > 0;
    }

    /** The names of all admins, locked until the transaction ends, so that the last two cannot remove each other. */
    List<String> lockAdmins() {
        return jdbc.queryForList("SELECT username FROM console_user WHERE role = 'admin' FOR UPDATE", String.class);
    }
}
