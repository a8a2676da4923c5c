package dev.rollcall.security;

import dev.rollcall.settings.RollcallSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Settings with sources that trust issuers, and defaults everywhere else. */
final class SettingsOf {
    private SettingsOf() {}

    static RollcallSettings sources(Map<String, RollcallSettings.Jwt> issuers) {
        Map<String, RollcallSettings.Source> sources = new LinkedHashMap<>();
        issuers.forEach((id, jwt) -> sources.put(id, RollcallSettings.Source.scim("", jwt)));
        return new RollcallSettings(
                "",
                "",
                "",
                new RollcallSettings.Admin("", ""),
                new RollcallSettings.SettingsLayer(true),
                new RollcallSettings.Delivery("", Duration.ofSeconds(2), 0, 0),
                new RollcallSettings.Targets(
                        new RollcallSettings.Jdbc("", "", ""),
                        new RollcallSettings.AssetSonar("", "", "", 0),
                        new RollcallSettings.SnipeIt("", "", 0, false, false)),
                new RollcallSettings.Roles(
                        true, List.of(), "", new RollcallSettings.UnknownRole("role", "Staff User"), List.of(), 5),
                List.of(),
                sources,
                List.of(),
                new RollcallSettings.Guard(null, null),
                new RollcallSettings.Notifications("", "", "", List.of(), null, null),
                new RollcallSettings.Console(
                        new RollcallSettings.Oidc("", "", "", "", List.of(), "", java.util.Map.of(), "")));
    }
}
