package dev.rollcall.source.ldap;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rollcall.source.FullReadNeeded;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a read of changes begins, and all that has to be as it was for that to be true.
 *
 * @param server which server counted or timed the changes
 * @param attributes what was read of each user: where a mapping needs more now, unchanged users have to be read, too
 * @param groups the state of the groups that give roles
 * @param usn Active Directory: the newest change that was known when the read began; -1 elsewhere
 * @param time others: the newest modifyTimestamp that was read and was not still to come; {@code null} in Active
 *     Directory
 * @param since Active Directory: when this server took the place of another one; {@code null}: it was the first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Watermark(
        String server,
        List<String> bases,
        String filter,
        List<String> attributes,
        String groups,
        long usn,
        @Nullable String time,
        @Nullable String since) {
    /** Longer than servers of one domain take to tell each other who came. */
    private static final Duration REPLICATION = Duration.ofDays(1);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * Reads a watermark.
     *
     * @throws FullReadNeeded if there is none that can be read
     */
    static Watermark parse(@Nullable String text) {
        if (text == null) {
            throw new FullReadNeeded("There was no full read yet, so that changes cannot be told.");
        }
        Watermark known = known(text);
        if (known == null) {
            throw new FullReadNeeded("What the last read left cannot be understood by this version of Rollcall.");
        }
        return known;
    }

    /** The watermark that the text is; {@code null} where it is none that can be read. */
    static @Nullable Watermark known(@Nullable String text) {
        try {
            return text == null ? null : JSON.readValue(text, Watermark.class);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    Watermark withTime(@Nullable String newest) {
        return new Watermark(server, bases, filter, attributes, groups, usn, newest, since);
    }

    /** Whether a server that has this name and counts so far is the one of then, and knows all that it knew. */
    boolean isOf(String name, long count) {
        return server.equals(name) && count >= usn;
    }

    /**
     * Active Directory: after which time users may have come whom this server does not know yet, as it took the place of
     * another one not long ago; {@code null}: it knows them all.
     */
    @Nullable
    Instant knownUntil(Instant now) {
        if (since == null) {
            return null;
        }
        Instant replaced = Instant.parse(since);
        return now.isBefore(replaced.plus(REPLICATION)) ? replaced.minus(REPLICATION) : null;
    }

    String text() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A record of texts can be written", e);
        }
    }

    /** What a filter needs to find the changes since then. */
    String changed() {
        return usn >= 0 ? "(uSNChanged>=" + (usn + 1) + ")" : time == null ? "" : ModifyTimestamps.since(time);
    }

    /**
     * Checks that what is read now is what was read then.
     *
     * @param began when the read that goes on from here began
     * @throws FullReadNeeded with what changed
     */
    void mustFit(Watermark now, Instant began) {
        if (!server.equals(now.server)) {
            throw new FullReadNeeded("Another server answers than last time, and each has its own count of changes.");
        }
        if (now.usn < usn) {
            throw new FullReadNeeded(
                    "The server counts fewer changes than last time: it was set back, from a backup maybe.");
        }
        if (!bases.equals(now.bases) || !filter.equals(now.filter)) {
            throw new FullReadNeeded("Base or filter were changed, so that other users belong to the source.");
        }
        if (!attributes.equals(now.attributes)) {
            throw new FullReadNeeded("Other attributes are mapped now, which have to be read of everybody.");
        }
        if (!groups.equals(now.groups)) {
            throw new FullReadNeeded("A group that gives a role was changed, which does not show at its members.");
        }
        if (usn < 0 && time == null) {
            throw new FullReadNeeded("The server does not tell what changed.");
        }
        if (time != null && ModifyTimestamps.isToCome(time, began)) {
            throw new FullReadNeeded("The newest time that the last read left is still to come, so that changes cannot"
                    + " be told. Check the clocks of the directory and of this machine.");
        }
    }
}
