package dev.rollcall.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Snipe-IT's API for users, departments, locations, companies and groups: errors within a 200, user names unique among users
 * that are not deleted, a password unless {@code ldap_import}, soft deletion, entities in texts, throttle headers, and no
 * service for the names of HTTP libraries.
 */
public final class SnipeItStub extends StubServer {
    private static final List<String> TEXTS = List.of(
            "username",
            "first_name",
            "last_name",
            "email",
            "employee_num",
            "jobtitle",
            "phone",
            "address",
            "city",
            "state",
            "zip",
            "country",
            "notes");
    private static final Map<String, String> REFERENCES = Map.of(
            "department_id",
            "departments",
            "location_id",
            "locations",
            "company_id",
            "companies",
            "manager_id",
            "users");

    private final Map<Long, Map<String, @Nullable Object>> users = new LinkedHashMap<>();
    private final Map<String, Map<Long, String>> named = new LinkedHashMap<>();
    private long lastId = 40;
    private boolean superuser = true;
    private boolean ignoresFilters;

    /** Starts an empty server. */
    public SnipeItStub(int port, String token) {
        super(port, token);
        for (String kind : List.of("departments", "locations", "companies", "groups")) {
            named.put(kind, new LinkedHashMap<>());
        }
    }

    /** Makes a department, location, company or group, and gives its id. */
    public synchronized String addNamed(String kind, String name) {
        of(kind).put(++lastId, name);
        return String.valueOf(lastId);
    }

    /** Renames a department, location, company or group; its id stays. */
    public synchronized void rename(String kind, String id, String name) {
        of(kind).put(Long.parseLong(id), name);
    }

    /** The names of one kind. */
    public synchronized List<String> named(String kind) {
        return List.copyOf(of(kind).values());
    }

    /** Makes a user as the server's own people do, and gives its id. */
    public synchronized String add(String username, boolean activated) {
        Map<String, @Nullable Object> user = new LinkedHashMap<>();
        user.put("id", ++lastId);
        user.put("username", username);
        user.put("first_name", "By");
        user.put("last_name", "Hand");
        user.put("email", username);
        user.put("activated", activated);
        users.put(lastId, user);
        return String.valueOf(lastId);
    }

    /** Changes a user behind everybody's back. */
    public synchronized void set(String id, String field, Object value) {
        Map<String, @Nullable Object> user = users.get(Long.parseLong(id));
        if (user != null) {
            user.put(field, value);
        }
    }

    /** Removes a user for good. */
    public synchronized void remove(String id) {
        users.remove(Long.parseLong(id));
    }

    /** Whether the token belongs to a superuser: others change no groups, and are not told. */
    public void superuser(boolean yes) {
        superuser = yes;
    }

    /** From now on no filter works. */
    public void ignoreFilters(boolean ignored) {
        ignoresFilters = ignored;
    }

    /** The raw users with this user name. */
    public synchronized List<Map<String, @Nullable Object>> byUsername(String username) {
        return users.values().stream()
                .filter(user -> username.equalsIgnoreCase(String.valueOf(user.get("username"))))
                .map(user -> (Map<String, @Nullable Object>) new LinkedHashMap<>(user))
                .toList();
    }

    @Override
    protected boolean isAllowed(Call call) {
        return ("Bearer " + token).equals(call.headers().get("authorization"));
    }

    @Override
    protected Answer refusesToken(int status) {
        return new Answer(
                status, status == 401 ? Map.of("error", "Unauthorized or unauthenticated.") : "<html>Forbidden</html>");
    }

    @Override
    protected Answer okWithError(String error) {
        return error(error);
    }

    @Override
    protected synchronized Object everybody() {
        return users.values().stream().map(this::shown).toList();
    }

    @Override
    protected Map<String, String> headers(Call call) {
        return Map.of("X-RateLimit-Limit", "120", "X-RateLimit-Remaining", "119");
    }

    @Override
    protected Answer answer(Call call) {
        String agent = call.headers().getOrDefault("user-agent", "");
        if (agent.isEmpty() || agent.matches(".*(Java/|Apache-HttpClient/|okhttp/).*")) {
            return new Answer(403, "<html>blocked</html>");
        }
        String[] path = call.path().replaceFirst("^/api/v1/", "").split("/");
        if (named.containsKey(path[0]) && path.length == 1) {
            return call.isWrite() ? make(path[0], json(call)) : list(path[0], call);
        }
        if (!path[0].equals("users")) {
            return new Answer(404, Map.of("status", "error", "messages", "404 endpoint not found", "payload", ""));
        }
        if (path.length == 1) {
            return call.isWrite() ? create(json(call)) : users(call);
        }
        Map<String, @Nullable Object> user = users.get(Long.parseLong(path[1]));
        if (path.length == 3 && path[2].equals("restore")) {
            return restore(user);
        }
        if (user == null || user.get("deleted_at") != null) {
            return error("User does not exist.");
        }
        return call.isWrite() ? update(user, json(call)) : new Answer(200, shown(user));
    }

    private Answer list(String kind, Call call) {
        String search = call.query().getOrDefault("search", "").toLowerCase(Locale.ROOT);
        List<Map<String, Object>> rows = new ArrayList<>();
        of(kind).forEach((id, name) -> {
            if (name.toLowerCase(Locale.ROOT).contains(search)) {
                rows.add(Map.of("id", id, "name", escaped(name)));
            }
        });
        return page(rows, call);
    }

    private Answer make(String kind, JsonNode body) {
        String name = body.path("name").asText();
        String id = addNamed(kind, name);
        return new Answer(
                200, Map.of("status", "success", "messages", "Created.", "payload", Map.of("id", Long.parseLong(id))));
    }

    private Answer users(Call call) {
        boolean all = call.query().getOrDefault("all", "").equals("true");
        String username = ignoresFilters ? null : call.query().get("username");
        return page(
                users.values().stream()
                        .filter(user -> all || user.get("deleted_at") == null)
                        .filter(user -> username == null || username.equals(user.get("username")))
                        .map(this::shown)
                        .toList(),
                call);
    }

    private static Answer page(List<?> all, Call call) {
        int limit = Math.min(500, Integer.parseInt(call.query().getOrDefault("limit", "50")));
        int from = Math.min(all.size(), Integer.parseInt(call.query().getOrDefault("offset", "0")));
        return new Answer(
                200, Map.of("total", all.size(), "rows", all.subList(from, Math.min(all.size(), from + limit))));
    }

    private Answer create(JsonNode body) {
        Map<String, List<String>> messages = new LinkedHashMap<>();
        if (body.path("first_name").asText("").isBlank()) {
            messages.put("first_name", List.of("The first name field is required."));
        }
        if (!body.path("ldap_import").asBoolean(false)
                && body.path("ldap_import").asInt(0) != 1
                && body.path("password").asText("").isBlank()) {
            messages.put("password", List.of("The password field is required."));
        }
        check(body, null, messages);
        if (!messages.isEmpty()) {
            return error(messages);
        }
        Map<String, @Nullable Object> user = new LinkedHashMap<>();
        user.put("id", ++lastId);
        user.put("activated", false);
        user.put("created_by_import", body.has("ldap_import"));
        users.put(lastId, user);
        write(user, body);
        return new Answer(
                200, Map.of("status", "success", "messages", "User created successfully.", "payload", shown(user)));
    }

    private void check(JsonNode body, @Nullable Object except, Map<String, List<String>> messages) {
        String username = body.path("username").asText("");
        boolean taken = users.values().stream()
                .anyMatch(user -> user.get("deleted_at") == null
                        && username.equalsIgnoreCase(String.valueOf(user.get("username")))
                        && !String.valueOf(user.get("id")).equals(String.valueOf(except)));
        if (taken) {
            messages.put("username", List.of("The username has already been taken."));
        }
        if (body.path("zip").asText("").length() > 10) {
            messages.put("zip", List.of("The zip may not be greater than 10 characters."));
        }
        REFERENCES.forEach((name, kind) -> {
            long id = body.path(name).asLong(0);
            if (id != 0 && !(kind.equals("users") ? users.containsKey(id) : of(kind).containsKey(id))) {
                messages.put(name, List.of("The selected " + name + " is invalid."));
            }
        });
    }

    private Answer update(Map<String, @Nullable Object> user, JsonNode body) {
        Map<String, List<String>> messages = new LinkedHashMap<>();
        check(body, user.get("id"), messages);
        if (!messages.isEmpty()) {
            return error(messages);
        }
        write(user, body);
        return new Answer(
                200, Map.of("status", "success", "messages", "User was successfully updated.", "payload", shown(user)));
    }

    private Answer restore(@Nullable Map<String, @Nullable Object> user) {
        if (user == null || user.get("deleted_at") == null) {
            return error("User does not exist or is not deleted.");
        }
        user.put("deleted_at", null);
        return new Answer(200, Map.of("status", "success", "messages", "User restored.", "payload", ""));
    }

    private void write(Map<String, @Nullable Object> user, JsonNode body) {
        TEXTS.forEach(name -> {
            if (body.has(name)) {
                user.put(name, body.path(name).isNull() ? null : body.path(name).asText());
            }
        });
        for (String name : List.of("start_date", "end_date")) {
            if (body.has(name)) {
                user.put(name, body.path(name).isNull() ? null : body.path(name).asText());
            }
        }
        REFERENCES.keySet().forEach(name -> {
            if (body.has(name)) {
                user.put(name, body.path(name).isNull() ? null : body.path(name).asLong());
            }
        });
        if (body.has("activated")) {
            user.put("activated", body.path("activated").asBoolean());
        }
        if (superuser && body.path("groups") instanceof ArrayNode groups) {
            List<Long> ids = new ArrayList<>();
            groups.forEach(id -> ids.add(id.asLong()));
            user.put("groups", ids);
        }
    }

    private Map<String, @Nullable Object> shown(Map<String, @Nullable Object> user) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("id", user.get("id"));
        TEXTS.forEach(name -> {
            Object value = user.get(name);
            shown.put(name, value == null ? null : escaped(value.toString()));
        });
        for (String name : List.of("start_date", "end_date")) {
            Object value = user.get(name);
            shown.put(name, value == null ? null : Map.of("date", value, "formatted", value));
        }
        REFERENCES.forEach((name, kind) -> {
            Object id = user.get(name);
            String text = id == null
                    ? ""
                    : kind.equals("users") ? name(users.get((Long) id)) : of(kind).getOrDefault((Long) id, "");
            shown.put(
                    name.substring(0, name.length() - 3), id == null ? null : Map.of("id", id, "name", escaped(text)));
        });
        shown.put("activated", user.get("activated"));
        shown.put("permissions", user.getOrDefault("permissions", Map.of()));
        shown.put("deleted_at", user.get("deleted_at") == null ? null : Map.of("datetime", user.get("deleted_at")));
        List<Map<String, Object>> groups = new ArrayList<>();
        if (user.get("groups") instanceof List<?> ids) {
            ids.forEach(id ->
                    groups.add(Map.of("id", id, "name", escaped(of("groups").getOrDefault((Long) id, "")))));
        }
        shown.put("groups", Map.of("total", groups.size(), "rows", groups));
        return shown;
    }

    private static String name(@Nullable Map<String, @Nullable Object> user) {
        return user == null ? "" : user.get("first_name") + " " + user.get("last_name");
    }

    private Map<Long, String> of(String kind) {
        Map<Long, String> names = named.get(kind);
        if (names == null) {
            throw new IllegalArgumentException(kind);
        }
        return names;
    }

    private static Answer error(Object messages) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("status", "error");
        body.put("messages", messages);
        body.put("payload", null);
        return new Answer(200, body);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("\"", "&quot;")
                .replace("'", "&#039;");
    }
}
