package dev.rollcall.source.ldap;

import dev.rollcall.source.StorableText;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** LDAP values as text: what is binary in its usual notation. */
final class Values {
    /** What JNDI must not read as text. */
    static final String BINARY = "objectGUID objectSid mS-DS-ConsistencyGuid msExchMailboxGuid invocationId sIDHistory";

    private static final Set<String> GUIDS =
            Set.of("objectguid", "ms-ds-consistencyguid", "msexchmailboxguid", "invocationid");

    /** Active Directory's zero is the year 1601; it counts in tenths of a microsecond. */
    private static final long SECONDS_1601_TO_1970 = 11_644_473_600L;

    private static final long SECONDS_A_DAY = 86_400;

    /** The year 10000, in seconds since 1970. The largest number stands for never, and tools write others nearly as large. */
    private static final long NEVER = 253_402_300_800L;

    private Values() {}

    /** The value as text that a database takes. */
    static String text(String attribute, Object value) {
        if (!(value instanceof byte[] bytes)) {
            return StorableText.storable(value.toString());
        }
        String name = attribute.toLowerCase(Locale.ROOT);
        if (GUIDS.contains(name) && bytes.length == 16) {
            return guid(bytes);
        }
        return name.equals("objectsid") || name.equals("sidhistory")
                ? sid(bytes)
                : Base64.getEncoder().encodeToString(bytes);
    }

    /** Microsoft's notation of a GUID: the first three parts are little-endian (MS-DTYP section 2.3.4.2). */
    static String guid(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long high = (in.getInt() & 0xFFFFFFFFL) << 32 | (in.getShort() & 0xFFFFL) << 16 | in.getShort() & 0xFFFFL;
        long low = in.order(ByteOrder.BIG_ENDIAN).getLong();
        return new UUID(high, low).toString();
    }

    /** The bytes of a GUID in Microsoft's notation, as they stand in a filter; another text as it is. */
    static String guidInFilter(String guid) {
        UUID id;
        try {
            id = UUID.fromString(guid);
        } catch (IllegalArgumentException e) {
            return Filters.escape(guid);
        }
        long high = id.getMostSignificantBits();
        ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt((int) (high >>> 32)).putShort((short) (high >>> 16)).putShort((short) high);
        bytes.order(ByteOrder.BIG_ENDIAN).putLong(id.getLeastSignificantBits());
        return "\\" + HexFormat.ofDelimiter("\\").formatHex(bytes.array());
    }

    /** The notation S-1-5-… of a security identifier (MS-DTYP section 2.4.2); base64 where it is none. */
    static String sid(byte[] bytes) {
        if (bytes.length < 8 || bytes.length != 8 + 4 * bytes[1]) {
            return Base64.getEncoder().encodeToString(bytes);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        StringBuilder sid = new StringBuilder("S-").append(in.getLong() >>> 56);
        sid.append('-').append(ByteBuffer.wrap(bytes).getLong() & 0xFFFFFFFFFFFFL);
        in.order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            sid.append('-').append(in.getInt() & 0xFFFFFFFFL);
        }
        return sid.toString();
    }

    /** When an account expires by Active Directory's {@code accountExpires}; {@code null}: never. */
    static @Nullable Instant fileTime(String text) {
        long ticks = number(text, 0);
        return ticks <= 0 ? null : unlessNever(ticks / 10_000_000 - SECONDS_1601_TO_1970);
    }

    /** When an account expires by {@code shadowExpire}, in days since 1970 (shadow(5)); {@code null}: never. */
    static @Nullable Instant shadowDay(String text) {
        long days = number(text, -1);
        return days < 0 || days > NEVER / SECONDS_A_DAY ? null : unlessNever(days * SECONDS_A_DAY);
    }

    private static @Nullable Instant unlessNever(long seconds) {
        return seconds >= NEVER ? null : Instant.ofEpochSecond(seconds);
    }

    static long number(String text, long otherwise) {
        // Most users have none, and an exception each costs more than all else that is read of them.
        if (text.isBlank()) {
            return otherwise;
        }
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
