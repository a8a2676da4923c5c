package dev.rollcall.source.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.rollcall.provisioning.Intake;
import dev.rollcall.source.AnyCase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriUtils;

/**
 * Bulk requests (RFC 7644 section 3.7): operations one after the other, each on the way of a single request. References
 * {@code bulkId:x} are filled in; an operation that refers to a later one waits for it.
 */
@Component("scimBulk")
public class ScimBulk {
    static final int MOST = 100;
    private static final String REFERENCE = "bulkId:";

    private final ScimUsers users;
    private final ScimGroups groups;
    private final ScimAnswers answers;
    private final ProducerTemplate camel;

    ScimBulk(ScimUsers users, ScimGroups groups, ScimAnswers answers, ProducerTemplate camel) {
        this.users = users;
        this.groups = groups;
        this.answers = answers;
        this.camel = camel;
    }

    /** One operation as it was sent. */
    private record Operation(
            String method,
            String path,
            @Nullable String bulkId,
            @Nullable String version,
            JsonNode data) {}

    /** Runs the request. */
    public ScimAnswer run(ScimRequest request) {
        ObjectNode body = ScimJson.read(request.body());
        List<Operation> waiting = operations(AnyCase.get(body, "Operations"));
        JsonNode limit = AnyCase.get(body, "failOnErrors");
        if (limit != null && !limit.isNull() && (!limit.isIntegralNumber() || limit.asInt() < 1)) {
            throw ScimException.invalidValue("'failOnErrors' has to be a whole number from 1");
        }
        int mostErrors = limit == null || limit.isNull() ? Integer.MAX_VALUE : limit.asInt();
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:BulkResponse");
        ArrayNode results = response.putArray("Operations");
        Map<String, String> ids = new HashMap<>();
        int errors = 0;
        while (!waiting.isEmpty() && errors < mostErrors) {
            Operation next = next(waiting, ids);
            waiting.remove(next);
            ObjectNode result = execute(request.sourceId(), next, ids);
            results.add(result);
            errors += result.get("status").asText().startsWith("2") ? 0 : 1;
        }
        return ScimAnswer.of(200, response);
    }

    private static List<Operation> operations(@Nullable JsonNode list) {
        if (list == null || !list.isArray()) {
            throw ScimException.invalidSyntax("the body has no list 'Operations'");
        }
        if (list.size() > MOST) {
            throw ScimException.tooLarge("the request has " + list.size()
                    + " operations, but at most 100 are possible. Send several requests");
        }
        List<Operation> operations = new ArrayList<>();
        Set<String> bulkIds = new HashSet<>();
        for (JsonNode item : list) {
            Operation operation = new Operation(
                    text(item, "method").toUpperCase(Locale.ROOT),
                    text(item, "path"),
                    textOrNull(item, "bulkId"),
                    textOrNull(item, "version"),
                    data(item));
            if (operation.method().equals("POST") && operation.bulkId() == null) {
                throw ScimException.invalidSyntax("operation " + (operations.size() + 1) + ": POST needs a 'bulkId'");
            }
            if (operation.bulkId() != null && !bulkIds.add(operation.bulkId())) {
                throw ScimException.invalidSyntax("the bulkId '" + operation.bulkId() + "' is used twice");
            }
            operations.add(operation);
        }
        return operations;
    }

    private static JsonNode data(JsonNode item) {
        JsonNode data = AnyCase.get(item, "data");
        return data == null ? JsonNodeFactory.instance.nullNode() : data;
    }

    private static String text(JsonNode item, String name) {
        String text = textOrNull(item, name);
        if (text == null) {
            throw ScimException.invalidSyntax("each operation needs a '" + name + "'");
        }
        return text;
    }

    private static @Nullable String textOrNull(JsonNode item, String name) {
        JsonNode value = AnyCase.get(item, name);
        return value == null
                        || value.isNull()
                        || value.isContainerNode()
                        || value.asText().isBlank()
                ? null
                : value.asText();
    }

    /** The first operation that refers to none which is still waiting; the first one where they refer in a circle. */
    private static Operation next(List<Operation> waiting, Map<String, String> ids) {
        Set<String> open = new HashSet<>();
        waiting.forEach(operation -> {
            if (operation.bulkId() != null) {
                open.add(operation.bulkId());
            }
        });
        for (Operation operation : waiting) {
            Set<String> references = references(operation);
            if (references.stream().noneMatch(open::contains)) {
                return operation;
            }
        }
        return waiting.get(0);
    }

    private static Set<String> references(Operation operation) {
        Set<String> references = new HashSet<>();
        collect(operation.data(), references);
        collect(TextNode.valueOf(last(absolute(operation.path()))), references);
        return references;
    }

    private static void collect(JsonNode node, Set<String> references) {
        if (node.isTextual() && node.asText().startsWith(REFERENCE)) {
            references.add(node.asText().substring(REFERENCE.length()));
        }
        node.forEach(child -> collect(child, references));
    }

    private ObjectNode execute(String sourceId, Operation operation, Map<String, String> ids) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.put("method", operation.method());
        if (operation.bulkId() != null) {
            result.put("bulkId", operation.bulkId());
        }
        ScimAnswer answer;
        try {
            answer = single(sourceId, operation, ids);
        } catch (RuntimeException e) {
            answer = answers.error(e);
        }
        result.put("status", Integer.toString(answer.status()));
        String location = answer.headers().get("Location");
        if (location == null && !operation.method().equals("POST")) {
            location = location(operation, ids);
        }
        if (location != null) {
            result.put("location", location);
            if (operation.bulkId() != null && answer.status() < 300) {
                ids.put(operation.bulkId(), location.substring(location.lastIndexOf('/') + 1));
            }
        }
        if (answer.headers().containsKey("ETag")) {
            result.put("version", answer.headers().get("ETag"));
        }
        if (answer.status() >= 300) {
            result.set("response", ScimJson.read(answer.body()));
        }
        return result;
    }

    /** Where the resource of a failed operation, or of a removal, is (RFC 7644 section 3.7.3); {@code null} if it names none. */
    private @Nullable String location(Operation operation, Map<String, String> ids) {
        String path = absolute(operation.path());
        if (!path.startsWith("/Users/")) {
            return null;
        }
        String last = last(path);
        String id = last.startsWith(REFERENCE) ? ids.get(last.substring(REFERENCE.length())) : last;
        return id == null ? null : answers.location(UriUtils.encodePathSegment(id, StandardCharsets.UTF_8));
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** With a slash before it and none behind it, as the paths of single requests are read. */
    private static String absolute(String path) {
        String begun = path.startsWith("/") ? path : "/" + path;
        return begun.length() > 1 && begun.endsWith("/") ? begun.substring(0, begun.length() - 1) : begun;
    }

    private ScimAnswer single(String sourceId, Operation operation, Map<String, String> ids) {
        String path = absolute(operation.path());
        if (path.equals("/Groups") || path.startsWith("/Groups/")) {
            throw groups.refusal(sourceId);
        }
        boolean collection = path.equals("/Users");
        if (!collection && !path.startsWith("/Users/")) {
            throw new ScimException(404, null, "there is no such endpoint for bulk operations. Users are under /Users");
        }
        JsonNode data = filled(operation.data(), ids);
        String version = operation.version();
        return switch (operation.method()) {
            case "POST" -> {
                require(collection, "POST goes to /Users");
                yield answers.user(201, provision(users.create(sourceId, object(data))));
            }
            case "PUT" -> answers.user(200, provision(users.replace(sourceId, id(path, ids), version, object(data))));
            case "PATCH" -> answers.user(200, provision(users.patch(sourceId, id(path, ids), version, patch(data))));
            case "DELETE" -> answers.removed(provision(users.delete(sourceId, id(path, ids), version)));
            default ->
                throw ScimException.invalidSyntax("the method '" + operation.method() + "' is not possible in bulk");
        };
    }

    private Intake provision(Intake intake) {
        return camel.requestBody("direct:provision", intake, Intake.class);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw ScimException.invalidSyntax(otherwise);
        }
    }

    private static JsonNode object(JsonNode data) {
        require(data.isObject(), "the operation needs an object 'data'");
        return data;
    }

    /** The example of RFC 7644 section 3.7 has the operations alone as data. */
    private static JsonNode patch(JsonNode data) {
        return data.isArray() ? JsonNodeFactory.instance.objectNode().set("Operations", data) : object(data);
    }

    private static UUID id(String path, Map<String, String> ids) {
        String last = last(path);
        UUID id = ScimRequests.uuid(last.startsWith(REFERENCE) ? reference(last, ids) : last);
        if (id == null) {
            throw ScimException.notFound();
        }
        return id;
    }

    private static String reference(String text, Map<String, String> ids) {
        String id = ids.get(text.substring(REFERENCE.length()));
        if (id == null) {
            throw new ScimException(
                    409,
                    null,
                    "'" + (text.length() > 60 ? text.substring(0, 60) : text)
                            + "' refers to no operation that made a resource, or in a circle");
        }
        return id;
    }

    /** The data with references filled in. */
    private static JsonNode filled(JsonNode node, Map<String, String> ids) {
        if (node.isTextual() && node.asText().startsWith(REFERENCE)) {
            return TextNode.valueOf(reference(node.asText(), ids));
        }
        if (node instanceof ObjectNode object) {
            ObjectNode filled = JsonNodeFactory.instance.objectNode();
            for (Iterator<Map.Entry<String, JsonNode>> fields = object.fields(); fields.hasNext(); ) {
                Map.Entry<String, JsonNode> field = fields.next();
                filled.set(field.getKey(), filled(field.getValue(), ids));
            }
            return filled;
        }
        if (node.isArray()) {
            ArrayNode filled = JsonNodeFactory.instance.arrayNode();
            node.forEach(item -> filled.add(filled(item, ids)));
            return filled;
        }
        return node;
    }
}
