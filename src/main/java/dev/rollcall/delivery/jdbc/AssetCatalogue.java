package dev.rollcall.delivery.jdbc;

import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Keeps the roles and custom fields of the embedded schema {@code asset} the same as the settings: there is no other place
 * where an admin could define them. A target of its own keeps its own.
 */
@Component
class AssetCatalogue {
    private final Settings settings;
    private final JdbcTemplate jdbc;
    private final boolean embedded;

    AssetCatalogue(Settings settings, DataSource own, @Qualifier("targetDataSource") DataSource target) {
        this.settings = settings;
        this.jdbc = new JdbcTemplate(target);
        this.embedded = own == target;
    }

    @EventListener(ApplicationStartedEvent.class)
    void start() {
        if (embedded) {
            write(settings.current());
            settings.onChange(this::write);
        }
    }

    /** Adds and changes; never removes what members may still refer to. */
    private void write(RollcallSettings current) {
        for (RollcallSettings.Role role : current.roles().catalogue()) {
            jdbc.update(
                    "INSERT INTO asset.role (name) SELECT CAST(? AS VARCHAR) WHERE NOT EXISTS (SELECT 1 FROM asset.role WHERE name = ?)",
                    role.name(),
                    role.name());
        }
        for (RollcallSettings.CustomField field : current.customFields()) {
            int known = jdbc.update(
                    "UPDATE asset.custom_field SET type = ?, mandatory = ?, default_value = ? WHERE name = ?",
                    field.type(),
                    field.mandatory(),
                    field.defaultValue(),
                    field.name());
            if (known == 0) {
                jdbc.update(
                        "INSERT INTO asset.custom_field (name, type, mandatory, default_value) VALUES (?, ?, ?, ?)",
                        field.name(),
                        field.type(),
                        field.mandatory(),
                        field.defaultValue());
            }
            jdbc.update("DELETE FROM asset.custom_field_option WHERE custom_field = ?", field.name());
            field.options()
                    .forEach(option -> jdbc.update(
                            "INSERT INTO asset.custom_field_option (custom_field, name) VALUES (?, ?)",
                            field.name(),
                            option));
        }
    }
}
