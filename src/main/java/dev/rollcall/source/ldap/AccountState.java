package dev.rollcall.source.ldap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.source.AnyCase;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads from a user's attributes whether the account is in use. */
final class AccountState {
    private static final String CONTROL = "userAccountControl";

    /** {@code ADS_UF_ACCOUNTDISABLE}. */
    private static final long DISABLED = 2;

    /** What ppolicy writes where an administrator locked the account for good; other times are wrong passwords. */
    private static final String LOCKED_FOR_GOOD = "000001010000Z";

    private AccountState() {}

    /** When the account ends; {@code null}: never. */
    static @Nullable Instant expires(ObjectNode document) {
        Instant expires = Values.fileTime(text(document, "accountExpires"));
        return expires == null ? Values.shadowDay(text(document, "shadowExpire")) : expires;
    }

    /**
     * Whether an account of Active Directory does not show its state, which each of them has: hardened domains let not
     * everybody read it. Whoever is switched off there would be in use here.
     */
    static boolean isHidden(ObjectNode document) {
        return !text(document, "sAMAccountName").isEmpty()
                && text(document, CONTROL).isEmpty();
    }

    /** Whether the account, which ends at {@code expires} if at all, is in use at that time. */
    static boolean isActive(ObjectNode document, @Nullable Instant expires, Instant now) {
        if ((Values.number(text(document, CONTROL), 0) & DISABLED) != 0
                || text(document, "pwdAccountLockedTime").equals(LOCKED_FOR_GOOD)
                || text(document, "nsAccountLock").equalsIgnoreCase("true")) {
            return false;
        }
        return expires == null || expires.isAfter(now);
    }

    /** The first value of an attribute, whose name compares without case; empty where there is none. */
    static String text(ObjectNode document, String name) {
        JsonNode value = AnyCase.get(document, name);
        if (value != null && value.isArray()) {
            value = value.isEmpty() ? null : value.get(0);
        }
        return value == null || value.isNull() ? "" : value.asText().strip();
    }
}
