package dev.rollcall.provisioning;

import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.SettingsCheck;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The table source_kind: as which kind a source's users came. Their documents and keys are of that kind, and another one would
 * take all of them for strangers or for gone; so a source that has users keeps its kind, also where it was out of the settings
 * for a while.
 */
@Component
class SourceKinds implements SettingsCheck {
    private final JdbcTemplate jdbc;

    SourceKinds(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<String> problems(RollcallSettings settings) {
        Map<String, String> known = known();
        List<String> problems = new ArrayList<>();
        settings.sources().forEach((id, source) -> {
            String kind = known.getOrDefault(id, source.kind());
            if (!kind.equals(source.kind()) && hasUsers(id)) {
                problems.add("rollcall.sources." + id + ".kind: '" + id + "' has users that came as kind '" + kind
                        + "', and '"
                        + source.kind() + "' cannot read what is kept of them. Put '" + kind
                        + "' back, and give the new connection an id of its own, which takes the people over: see 'Moving"
                        + " people from one source to another' in docs/schedules-and-guards.md. Once '" + id
                        + "' was released, its kind may change.");
            }
        });
        return problems;
    }

    /** Notes the kinds of settings that are in force. */
    void note(RollcallSettings settings) {
        Map<String, String> known = known();
        settings.sources().forEach((id, source) -> {
            if (!known.containsKey(id)) {
                add(id, source.kind());
            } else if (!source.kind().equals(known.get(id)) && !hasUsers(id)) {
                jdbc.update("UPDATE source_kind SET kind = ? WHERE source_id = ?", source.kind(), id);
            }
        });
    }

    private void add(String sourceId, String kind) {
        try {
            jdbc.update("INSERT INTO source_kind (source_id, kind) VALUES (?, ?)", sourceId, kind);
        } catch (DuplicateKeyException e) {
            // Another replica was faster.
        }
    }

    private Map<String, String> known() {
        Map<String, String> known = new HashMap<>();
        jdbc.query("SELECT source_id, kind FROM source_kind", row -> {
            known.put(row.getString(1), row.getString(2));
        });
        return known;
    }

    /** By source_record_page. */
    private boolean hasUsers(String sourceId) {
        return !jdbc.queryForList(
                        "SELECT source_id FROM source_record WHERE source_id = ? FETCH FIRST 1 ROWS ONLY",
                        String.class,
                        sourceId)
                .isEmpty();
    }
}
