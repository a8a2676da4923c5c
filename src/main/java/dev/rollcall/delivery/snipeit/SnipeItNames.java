package dev.rollcall.delivery.snipeit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.delivery.http.Reply;
import dev.rollcall.delivery.http.TargetCalls;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The server's ids of departments, locations, companies and groups by name: looked up when first needed, then kept. */
final class SnipeItNames {
    private static final long ABSENT_FOR = TimeUnit.SECONDS.toNanos(30);
    private static final int MOST_PAGES = 20;

    private final String url;
    private final Map<String, String> ids = new ConcurrentHashMap<>();
    private final Map<String, Long> absent = new ConcurrentHashMap<>();

    SnipeItNames(String url) {
        this.url = url;
    }

    boolean isOf(String other) {
        return url.equals(other);
    }

    /**
     * The id of what has exactly this name.
     *
     * @param kind {@code departments}, {@code locations}, {@code companies} or {@code groups}
     * @param create whether it is made where there is none
     * @return {@code null} where there is none
     */
    @Nullable
    String id(String kind, String name, boolean create, TargetCalls calls) {
        String key = kind + "/" + name;
        String id = ids.get(key);
        Long since = absent.get(key);
        if (id != null || !create && since != null && System.nanoTime() - since < ABSENT_FOR) {
            return id;
        }
        // One look-up at a time: two would make two departments of the same name.
        synchronized (this) {
            id = ids.containsKey(key) ? ids.get(key) : find(kind, name, calls);
            if (id == null && create) {
                id = make(kind, name, calls);
            }
        }
        if (id == null) {
            absent.put(key, System.nanoTime());
        } else {
            ids.put(key, id);
            absent.remove(key);
        }
        return id;
    }

    /** Forgets what an answer showed to be wrong. */
    void forget() {
        ids.clear();
        absent.clear();
    }

    /** The search finds parts of names: only the whole name counts. */
    private static @Nullable String find(String kind, String name, TargetCalls calls) {
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8);
        int offset = 0;
        for (int page = 0; page < MOST_PAGES; page++) {
            Reply reply = calls.call("find-" + kind, Map.of("name", encoded, "offset", offset, "limit", SnipeIt.PAGE));
            JsonNode rows = SnipeItAnswers.rows(reply);
            for (JsonNode row : rows) {
                if (SnipeItAnswers.text(row.path("name")).equals(name)) {
                    return row.path("id").asText();
                }
            }
            offset += rows.size();
            if (rows.isEmpty() || offset >= reply.body().path("total").asInt()) {
                return null;
            }
        }
        return null;
    }

    private static @Nullable String make(String kind, String name, TargetCalls calls) {
        Reply reply = calls.call("create-" + kind, Map.of("name", name));
        String id = reply.body().path("payload").path("id").asText("");
        return SnipeItAnswers.isError(reply) || id.isEmpty() ? null : id;
    }
}
