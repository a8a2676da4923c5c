package dev.rollcall.source.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.provisioning.Intake;
import dev.rollcall.settings.Settings;
import dev.rollcall.source.AnyCase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriUtils;

/**
 * Bulk requests (RFC 7644 section 3.7): operations one after the other, each on the way of a single request. References
 * {@code bulkId:x} are filled in; an operation that refers to a later one waits for it. Users that refer to each other in a
 * circle are made without the reference first, and get it once its user is there (section 3.7.1).
 */
@Component("scimBulk")
public class ScimBulk {
    /** So many times as long as one push the whole request waits for its deliveries; what is left then arrives later. */
    private static final int PUSHES_WAITED_FOR = 10;

    /** Identity providers give up after a minute. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    private final ScimUsers users;
    private final ScimGroups groups;
    private final ScimAnswers answers;
    private final Settings settings;
    private final ProducerTemplate camel;

    ScimBulk(ScimUsers users, ScimGroups groups, ScimAnswers answers, Settings settings, ProducerTemplate camel) {
        this.users = users;
        this.settings = settings;
        this.groups = groups;
        this.answers = answers;
        this.camel = camel;
    }

    /** A user that was made without what it refers to, and what is told of it. */
    private record Unfinished(BulkOperation operation, ObjectNode result) {}

    /** A request on its way. */
    private static final class Run {
        final String sourceId;
        final long end;
        final List<BulkOperation> waiting;
        final BulkReferences references;
        final List<Unfinished> unfinished = new ArrayList<>();
        final ArrayNode results = JsonNodeFactory.instance.arrayNode();

        Run(String sourceId, long end, List<BulkOperation> operations) {
            this.sourceId = sourceId;
            this.end = end;
            this.waiting = new ArrayList<>(operations);
            this.references = new BulkReferences(operations);
        }

        /** Whether it changes a user who is to be finished first: finishing puts the user back to what was sent. */
        boolean changesUnfinished(BulkOperation operation) {
            return unfinished.stream()
                    .anyMatch(one -> operation
                            .last()
                            .equals(BulkReferences.to(one.operation().bulkId())));
        }

        long errors() {
            long errors = 0;
            for (JsonNode result : results) {
                errors += result.get("status").asText().startsWith("2") ? 0 : 1;
            }
            return errors;
        }
    }

    /** Runs the request. */
    public ScimAnswer run(ScimRequest request) {
        ObjectNode body = ScimJson.read(request.body());
        Run run = new Run(request.sourceId(), System.nanoTime() + patience().toNanos(), BulkOperation.of(body));
        int mostErrors = mostErrors(AnyCase.get(body, "failOnErrors"));
        while (!run.waiting.isEmpty() && run.errors() < mostErrors) {
            if (run.waiting.stream().allMatch(run::changesUnfinished)) {
                finish(run, one -> true);
            } else {
                next(run);
                finish(run, one -> run.references.resolves(one.operation()));
            }
        }
        finish(run, one -> true);
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:BulkResponse");
        response.set("Operations", run.results);
        return ScimAnswer.of(200, response);
    }

    private Duration patience() {
        Duration pushes = settings.current().delivery().inlineWait().multipliedBy(PUSHES_WAITED_FOR);
        return pushes.compareTo(LONGEST_WAIT) < 0 ? pushes : LONGEST_WAIT;
    }

    private static int mostErrors(@Nullable JsonNode limit) {
        if (limit == null || limit.isNull()) {
            return Integer.MAX_VALUE;
        }
        if (!limit.isIntegralNumber() || limit.asInt() < 1) {
            throw ScimException.invalidValue("'failOnErrors' has to be a whole number from 1");
        }
        return limit.asInt();
    }

    /** Runs the first operation that refers to none which is still waiting, or else one of a circle. */
    private void next(Run run) {
        Map<String, BulkOperation> open = new HashMap<>();
        run.waiting.forEach(operation -> {
            if (operation.bulkId() != null) {
                open.put(operation.bulkId(), operation);
            }
        });
        List<BulkOperation> free = run.waiting.stream()
                .filter(operation -> !run.changesUnfinished(operation))
                .toList();
        for (BulkOperation operation : free) {
            if (Collections.disjoint(BulkReferences.of(operation), open.keySet())) {
                run.waiting.remove(operation);
                run.results.add(execute(run, operation, run.references::filled));
                return;
            }
        }
        BulkOperation operation = inCircle(free.get(0), open);
        run.waiting.remove(operation);
        boolean makes = operation.method().equals("POST");
        ObjectNode result = execute(run, operation, makes ? run.references::filledSoFar : run.references::filled);
        run.results.add(result);
        if (makes && isMade(result)) {
            run.unfinished.add(new Unfinished(operation, result));
        }
    }

    /** From one that waits to what it waits for, until one comes again. */
    private static BulkOperation inCircle(BulkOperation first, Map<String, BulkOperation> open) {
        Set<BulkOperation> passed = new HashSet<>();
        BulkOperation at = first;
        while (passed.add(at)) {
            for (String reference : BulkReferences.of(at)) {
                BulkOperation awaited = open.get(reference);
                if (awaited != null) {
                    at = awaited;
                    break;
                }
            }
        }
        return at;
    }

    /** Gives users what they had to be made without; says so where that cannot be had. */
    private void finish(Run run, Predicate<Unfinished> now) {
        for (Unfinished one : List.copyOf(run.unfinished)) {
            if (now.test(one)) {
                run.unfinished.remove(one);
                BulkOperation made = one.operation();
                String path = "/Users/" + run.references.idOrNull(BulkReferences.to(made.bulkId()));
                BulkOperation whole = new BulkOperation("PUT", path, null, null, made.data());
                ObjectNode rest = execute(run, whole, run.references::filled);
                one.result().setAll(rest.put("method", made.method()));
                if (isMade(rest)) {
                    one.result().put("status", "201");
                } else if (rest.get("response") instanceof ObjectNode error) {
                    error.put(
                            "detail",
                            "the user was made, but without its references: "
                                    + error.path("detail").asText());
                }
            }
        }
    }

    private static boolean isMade(ObjectNode result) {
        return result.get("status").asText().startsWith("2");
    }

    private ObjectNode execute(Run run, BulkOperation operation, UnaryOperator<JsonNode> filling) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.put("method", operation.method());
        if (operation.bulkId() != null) {
            result.put("bulkId", operation.bulkId());
        }
        ScimAnswer answer;
        try {
            answer = single(run, operation, filling);
        } catch (RuntimeException e) {
            answer = answers.error(e);
        }
        result.put("status", Integer.toString(answer.status()));
        String location = answer.headers().get("Location");
        if (location == null && !operation.method().equals("POST")) {
            location = location(operation, run.references);
        }
        if (location != null) {
            result.put("location", location);
            if (operation.bulkId() != null && answer.status() < 300) {
                run.references.made(operation.bulkId(), location.substring(location.lastIndexOf('/') + 1));
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
    private @Nullable String location(BulkOperation operation, BulkReferences references) {
        String id = operation.path().startsWith("/Users/") ? references.idOrNull(operation.last()) : null;
        return id == null ? null : answers.location(UriUtils.encodePathSegment(id, StandardCharsets.UTF_8));
    }

    private ScimAnswer single(Run run, BulkOperation operation, UnaryOperator<JsonNode> filling) {
        String path = operation.path();
        String sourceId = run.sourceId;
        if (path.equals("/Groups") || path.startsWith("/Groups/")) {
            throw groups.refusal(sourceId);
        }
        boolean collection = path.equals("/Users");
        if (!collection && !path.startsWith("/Users/")) {
            throw new ScimException(404, null, "there is no such endpoint for bulk operations. Users are under /Users");
        }
        JsonNode data = filling.apply(operation.data());
        String version = operation.version();
        return switch (operation.method()) {
            case "POST" -> {
                require(collection, "POST goes to /Users");
                yield answers.user(201, provision(run, users.create(sourceId, object(data))));
            }
            case "PUT" ->
                answers.user(200, provision(run, users.replace(sourceId, id(run, operation), version, object(data))));
            case "PATCH" ->
                answers.user(200, provision(run, users.patch(sourceId, id(run, operation), version, patch(data))));
            case "DELETE" -> answers.removed(provision(run, users.delete(sourceId, id(run, operation), version)));
            default ->
                throw ScimException.invalidValue("the method '" + ScimException.shown(operation.method())
                        + "' is not possible in bulk. Use POST, PUT, PATCH or DELETE");
        };
    }

    private Intake provision(Run run, Intake intake) {
        return camel.requestBody("direct:provision", intake.until(run.end), Intake.class);
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

    private static UUID id(Run run, BulkOperation operation) {
        UUID id = ScimRequests.uuid(run.references.id(operation.last()));
        if (id == null) {
            throw ScimException.notFound();
        }
        return id;
    }
}
