package dev.rollcall.security;

import dev.rollcall.settings.Notifications;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Source;
import dev.rollcall.settings.Targets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Settings with sources that trust issuers, and defaults everywhere else. */
final class SettingsOf {
    private SettingsOf() {}

    static RollcallSettings sources(Map<String, Source.Jwt> issuers) {
        Map<String, Source> sources = new LinkedHashMap<>();
        issuers.forEach((id, jwt) -> sources.put(id, Source.scim("", jwt)));
        return new RollcallSettings(
                "",
                "",
                "",
                new RollcallSettings.Admin("", ""),
                new RollcallSettings.SettingsLayer(true),
                new RollcallSettings.Delivery("", Duration.ofSeconds(2), 0, 0, 0),
                new RollcallSettings.Adoption(0),
                new Targets(
                        new Targets.Jdbc("", "", ""),
                        new Targets.AssetSonar("", "", "", 0),
                        new Targets.SnipeIt("", "", 0, false, false)),
                new RollcallSettings.Roles(
                        true, List.of(), "", new RollcallSettings.UnknownRole("role", "Staff User"), List.of(), 5),
                List.of(),
                sources,
                List.of(),
                new RollcallSettings.Guard(null, null),
                new Notifications("", 0, "", "", List.of(), null, null),
                new RollcallSettings.Console(
                        new RollcallSettings.Oidc("", "", "", "", List.of(), "", java.util.Map.of(), "")));
    }
}
