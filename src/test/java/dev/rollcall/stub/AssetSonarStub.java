package dev.rollcall.stub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * AssetSonar's API v1 and v2 as they were measured: form bodies in v1, 25 members a page, a list of active members only, two
 * filters that work and silence about all others, an error for an inactive duplicate within a 200, and an e-mail that is
 * lost by {@code external_id} or by an update without it.
 */
public final class AssetSonarStub extends StubServer {
    private static final int PAGE = 25;

    private final Map<Long, Map<String, @Nullable Object>> members = new LinkedHashMap<>();
    private final Map<Long, String> roles = new LinkedHashMap<>();
    private final Map<Long, String> teams = new LinkedHashMap<>();
    private final Map<Long, String> customFields = new LinkedHashMap<>();
    private long lastId = 580_200;
    private boolean ignoresFilters;
    private boolean repeatsRows;

    /** Starts an account with the built-in roles, each held by one member, as v1 shows roles only by their members. */
    public AssetSonarStub(int port, String token) {
        super(port, token);
        synchronized (this) {
            int number = 0;
            for (String role : List.of("Administrator", "Staff User", "Technician")) {
                number++;
                addRole(role);
                add("holder" + number + "@asset.example", "Holder " + number, role, true);
            }
        }
    }

    /** Makes a role. */
    public synchronized void addRole(String name) {
        roles.put(1700L + roles.size() + 1, name);
    }

    /** Renames a role; its id stays. */
    public synchronized void renameRole(String name, String now) {
        roles.replaceAll((id, known) -> known.equals(name) ? now : known);
    }

    /** Makes a team. */
    public synchronized void addTeam(String name) {
        teams.put(31L + teams.size(), name);
    }

    /** Makes a custom field; every member shows it. */
    public synchronized void addCustomField(String name) {
        customFields.put(9101L + customFields.size(), name);
    }

    /** Makes a member as the asset system's own people do, and gives its id. */
    public synchronized String add(String email, String lastName, String role, boolean active) {
        Map<String, @Nullable Object> member = blank();
        member.put("email", email);
        member.put("first_name", "By");
        member.put("last_name", lastName);
        member.put("role_id", idOf(roles, role));
        member.put("status", active ? 1 : 0);
        members.put((Long) member.get("id"), member);
        return String.valueOf(member.get("id"));
    }

    /** Everything that is known of a member; empty if there is none. */
    public synchronized Map<String, @Nullable Object> member(String id) {
        Map<String, @Nullable Object> member = members.get(Long.parseLong(id));
        return member == null ? Map.of() : shown(member);
    }

    /** The members with that e-mail. */
    public synchronized List<Map<String, @Nullable Object>> byEmail(String email) {
        return members.values().stream()
                .filter(member -> email.equalsIgnoreCase(String.valueOf(member.get("email"))))
                .map(this::shown)
                .toList();
    }

    /** How many members there are. */
    public synchronized int size() {
        return members.size();
    }

    /** Changes a member behind everybody's back. */
    public synchronized void set(String id, String field, Object value) {
        Map<String, @Nullable Object> member = members.get(Long.parseLong(id));
        if (member != null) {
            member.put(field, value);
        }
    }

    /** Removes a member for good. */
    public synchronized void remove(String id) {
        members.remove(Long.parseLong(id));
    }

    /** From now on each list shows everybody twice. */
    public void repeatRows(boolean repeated) {
        repeatsRows = repeated;
    }

    /** From now on no filter works, as for a parameter that the server does not know. */
    public void ignoreFilters(boolean ignored) {
        ignoresFilters = ignored;
    }

    @Override
    protected boolean isAllowed(Call call) {
        boolean bearer = ("Bearer " + token).equals(call.headers().get("authorization"));
        return call.path().startsWith("/api/v2/")
                ? bearer
                : bearer || token.equals(call.headers().get("token"));
    }

    @Override
    protected Answer refusesToken(int status) {
        return new Answer(status, status == 401 ? Map.of("error", "Invalid token.") : "<html>Forbidden</html>");
    }

    @Override
    protected Answer okWithError(String error) {
        return new Answer(200, Map.of("errors", Map.of("base", List.of(error)), "status", 422));
    }

    @Override
    protected synchronized Object everybody() {
        return members.values().stream().map(this::shown).toList();
    }

    @Override
    protected Answer answer(Call call) {
        String path = call.path();
        String id = path.replaceAll("^/(api/v2/)?members/([0-9]+).*$", "$2");
        if (path.startsWith("/api/v2/")) {
            return new AssetSonarV2(this).answer(call, id);
        }
        return switch (path.replaceAll("/[0-9]+", "/#")) {
            case "/members.api" -> call.isWrite() ? create(attributes(call)) : list(call);
            case "/members/#.api" -> call.isWrite() ? update(id, attributes(call)) : read(id);
            case "/members/#/activate.api" -> update(id, Map.of("status", "1", "email", emailOf(id)));
            case "/members/#/deactivate.api" -> update(id, Map.of("status", "0", "email", emailOf(id)));
            case "/teams.api" -> page("teams", named(teams), call);
            // The list exists and is always empty here: ids have to be read off members.
            case "/custom_roles.api" -> new Answer(200, Map.of("custom_roles", List.of(), "total_pages", 1));
            case "/members/filter.api" -> new Answer(406, "");
            default -> new Answer(404, "<html>Not Found</html>");
        };
    }

    private String emailOf(String id) {
        return String.valueOf(member(id).get("email"));
    }

    /** {@code user[city]} as {@code city}, {@code user[custom_attributes][X]} as {@code custom.X}; a JSON body is not read. */
    private static Map<String, String> attributes(Call call) {
        Map<String, String> attributes = new LinkedHashMap<>();
        if (call.headers().getOrDefault("content-type", "").startsWith("application/x-www-form-urlencoded")) {
            form(call.body()).forEach((name, value) -> {
                if (name.startsWith("user[custom_attributes][")) {
                    attributes.put("custom." + name.substring(24, name.length() - 1), value);
                } else if (name.startsWith("user[")) {
                    attributes.put(name.substring(5, name.length() - 1), value);
                }
            });
        }
        return attributes;
    }

    private Answer list(Call call) {
        String filter = ignoresFilters ? "" : call.query().getOrDefault("filter", "");
        String value = call.query().getOrDefault("filter_val", "");
        Predicate<Map<String, @Nullable Object>> wanted =
                switch (filter) {
                    case "email" -> member -> value.equalsIgnoreCase(String.valueOf(member.get("email")));
                    case "employee_identification_number" ->
                        member -> value.equals(member.get("employee_identification_number"));
                    // The word, not 0: anything else is ignored.
                    case "status" -> member -> isActive(member) != value.equals("inactive");
                    default -> AssetSonarStub::isActive;
                };
        return page(
                "members",
                members.values().stream()
                        .filter(wanted)
                        .map(this::shown)
                        .flatMap(member -> Stream.generate(() -> member).limit(repeatsRows ? 2 : 1))
                        .toList(),
                call);
    }

    Answer page(String name, List<?> all, Call call) {
        int page = Math.max(1, Integer.parseInt(call.query().getOrDefault("page", "1")));
        int from = Math.min(all.size(), (page - 1) * PAGE);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put(name, all.subList(from, Math.min(all.size(), from + PAGE)));
        answer.put("total_pages", Math.max(1, (all.size() + PAGE - 1) / PAGE));
        return new Answer(200, answer);
    }

    private Answer read(String id) {
        Map<String, @Nullable Object> member = members.get(Long.parseLong(id));
        return member == null ? new Answer(404, Map.of("errors", "Member not found")) : new Answer(200, shown(member));
    }

    Answer create(Map<String, String> attributes) {
        if (!isRole(attributes.get("role_id"))) {
            return new Answer(400, Map.of("errors", "Role Id is invalid"));
        }
        String email = attributes.getOrDefault("email", "");
        if (email.isBlank() || attributes.getOrDefault("last_name", "").isBlank()) {
            return new Answer(422, Map.of("errors", Map.of("base", List.of("Email and last name can't be blank"))));
        }
        Answer taken = taken(email, "");
        if (taken != null) {
            return taken;
        }
        Map<String, @Nullable Object> member = blank();
        write(member, attributes);
        members.put((Long) member.get("id"), member);
        return new Answer(200, Map.of("message", "Member created.", "member_id", member.get("id")));
    }

    private @Nullable Answer taken(String email, String except) {
        for (Map<String, @Nullable Object> other : members.values()) {
            if (email.equalsIgnoreCase(String.valueOf(other.get("email")))
                    && !String.valueOf(other.get("id")).equals(except)) {
                return isActive(other)
                        ? new Answer(
                                403,
                                Map.of("errors", Map.of("base", List.of("The email is already taken by a Member"))))
                        : new Answer(
                                200,
                                Map.of(
                                        "errors",
                                        Map.of(
                                                "base",
                                                List.of(
                                                        "The email is already taken by an Inactive Member. To reactivate, search with the email address and Activate Member")),
                                        "status",
                                        403));
            }
        }
        return null;
    }

    Answer update(String id, Map<String, String> attributes) {
        Map<String, @Nullable Object> member = members.get(Long.parseLong(id));
        if (member == null) {
            return new Answer(404, Map.of("errors", "Member not found"));
        }
        if (attributes.containsKey("role_id") && !isRole(attributes.get("role_id"))) {
            return new Answer(400, Map.of("errors", "Role Id is invalid"));
        }
        Answer taken = taken(attributes.getOrDefault("email", ""), id);
        if (taken != null) {
            return taken;
        }
        if (!attributes.containsKey("email")) {
            member.put("email", null);
        }
        write(member, attributes);
        return new Answer(200, Map.of("message", "Member updated."));
    }

    private void write(Map<String, @Nullable Object> member, Map<String, String> attributes) {
        attributes.forEach((name, value) -> {
            if (name.equals("external_id")) {
                member.put("email", null);
            } else if (name.startsWith("custom.")) {
                if (customFields.containsValue(name.substring(7))) {
                    member.put(name, value);
                }
            } else if (List.of("role_id", "status", "team_id").contains(name)) {
                member.put(name, Long.parseLong(value));
            } else if (name.equals("login_enabled")) {
                member.put(name, value.equals("1") || value.equals("true"));
            } else if (member.containsKey(name)) {
                member.put(name, value.isEmpty() ? null : value);
            }
        });
        if (attributes.containsKey("external_id")) {
            member.put("email", null);
        }
    }

    private boolean isRole(@Nullable String id) {
        return id != null && id.matches("[0-9]{1,9}") && roles.containsKey(Long.parseLong(id));
    }

    private Map<String, @Nullable Object> blank() {
        Map<String, @Nullable Object> member = new LinkedHashMap<>();
        member.put("id", ++lastId);
        for (String name : List.of(
                "email",
                "first_name",
                "last_name",
                "employee_id",
                "employee_identification_number",
                "department",
                "description",
                "team_id",
                "phone_number",
                "fax",
                "address_name",
                "address",
                "address_line_2",
                "city",
                "state",
                "zip_code",
                "country",
                "time_zone",
                "offboarding_date")) {
            member.put(name, null);
        }
        member.put("login_enabled", false);
        member.put("status", 1);
        member.put("creation_source", "manual");
        member.put("auto_sync_with_ldap", true);
        // A raw record carries secrets: nothing of it may show up in Rollcall.
        member.put("web_store_token", "secret-of-" + lastId);
        return member;
    }

    Map<String, @Nullable Object> shown(Map<String, @Nullable Object> member) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>(member);
        shown.keySet().removeIf(name -> name.startsWith("custom."));
        shown.put("full_name", member.get("first_name") + " " + member.get("last_name"));
        shown.put("role_name", roles.getOrDefault(member.get("role_id"), ""));
        List<Map<String, @Nullable Object>> fields = new ArrayList<>();
        customFields.forEach((id, name) -> {
            Map<String, @Nullable Object> field = new LinkedHashMap<>();
            field.put("id", id);
            field.put("name", name);
            field.put("value", member.get("custom." + name));
            fields.add(field);
        });
        shown.put("custom_fields", fields);
        return shown;
    }

    /** A v2 body as v1's attributes. */
    Map<String, String> attributes(JsonNode member) {
        Map<String, String> attributes = new LinkedHashMap<>();
        member.properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            if (entry.getKey().equals("custom_fields")) {
                value.forEach(field -> {
                    String name = customFields.get(field.path("id").asLong());
                    if (name != null) {
                        attributes.put("custom." + name, field.path("value").asText());
                    }
                });
            } else if (entry.getKey().equals("team_ids")) {
                value.forEach(id -> attributes.put("team_id", id.asText()));
            } else if (value.isValueNode()) {
                attributes.put(entry.getKey(), value.isNull() ? "" : value.asText());
            }
        });
        return attributes;
    }

    Collection<Map<String, @Nullable Object>> all() {
        return members.values();
    }

    List<Map<String, Object>> namedRoles() {
        return named(roles);
    }

    List<Map<String, Object>> namedTeams() {
        return named(teams);
    }

    private static List<Map<String, Object>> named(Map<Long, String> names) {
        return names.entrySet().stream()
                .map(entry -> Map.<String, Object>of("id", entry.getKey(), "name", entry.getValue()))
                .toList();
    }

    private static @Nullable Long idOf(Map<Long, String> names, String name) {
        return names.entrySet().stream()
                .filter(entry -> entry.getValue().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    static boolean isActive(Map<String, @Nullable Object> member) {
        return "1".equals(String.valueOf(member.get("status")));
    }
}
