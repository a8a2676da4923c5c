package dev.rollcall.stories;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The settings that the stories are told under. */
final class StorySettings {
    static final String ADMIN_PASSWORD = "story-admin-password";
    static final String CUSTOM_URN = "urn:ietf:params:scim:schemas:extension:rollcall:2.0:User";

    private static final String YAML = """
            rollcall:
              application-name: AssetSonar
              admin: { username: admin, password: %s }
              delivery: { inline-wait: 2s }
              roles:
                catalogue:
                  - { name: Administrator, protected: true }
                  - { name: Staff User }
                  - { name: Technician, aliases: [Tech] }
                missing: Staff User
                unknown: { policy: role, role: Staff User }
                precedence: [Administrator, Technician, Staff User]
                administrators-by-fallback-per-day: 2
              custom-fields:
                - { name: Cost Center, type: text, mandatory: true }
                - { name: Insurance Covered, type: boolean, mandatory: true, default: "No" }
                - { name: Team, type: dropdown, options: [Field, Office] }
                - { name: Notes, type: paragraph }
              protected-members: [boss@corp.example]
              sources:
                bench: { kind: scim, token: bench-0123456789 }
                other: { kind: scim, token: other-0123456789 }
                pages: { kind: scim, token: pages-0123456789 }
                sorted: { kind: scim, token: sorted-0123456789 }
                ordered: { kind: scim, token: ordered-0123456789 }
                shifting: { kind: scim, token: shifting-0123456789 }
                numbered: { kind: scim, token: numbered-0123456789 }
                reporting: { kind: scim, token: reporting-0123456789 }
                adopting: { kind: scim, token: adopting-0123456789, adopt: %s }
                generous: { kind: scim, token: generous-0123456789, unknown-role: { policy: administrator } }
                patient: { kind: scim, token: patient-0123456789, unknown-role: { policy: hold } }
                strict: { kind: scim, token: strict-0123456789, unknown-role: { policy: do-not-provision }, missing-role: Technician }
            """;

    private StorySettings() {}

    /** The overlay of application.yaml; {@code adopt} is the setting of the source {@code adopting}. */
    static String overlay(String adopt) {
        return YAML.formatted(ADMIN_PASSWORD, adopt);
    }

    /** The token of a source. */
    static String token(String source) {
        try {
            JsonNode settings = new ObjectMapper(new YAMLFactory()).readTree(overlay("none"));
            return settings.at("/rollcall/sources/" + source + "/token").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
