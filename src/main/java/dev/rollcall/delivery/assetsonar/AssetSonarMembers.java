package dev.rollcall.delivery.assetsonar;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.delivery.DeliveryOutcome.Trouble;
import dev.rollcall.delivery.TargetTrouble;
import dev.rollcall.delivery.http.MemberRows;
import dev.rollcall.delivery.http.Reply;
import dev.rollcall.delivery.http.TargetCalls;
import dev.rollcall.member.Member;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members page by page: first the active ones, then, since the list leaves them out, those that are inactive. A
 * cursor is {@code active:<page>} or {@code inactive:<page>}.
 */
final class AssetSonarMembers {
    private static final String ACTIVE = "active";
    private static final String INACTIVE = "inactive";

    /** A page as the API shows it. */
    record Raw(JsonNode members, @Nullable String next) {}

    private final Account account;
    private final TargetCalls calls;

    AssetSonarMembers(Account account, TargetCalls calls) {
        this.account = account;
        this.calls = calls;
    }

    /** A page of the contract of {@code direct:list-members-…}: rows by the route's lines, and where to read on. */
    Map<String, @Nullable Object> page(String cursor, String lines) {
        Raw raw = raw(cursor, calls);
        raw.members().forEach(account::see);
        Map<String, @Nullable Object> page = new LinkedHashMap<>();
        page.put("members", MemberRows.of(lines, raw.members(), AssetSonarMembers::more));
        page.put("next", raw.next());
        // v1 cannot empty a field: what it holds where we have nothing is no difference.
        page.put("keepsBlanks", !account.isV2());
        return page;
    }

    private static Map<String, @Nullable Object> more(JsonNode member) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>();
        more.put("status", isActive(member) ? Member.ACTIVE : Member.INACTIVE);
        Comparison.customFields(member).forEach((name, value) -> more.put(Member.CUSTOM + name, value));
        return more;
    }

    static Raw raw(String cursor, TargetCalls calls) {
        String list = cursor.isEmpty() ? ACTIVE : cursor.substring(0, cursor.indexOf(':'));
        String number = cursor.isEmpty() ? "1" : cursor.substring(cursor.indexOf(':') + 1);
        Reply reply = calls.readPatiently("list-" + list, Map.of("page", number));
        JsonNode members = AssetSonarAnswers.list(reply, "members");
        if (list.equals(INACTIVE)) {
            for (JsonNode member : members) {
                if (isActive(member)) {
                    throw new TargetTrouble(
                            Trouble.DOWN, "it ignores the filter for inactive members and shows active ones", null);
                }
            }
        }
        String next = AssetSonarAnswers.next(reply, number);
        if (next != null) {
            return new Raw(members, list + ":" + next);
        }
        return new Raw(members, list.equals(ACTIVE) ? INACTIVE + ":1" : null);
    }

    /** {@code status} is the truth of it: 1 or 0, in v2 a word too. */
    static boolean isActive(JsonNode member) {
        String status = member.path("status").asText("");
        return status.equals("1") || status.equalsIgnoreCase("active") || status.equalsIgnoreCase("true");
    }
}
