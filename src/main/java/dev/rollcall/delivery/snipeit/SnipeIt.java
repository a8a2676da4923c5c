package dev.rollcall.delivery.snipeit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.delivery.http.HttpDelivery;
import dev.rollcall.delivery.http.MemberDelivery;
import dev.rollcall.delivery.http.MemberRows;
import dev.rollcall.delivery.http.Ownership;
import dev.rollcall.delivery.http.Refusal;
import dev.rollcall.delivery.http.Reply;
import dev.rollcall.delivery.http.TargetCalls;
import dev.rollcall.member.Member;
import dev.rollcall.settings.Settings;
import dev.rollcall.settings.Targets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The bean of routes/43-deliver-snipe-it.camel.yaml: delivers one change, lists users and groups. */
@Component("snipeIt")
public class SnipeIt {
    static final int PAGE = 100;

    /** Shorter than a claim's lease. */
    private static final Duration ONE_CHANGE = Duration.ofSeconds(45);

    private static final Duration PAGES = Duration.ofMinutes(2);

    private final Settings settings;
    private final ProducerTemplate camel;
    private final Ownership ownership;
    private volatile SnipeItNames names = new SnipeItNames("");

    SnipeIt(Settings settings, ProducerTemplate camel, Ownership ownership) {
        this.settings = settings;
        this.camel = camel;
        this.ownership = ownership;
    }

    /** The address of the server, such as {@code https://assets.example.com}. */
    public String url() {
        return current().url();
    }

    /** The personal access token; for request headers only. */
    public String token() {
        return current().token();
    }

    /**
     * Brings one user about.
     *
     * @param change a change of a delivery route's contract
     * @return the answer of the contract
     */
    public Map<String, Object> deliver(@Body Map<String, Object> change) {
        HttpDelivery given = HttpDelivery.of(change);
        // Snipe-IT's key is the user name, and it knows nobody without a first name.
        HttpDelivery delivery = given.withDefault("user_name", given.field("email"))
                .withDefault("first_name", given.field("last_name"));
        try {
            TargetCalls calls = calls(ONE_CHANGE);
            SnipeItApi api = new SnipeItApi(delivery, current(), names(), calls, ownership);
            return delivery.delivered(new MemberDelivery(delivery, api, calls, ownership).run());
        } catch (Refusal e) {
            return delivery.rejected(e);
        }
    }

    /** A page of users, in use or not; the cursor is the offset. */
    public Map<String, @Nullable Object> members(@Body String cursor, @Variable("lines") String lines) {
        int offset = cursor.isEmpty() ? 0 : Integer.parseInt(cursor);
        Reply reply = calls(PAGES).readPatiently("list", Map.of("offset", offset, "limit", PAGE));
        JsonNode rows = SnipeItAnswers.rows(reply);
        boolean more = rows.size() > 0
                && offset + rows.size() < reply.body().path("total").asInt();
        Map<String, @Nullable Object> page = new LinkedHashMap<>();
        page.put("members", MemberRows.of(lines, rows, this::more));
        page.put("next", more ? String.valueOf(offset + rows.size()) : null);
        return page;
    }

    /** The names of the groups, which stand for roles; none where members are not put into groups. */
    public List<String> groups() {
        if (!current().groupByRole()) {
            return List.of();
        }
        List<String> groups = new ArrayList<>();
        Reply reply;
        do {
            reply = calls(PAGES)
                    .readPatiently("find-groups", Map.of("name", "", "offset", groups.size(), "limit", PAGE));
            SnipeItAnswers.rows(reply).forEach(row -> groups.add(SnipeItAnswers.text(row.path("name"))));
        } while (SnipeItAnswers.rows(reply).size() > 0
                && groups.size() < reply.body().path("total").asInt());
        return groups;
    }

    private Map<String, @Nullable Object> more(JsonNode user) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>();
        more.put("status", user.path("activated").asBoolean() ? Member.ACTIVE : Member.INACTIVE);
        JsonNode groups = user.path("groups").path("rows");
        if (current().groupByRole() && groups.isArray()) {
            more.put(
                    "role",
                    groups.size() == 1 ? SnipeItAnswers.text(groups.path(0).path("name")) : null);
        }
        return more;
    }

    private TargetCalls calls(Duration time) {
        return new TargetCalls(camel, "direct:snipe-it-", time);
    }

    private Targets.SnipeIt current() {
        return settings.current().targets().snipeIt();
    }

    /** What was looked up belongs to one server. */
    private SnipeItNames names() {
        SnipeItNames known = names;
        if (!known.isOf(url())) {
            known = new SnipeItNames(url());
            names = known;
        }
        return known;
    }
}
