package dev.rollcall.security;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** The users of console and admin API: table console_user. Names are compared without case. */
@Component
final class ConsoleUsers implements UserDetailsService {
    private final JdbcTemplate jdbc;
    private final PasswordEncoder encoder;

    ConsoleUsers(JdbcTemplate jdbc, PasswordEncoder encoder) {
        this.jdbc = jdbc;
        this.encoder = encoder;
    }

    @Override
    public UserDetails loadUserByUsername(String username) {
        return find(username).orElseThrow(() -> new UsernameNotFoundException("No such user"));
    }

    private Optional<UserDetails> find(String username) {
        List<UserDetails> found = jdbc.query(
                "SELECT username, password, role FROM console_user WHERE username = ?",
                (row, number) -> User.withUsername(row.getString(1))
                        .password(row.getString(2))
                        .roles(row.getString(3).toUpperCase(Locale.ROOT))
                        .build(),
                username.toLowerCase(Locale.ROOT));
        return found.stream().findFirst();
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
                .filter(user -> encoder.matches(password, user.getPassword()))
                .isPresent();
        return !same
                && jdbc.update(
                                "UPDATE console_user SET password = ? WHERE username = ?",
                                encoder.encode(password),
                                username.toLowerCase(Locale.ROOT))
                        > 0;
    }
}
