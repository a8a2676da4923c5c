package dev.rollcall.console.forecast;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a change of settings would do once members are synced. All counts are of users that were looked at.
 *
 * @param users how many users the sources concerned have
 * @param lookedAt how many of them were looked at
 * @param complete whether these were all; otherwise the counts are of a sample
 * @param changed members of which some field would change
 * @param rejected users that become a member today and no more after the change; their members stay as they are
 * @param accepted users that are refused today and would become a member, kept rejections among them
 * @param held users that would wait for a person
 * @param administrators members that would become administrators
 * @param pending members that differ from today's settings already, since they were not synced after an earlier change
 * @param fields field to the number of members in which it would change
 * @param examples some of them
 */
public record Forecast(
        long users,
        long lookedAt,
        boolean complete,
        long changed,
        long rejected,
        long accepted,
        long held,
        long administrators,
        long pending,
        Map<String, Long> fields,
        List<Example> examples,
        long millis) {

    /** Whether nothing would happen to anybody that was looked at. */
    public boolean isQuiet() {
        return changed + rejected + accepted + held == 0;
    }

    /**
     * One user to whom something would happen.
     *
     * @param result changed, rejected, accepted or held
     * @param differences field to its values
     * @param sentence why, for the ones rejected or held
     */
    public record Example(
            @Nullable UUID memberId,
            String source,
            String name,
            String result,
            Map<String, Difference> differences,
            @Nullable String sentence) {}

    /** A field's values; {@code null} is empty. */
    public record Difference(
            @Nullable String before, @Nullable String after) {}
}
