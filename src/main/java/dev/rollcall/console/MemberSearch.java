package dev.rollcall.console;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Finds members by how a name begins. Each kind of name is asked for by itself, since its index then answers in both
 * databases; LIKE with a fixed beginning uses it. The first thousand of each are enough for a person, and keep a search for
 * one letter as fast as one for a name.
 */
@Component
final class MemberSearch {
    private static final List<String> NAMES = List.of(
            "SELECT id FROM member WHERE email LIKE ? ESCAPE '!' ORDER BY email FETCH FIRST 1000 ROWS ONLY",
            "SELECT id FROM member WHERE user_name LIKE ? ESCAPE '!' ORDER BY user_name FETCH FIRST 1000 ROWS ONLY",
            "SELECT member_id FROM source_record WHERE display_name LIKE ? ESCAPE '!' ORDER BY display_name FETCH FIRST 1000 ROWS ONLY",
            "SELECT member_id FROM source_record WHERE given_name LIKE ? ESCAPE '!' ORDER BY given_name FETCH FIRST 1000 ROWS ONLY",
            "SELECT member_id FROM source_record WHERE family_name LIKE ? ESCAPE '!' ORDER BY family_name FETCH FIRST 1000 ROWS ONLY");

    private final JdbcTemplate jdbc;

    MemberSearch(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The ids of members, in their order, of whom a user name, an e-mail, or a display, given or family name begins so. */
    List<UUID> beginsWith(String text) {
        String pattern = literal(text.toLowerCase(Locale.ROOT)) + "%";
        // As text they sort as databases sort them; Java compares the halves of an id as signed numbers.
        TreeSet<UUID> found = new TreeSet<>(Comparator.comparing(UUID::toString));
        for (String name : NAMES) {
            found.addAll(jdbc.queryForList(name, UUID.class, pattern));
        }
        return new ArrayList<>(found);
    }

    private static String literal(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }
}
