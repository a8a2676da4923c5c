package dev.rollcall.report;

import java.time.Instant;
import java.util.List;

/**
 * A digest on its way: the body of the routes that send it.
 *
 * @param from an address
 * @param to addresses
 * @param text the mail as plain text
 * @param html the mail as HTML
 * @param messageId the same for every attempt, so that a mailbox can tell a repetition
 * @param until what came up before is told by it
 * @param fence of the claim
 * @param attempts to send it, this one included
 */
public record Digest(
        String from,
        List<String> to,
        String subject,
        String text,
        String html,
        String messageId,
        Instant until,
        long fence,
        int attempts) {
    public Digest {
        to = List.copyOf(to);
    }

    @Override
    public String toString() {
        return "Digest[" + messageId + "]"; // names of people are in the rest, and routes log bodies
    }
}
