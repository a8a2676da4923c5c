package dev.rollcall.console;

import dev.rollcall.mapping.CustomFieldNames;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** What to enter where in Okta, Entra ID and OneLogin, with this installation's own values. */
@Controller
final class SetupPage implements ConsolePage {
    private static final List<String> PROVIDERS = List.of("okta", "entra", "onelogin");

    private final Settings settings;

    SetupPage(Settings settings) {
        this.settings = settings;
    }

    /** A custom field and the attribute that fills it unless it is mapped otherwise. */
    record Field(String name, boolean mandatory, boolean hasDefault, String attribute, String path) {}

    @GetMapping("/console/sources/{id}/setup")
    String show(@PathVariable String id, @RequestParam(defaultValue = "") String provider, Model model) {
        KnownSource.of(settings, id);
        RollcallSettings current = settings.current();
        model.addAttribute("sourceId", id);
        model.addAttribute("provider", PROVIDERS.contains(provider) ? provider : guess(id));
        model.addAttribute("baseUrl", current.publicUrl() + "/scim/v2");
        model.addAttribute("secure", current.publicUrl().startsWith("https:"));
        model.addAttribute(
                "fields",
                current.customFields().stream()
                        .map(field -> new Field(
                                field.name(),
                                field.mandatory(),
                                field.defaultValue() != null
                                        && !field.defaultValue().isBlank(),
                                CustomFieldNames.scimAttributeName(field.name()),
                                CustomFieldNames.scimPath(field.name())))
                        .toList());
        model.addAttribute("namespace", CustomFieldNames.SCHEMA);
        return "setup";
    }

    private static String guess(String id) {
        String name = id.toLowerCase(Locale.ROOT);
        return name.contains("entra") || name.contains("azure") || name.contains("microsoft")
                ? "entra"
                : name.contains("onelogin") ? "onelogin" : "okta";
    }
}
