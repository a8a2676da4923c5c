package dev.rollcall.mapping;

import dev.rollcall.settings.RollcallSettings.CustomField;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The SCIM names of custom fields: attributes of Rollcall's extension schema (RFC 7643 section 3.3). */
public final class CustomFieldNames {
    /** The schema that custom fields appear under. */
    public static final String SCHEMA = "urn:ietf:params:scim:schemas:extension:rollcall:2.0:User";

    private CustomFieldNames() {}

    /**
     * The attribute name of a custom field: {@code Cost Center} becomes {@code costCenter}. RFC 7643 section 2.1 wants a
     * letter first and ASCII, so accents go, and so does everything but letters and digits. A name without any Latin
     * letter gets a stable made-up one, {@code field} and a number.
     */
    public static String scimAttributeName(String customFieldName) {
        String plain = Normalizer.normalize(customFieldName.replace("ß", "ss"), Normalizer.Form.NFKD);
        StringBuilder name = new StringBuilder(plain.length());
        boolean wordBegins = false;
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            if (letter || c >= '0' && c <= '9' && !name.isEmpty()) {
                name.append(wordBegins && !name.isEmpty() ? Character.toUpperCase(c) : c);
                wordBegins = false;
            } else if (Character.getType(c) != Character.NON_SPACING_MARK && c != '\'' && c != '’') {
                wordBegins = true;
            }
        }
        if (name.isEmpty()) {
            return "field"
                    + Integer.toUnsignedString(
                            ComparableText.fold(customFieldName).hashCode());
        }
        return lowerFirstWord(name.toString());
    }

    /** The full path of a custom field, its default mapping for SCIM sources. */
    public static String scimPath(String customFieldName) {
        return SCHEMA + ":" + scimAttributeName(customFieldName);
    }

    /**
     * The SCIM attribute name of every custom field, by the field's name.
     *
     * @throws SettingsProblem where two fields would get the same name
     */
    public static Map<String, String> scimAttributeNames(List<CustomField> fields) {
        Map<String, String> taken = new HashMap<>();
        Map<String, String> names = new HashMap<>();
        for (CustomField field : fields) {
            String name = scimAttributeName(field.name());
            String other = taken.putIfAbsent(name.toLowerCase(Locale.ROOT), field.name());
            if (other != null) {
                throw new SettingsProblem(
                        "custom-fields",
                        "'" + other + "' and '" + field.name() + "' would both be the SCIM attribute '" + name
                                + "'. Rename one of them.");
            }
            names.put(field.name(), name);
        }
        return Map.copyOf(names);
    }

    /** {@code IT Team} begins {@code it}, not {@code iT}. */
    private static String lowerFirstWord(String name) {
        int capitals = 0;
        while (capitals < name.length() && Character.isUpperCase(name.charAt(capitals))) {
            capitals++;
        }
        boolean nextWordFollows =
                capitals > 1 && capitals < name.length() && Character.isLowerCase(name.charAt(capitals));
        int lowered = nextWordFollows ? capitals - 1 : Math.max(capitals, 1);
        return name.substring(0, lowered).toLowerCase(Locale.ROOT) + name.substring(lowered);
    }
}
