package dev.rollcall.google;

import static dev.rollcall.google.StubAnswers.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.api.client.util.FieldInfo;
import com.google.api.services.directory.Directory;
import com.google.api.services.directory.model.User;
import com.sun.net.httpserver.HttpExchange;
import dev.rollcall.google.GoogleStub.Page;
import java.io.IOException;
import java.lang.reflect.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The list of users of {@link GoogleStub}. Parameters and fields of users are those of the API's discovery document, out of
 * which Google makes its client: what that does not know is refused as Google does.
 */
final class GoogleUsers {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> ANYWHERE =
            Set.of("alt", "fields", "prettyPrint", "key", "quotaUser", "access_token", "oauth_token", "$.xgafv");

    private final List<ObjectNode> users = new CopyOnWriteArrayList<>();
    private final AtomicInteger number = new AtomicInteger();
    private volatile @Nullable BiFunction<String, Integer, Page> pages;

    void set(List<ObjectNode> all) {
        users.clear();
        users.addAll(all);
    }

    void pages(@Nullable BiFunction<String, Integer, Page> made) {
        pages = made;
    }

    void handle(HttpExchange exchange, Map<String, String> query) throws IOException {
        GoogleStub.Fault refusal = refusal(query);
        if (refusal != null) {
            answer(exchange, refusal);
            return;
        }
        BiFunction<String, Integer, Page> made = pages;
        if (made != null) {
            answer(exchange, 200, made(made, query));
            return;
        }
        int from = 0;
        if (query.containsKey("pageToken")) {
            if (!query.get("pageToken").matches("page-[0-9]+")) {
                answer(exchange, GoogleStub.error(400, "invalid", "Invalid Input: page_token"));
                return;
            }
            from = Integer.parseInt(query.get("pageToken").substring(5));
        }
        JsonNode part = partial(page(from, query), query.get("fields"));
        if (part == null) {
            answer(exchange, GoogleStub.error(400, "invalidParameter", "Invalid field selection"));
            return;
        }
        answer(exchange, 200, part.toString());
    }

    /** One user, by its id. */
    void one(HttpExchange exchange, Map<String, String> query) throws IOException {
        Set<String> unknown = new TreeSet<>(query.keySet());
        unknown.removeAll(ANYWHERE);
        unknown.removeAll(keys(Directory.Users.Get.class));
        List<String> fields = List.of(query.getOrDefault("fields", "id").split(",", -1));
        if (!unknown.isEmpty() || !keys(User.class).containsAll(fields)) {
            answer(exchange, GoogleStub.error(400, "invalidParameter", "Invalid value for: " + unknown + fields));
            return;
        }
        String id = exchange.getRequestURI().getPath().replaceFirst(".*/", "");
        for (ObjectNode user : users) {
            if (user.path("id").asText().equals(id)) {
                ObjectNode shown = shown(user, query.getOrDefault("projection", "basic"));
                answer(exchange, 200, shown.retain(fields).toString());
                return;
            }
        }
        answer(exchange, GoogleStub.error(404, "notFound", "Resource Not Found: userKey"));
    }

    private static GoogleStub.@Nullable Fault refusal(Map<String, String> query) {
        Set<String> unknown = new TreeSet<>(query.keySet());
        unknown.removeAll(ANYWHERE);
        unknown.removeAll(keys(Directory.Users.List.class));
        int size = size(query);
        if (!unknown.isEmpty() || size < 1 || size > 500) {
            return GoogleStub.error(400, "invalidParameter", "Invalid value for: " + unknown);
        }
        if (!query.containsKey("customer") && !query.containsKey("domain")) {
            return GoogleStub.error(400, "badRequest", "Bad Request");
        }
        if (query.containsKey("domain") && !query.get("domain").equals("example.com")) {
            return GoogleStub.error(404, "domainNotFound", "Domain not found.");
        }
        if (query.containsKey("customer") && !query.get("customer").equals("my_customer")) {
            return GoogleStub.error(400, "invalid", "Invalid Input: INVALID_CUSTOMER_ID");
        }
        return null;
    }

    private static int size(Map<String, String> query) {
        return Integer.parseInt(query.getOrDefault("maxResults", "100"));
    }

    private String made(BiFunction<String, Integer, Page> made, Map<String, String> query) {
        Page page = made.apply(query.getOrDefault("pageToken", ""), number.incrementAndGet());
        ObjectNode answer = JSON.createObjectNode().put("kind", "admin#directory#users");
        answer.putArray("users").addAll(page.users());
        return answer.put("nextPageToken", page.nextPageToken()).toString();
    }

    private ObjectNode page(int from, Map<String, String> query) {
        int size = size(query);
        ObjectNode page = JSON.createObjectNode();
        page.put("kind", "admin#directory#users");
        page.put("etag", "\"etag-" + number.incrementAndGet() + "\"");
        ArrayNode list = page.putArray("users");
        List<ObjectNode> all = List.copyOf(users);
        for (ObjectNode user : all.subList(Math.min(from, all.size()), Math.min(from + size, all.size()))) {
            list.add(shown(user, query.getOrDefault("projection", "basic")));
        }
        if (from + size < all.size()) {
            page.put("nextPageToken", "page-" + (from + size));
        }
        return page;
    }

    /** A user as the list gives it: with what changes all the time, custom schemas only in the full projection. */
    private ObjectNode shown(ObjectNode user, String projection) {
        ObjectNode shown = JSON.createObjectNode().put("kind", "admin#directory#user");
        shown.setAll(user.deepCopy());
        shown.put("etag", "\"etag-" + number.incrementAndGet() + "\"");
        shown.put("lastLoginTime", java.time.Instant.now().toString());
        shown.put("thumbnailPhotoEtag", "\"photo-" + number.incrementAndGet() + "\"");
        if (!projection.equals("full")) {
            shown.remove("customSchemas");
        }
        return shown;
    }

    /** Partial responses: {@code a,b,users(c,d)}; {@code null} for a field that there is not. */
    private static @Nullable JsonNode partial(ObjectNode page, @Nullable String fields) {
        if (fields == null) {
            return page;
        }
        int open = fields.indexOf("users(");
        if (open < 0 || !fields.endsWith(")")) {
            return null;
        }
        List<String> ofUsers =
                List.of(fields.substring(open + 6, fields.length() - 1).split(",", -1));
        if (!keys(User.class).containsAll(ofUsers)) {
            return null;
        }
        List<String> ofPage = List.of(fields.substring(0, open).split(","));
        ObjectNode part = JSON.createObjectNode();
        for (String name : ofPage) {
            if (page.has(name)) {
                part.set(name, page.get(name));
            }
        }
        if (page.path("users").isEmpty()) {
            return part; // Google leaves an empty list out
        }
        ArrayNode users = part.putArray("users");
        for (JsonNode user : page.path("users")) {
            users.add(((ObjectNode) user).deepCopy().retain(ofUsers));
        }
        return part;
    }

    private static Set<String> keys(Class<?> type) {
        Set<String> keys = new HashSet<>();
        for (Class<?> of = type; of != null; of = of.getSuperclass()) {
            for (Field field : of.getDeclaredFields()) {
                FieldInfo info = FieldInfo.of(field);
                if (info != null) {
                    keys.add(info.getName());
                }
            }
        }
        return keys;
    }
}
