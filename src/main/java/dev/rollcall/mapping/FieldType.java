package dev.rollcall.mapping;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The types of custom fields: each reads a value and gives it back in the one form that is stored. */
enum FieldType {
    TEXT("a text of at most 255 characters", FieldType::text),
    PARAGRAPH("a text", value -> value),
    NUMBER("a number such as 12 or 12.5", FieldType::number),
    DATE("a date such as 2026-01-31", Dates::isoDate),
    DATE_TIME("a date and time such as 2026-01-31T09:30:00Z", Dates::isoDateTime),
    BOOLEAN("yes or no (also true, false, 1, 0)", FieldType::answer),
    DROPDOWN("a text of at most 255 characters", FieldType::text),
    MULTI_SELECT("a text of at most 255 characters", FieldType::text),
    EMAIL("an e-mail address", value -> MemberFields.address(value) ? value : null),
    URL("a web address such as https://example.com", FieldType::url);

    private static final int LONGEST_NUMBER = 40;
    private static final int LONGEST_URL = 2000;

    private final String wanted;
    private final Reader reader;

    FieldType(String wanted, Reader reader) {
        this.wanted = wanted;
        this.reader = reader;
    }

    private interface Reader {
        @Nullable
        String read(String value);
    }

    /** The value as it is stored, or {@code null} where it is not of the type. */
    @Nullable
    String read(String value) {
        return reader.read(value);
    }

    /** The type in words, with an example. */
    String wanted() {
        return wanted;
    }

    /** The name in settings, such as {@code date-time}. */
    String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads the name in settings.
     *
     * @throws IllegalArgumentException for a type that does not exist
     */
    static FieldType of(String name) {
        for (FieldType type : values()) {
            if (type.wire().equals(name.trim().toLowerCase(Locale.ROOT))) {
                return type;
            }
        }
        throw new IllegalArgumentException("'" + name + "' is not a type of custom field. Use one of: "
                + Arrays.stream(values()).map(FieldType::wire).collect(Collectors.joining(", ")) + ".");
    }

    private static @Nullable String text(String value) {
        return value.length() > MemberFields.LONGEST ? null : value;
    }

    private static @Nullable String answer(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "1" -> "Yes";
            case "false", "no", "0" -> "No";
            default -> null;
        };
    }

    private static @Nullable String number(String value) {
        if (value.length() > LONGEST_NUMBER) {
            return null;
        }
        try {
            BigDecimal number = new BigDecimal(value);
            // 1e999999999 is a number too, but not one to write out.
            return Math.abs((long) number.scale()) > LONGEST_NUMBER ? null : number.toPlainString();
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable String url(String value) {
        try {
            URI uri = new URI(value);
            String scheme = uri.getScheme();
            boolean web = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
            return web && uri.getHost() != null && value.length() <= LONGEST_URL ? value : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
