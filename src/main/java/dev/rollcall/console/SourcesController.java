package dev.rollcall.console;

import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import dev.rollcall.settings.Source;
import dev.rollcall.settings.SourceWarnings;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Shows a source: what it is, how many users it has, and what an admin should know of it. */
@RestController
final class SourcesController {
    private final JdbcTemplate jdbc;
    private final Settings settings;
    private final List<SourceWarnings> warnings;

    SourcesController(JdbcTemplate jdbc, Settings settings, List<SourceWarnings> warnings) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.warnings = List.copyOf(warnings);
    }

    /** Something that a source sent and Rollcall has no use for. */
    record Note(String name, @Nullable Instant lastSeen) {}

    /**
     * A source.
     *
     * @param scimBaseUrl what an identity provider's admin enters
     * @param users how many users it has now
     * @param unknownAttributes attributes that nothing maps or knows
     * @param groupWrites attempts to write groups, which are not imported
     * @param warnings of its mapping
     */
    record SourceView(
            String id,
            String kind,
            String adopt,
            String scimBaseUrl,
            long users,
            List<Note> unknownAttributes,
            List<Note> groupWrites,
            List<String> warnings) {}

    record Sources(List<SourceView> sources) {}

    @GetMapping("/api/sources")
    Sources list() {
        RollcallSettings current = settings.current();
        return new Sources(current.sources().keySet().stream()
                .map(id -> view(current, id, users(id)))
                .toList());
    }

    @GetMapping("/api/sources/{id}")
    SourceView show(@PathVariable String id) {
        return view(settings.current(), id, users(id));
    }

    /** By source_record_page: reads the index of this source only. */
    private long users(String id) {
        Long users = jdbc.queryForObject("SELECT COUNT(*) FROM source_record WHERE source_id = ?", Long.class, id);
        return users == null ? 0 : users;
    }

    /** All sources of these settings, without the number of their users. */
    List<SourceView> brief(RollcallSettings current) {
        return current.sources().keySet().stream()
                .map(id -> view(current, id, 0))
                .toList();
    }

    /** A source without the number of its users, which takes as long to count as there are many. */
    SourceView brief(String id) {
        return view(settings.current(), id, 0);
    }

    private SourceView view(RollcallSettings current, String id, long users) {
        Source source = KnownSource.of(current, id);
        return new SourceView(
                id,
                source.kind(),
                source.adopt(),
                current.publicUrl() + "/scim/v2",
                users,
                notes(id, "unknown-attribute"),
                notes(id, "group-write"),
                warnings.stream()
                        .flatMap(bean -> bean.warnings(current, id).stream())
                        .toList());
    }

    /** By the primary key; a source may send any number of unknown names, of which the first 200 say enough. */
    private List<Note> notes(String source, String kind) {
        return jdbc.query(
                "SELECT name, last_seen FROM source_note WHERE source_id = ? AND kind = ? ORDER BY name FETCH FIRST 200 ROWS ONLY",
                (row, number) -> new Note(row.getString(1), Rows.instant(row, "last_seen")),
                source,
                kind);
    }
}
