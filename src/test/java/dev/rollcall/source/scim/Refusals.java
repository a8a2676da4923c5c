package dev.rollcall.source.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What every refusal has to be: a SCIM error that an admin can read in one line. */
final class Refusals {
    private Refusals() {}

    static void assertRefused(ThrowingCallable attempt, String scimType) {
        assertThatThrownBy(attempt).isInstanceOfSatisfying(ScimException.class, e -> {
            assertThat(e.scimType()).as(e.detail()).isEqualTo(scimType);
            assertReadable(e);
        });
    }

    /** The attempt succeeds or is refused; anything else fails the test. */
    static void survives(Runnable attempt) {
        try {
            attempt.run();
        } catch (ScimException e) {
            assertReadable(e);
        }
    }

    private static void assertReadable(ScimException e) {
        assertThat(e.status()).isBetween(400, 413);
        assertThat(e.detail()).isNotBlank().hasSizeLessThan(500).doesNotContain("\n", "\r", "\"", "<", ">");
    }
}
