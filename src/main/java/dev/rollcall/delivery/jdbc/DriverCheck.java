package dev.rollcall.delivery.jdbc;

import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.SettingsCheck;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.List;
import java.util.ServiceLoader;
import org.springframework.stereotype.Component;

/** Judges before settings come into force whether a driver takes {@code rollcall.targets.jdbc.url}. */
@Component
final class DriverCheck implements SettingsCheck {
    @Override
    public List<String> problems(RollcallSettings settings) {
        String url = settings.targets().jdbc().url();
        return url.isBlank() || hasDriver(url)
                ? List.of()
                : List.of("rollcall.targets.jdbc.url: no driver takes this address. Write it like"
                        + " jdbc:postgresql://db.example/assets; the driver of a database other than PostgreSQL and H2 goes"
                        + " into a folder that the start names with -Dloader.path.");
    }

    private static boolean hasDriver(String url) {
        for (Driver driver : ServiceLoader.load(Driver.class)) {
            try {
                if (driver.acceptsURL(url)) {
                    return true;
                }
            } catch (SQLException e) {
                // It is no address of this driver's.
            }
        }
        return false;
    }
}
