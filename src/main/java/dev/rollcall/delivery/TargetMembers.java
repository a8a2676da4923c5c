package dev.rollcall.delivery;

import dev.rollcall.delivery.DeliveryOutcome.Trouble;
import dev.rollcall.member.Member;
import dev.rollcall.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads what exists in the target: through the routes {@code direct:list-members-<target>} and {@code
 * direct:list-roles-<target>} beside {@code direct:deliver-<target>}, or {@code direct:list-members} and {@code
 * direct:list-roles} where those are missing.
 */
@Component
public class TargetMembers {
    private final Settings settings;
    private final ProducerTemplate camel;
    private final CamelContext context;
    private final DeliveryTarget target;
    private final TargetIds ids;

    TargetMembers(
            Settings settings, ProducerTemplate camel, CamelContext context, DeliveryTarget target, TargetIds ids) {
        this.settings = settings;
        this.camel = camel;
        this.context = context;
        this.target = target;
        this.ids = ids;
    }

    /**
     * A page of members.
     *
     * @param rows {@code id} and member fields by name, custom fields as {@code custom.<Name>}; {@code null} where the target
     *     shows a field empty, no key where it does not show it
     * @param keepsBlanks whether the target cannot empty a field, so that a value where we have none is no difference
     */
    public record MembersPage(List<Map<String, @Nullable Object>> rows, boolean keepsBlanks) {}

    /** How long to rest between two reads of everybody: an HTTP API has better things to do. */
    public Duration restBetweenReads() {
        return name().equals("jdbc") ? Duration.ZERO : Duration.ofMinutes(30);
    }

    /** Whether the target has a route that lists members. */
    public boolean listsMembers() {
        return route("direct:list-members") != null;
    }

    /**
     * Hands all members to {@code consumer}, page by page.
     *
     * @return {@code false} if the target has no route that lists members
     * @throws TargetTrouble if the target cannot be read to the end
     */
    public boolean eachPage(Consumer<MembersPage> consumer) {
        String route = route("direct:list-members");
        if (route == null) {
            return false;
        }
        String cursor = "";
        String account = target.account();
        ids.follow();
        while (cursor != null) {
            if (!ids.fit() || !target.account().equals(account)) {
                throw new TargetTrouble(
                        Trouble.LIMITED, "the settings name another target now; read its members again", null);
            }
            cursor = page(route, cursor, consumer);
        }
        return true;
    }

    /** The names of the roles that exist in the target, or {@code null} if it has no route that lists them. */
    public @Nullable List<String> roles() {
        String route = route("direct:list-roles");
        if (route == null) {
            return null;
        }
        List<String> names = new ArrayList<>();
        if (ask(route, "") instanceof Iterable<?> rows) {
            for (Object row : rows) {
                Object name = row instanceof Map<?, ?> map && !map.isEmpty()
                        ? map.values().iterator().next()
                        : row;
                names.add(String.valueOf(name));
            }
        }
        return names;
    }

    /**
     * A route answers a list, and the last id is the next cursor until a list is empty; or a map of {@code members}, {@code
     * next} (no value at the end) and {@code keepsBlanks}.
     */
    private @Nullable String page(String route, String cursor, Consumer<MembersPage> consumer) {
        Object answer = ask(route, cursor);
        if (answer instanceof Map<?, ?> map) {
            consumer.accept(new MembersPage(rows(map.get("members")), Boolean.TRUE.equals(map.get("keepsBlanks"))));
            return map.get("next") == null ? null : String.valueOf(map.get("next"));
        }
        List<Map<String, @Nullable Object>> rows = rows(answer);
        if (rows.isEmpty()) {
            return null;
        }
        consumer.accept(new MembersPage(rows, false));
        return String.valueOf(rows.get(rows.size() - 1).get("id"));
    }

    private @Nullable Object ask(String route, String body) {
        var exchange = camel.request(route, message -> message.getMessage().setBody(body));
        Exception failure = exchange.getException();
        if (failure != null) {
            throw Failures.asTrouble(failure);
        }
        return exchange.getMessage().getBody();
    }

    private static List<Map<String, @Nullable Object>> rows(@Nullable Object list) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        if (list instanceof Iterable<?> items) {
            for (Object item : items) {
                Map<String, @Nullable Object> row = new LinkedHashMap<>();
                ((Map<?, ?>) item).forEach((name, value) -> row.put(plain(String.valueOf(name)), value));
                rows.add(row);
            }
        }
        return rows;
    }

    /** Some databases give column names in upper case. */
    private static String plain(String name) {
        return name.startsWith(Member.CUSTOM) ? name : name.toLowerCase(Locale.ROOT);
    }

    private String name() {
        return settings.current()
                .delivery()
                .route()
                .substring("direct:".length())
                .replaceFirst("^deliver-", "");
    }

    private @Nullable String route(String base) {
        String own = base + "-" + name();
        return exists(own) ? own : exists(base) ? base : null;
    }

    private boolean exists(String route) {
        String uri = route.replace("direct:", "direct://");
        return context.getRoutes().stream()
                .anyMatch(one -> one.getEndpoint().getEndpointUri().equals(uri));
    }
}
