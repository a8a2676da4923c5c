package dev.rollcall.targets;

import dev.rollcall.delivery.Change;
import dev.rollcall.delivery.Change.Operation;
import dev.rollcall.delivery.DeliveryOutcome.Trouble;
import dev.rollcall.delivery.TargetTrouble;
import dev.rollcall.failure.Causes;
import dev.rollcall.member.Member;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Sends one change after the other through a delivery route, as the queue does, and reads the answer. */
final class Changes {
    private final CamelContext camel;
    private final String route;

    Changes(CamelContext camel, String route) {
        this.camel = camel;
        this.route = route;
    }

    /** A member that lacks nothing; more fields and custom fields ({@code custom.<Name>}) as names and values in turn. */
    static Map<String, String> member(String email, String... more) {
        Map<String, String> fields = new TreeMap<>(Map.of(
                "email",
                email,
                "user_name",
                email,
                "first_name",
                "Mira",
                "last_name",
                "Lindqvist",
                "role",
                "Staff User",
                "status",
                "active"));
        for (int i = 0; i < more.length; i += 2) {
            fields.put(more[i], more[i + 1]);
        }
        return fields;
    }

    /** A change map as a delivery route gets it. */
    static Map<String, Object> change(
            String operation, UUID memberId, @Nullable String targetId, Map<String, String> member, String... changed) {
        Map<String, String> fields = new TreeMap<>();
        Map<String, String> customFields = new TreeMap<>();
        member.forEach((name, value) -> {
            if (name.startsWith(Member.CUSTOM)) {
                customFields.put(name.substring(Member.CUSTOM.length()), value);
            } else {
                fields.put(name, value);
            }
        });
        Set<String> names = changed.length == 0 ? member.keySet() : Set.of(changed);
        return new LinkedHashMap<>(new Change(
                        Operation.of(operation),
                        memberId,
                        targetId,
                        new Member(fields, customFields, null, Map.of()),
                        names)
                .toMap());
    }

    /** The answer to one change. */
    Map<?, ?> send(Map<String, Object> change) {
        Exchange exchange = camel.createProducerTemplate()
                .request(route, message -> message.getMessage().setBody(List.of(change)));
        Throwable failure = exchange.getException();
        TargetTrouble trouble = Causes.first(failure, TargetTrouble.class);
        if (trouble != null) {
            throw trouble;
        }
        if (failure != null) {
            throw new AssertionError("the route failed without saying what kind of trouble it is", failure);
        }
        return (Map<?, ?>) ((List<?>) exchange.getMessage().getBody()).get(0);
    }

    /** The target's id of a member that must be delivered. */
    String deliver(Map<String, Object> change) {
        Map<?, ?> answer = send(change);
        if (!"delivered".equals(answer.get("outcome"))) {
            throw new AssertionError("not delivered: " + answer);
        }
        return String.valueOf(answer.get("targetId"));
    }

    /** The reason of a change that must be rejected. */
    String rejected(Map<String, Object> change) {
        Map<?, ?> answer = send(change);
        if (!"rejected".equals(answer.get("outcome"))) {
            throw new AssertionError("not rejected: " + answer);
        }
        return answer.get("reason") + (Boolean.TRUE.equals(answer.get("uniqueness")) ? " [uniqueness]" : "");
    }

    /** The trouble that the change must meet. */
    TargetTrouble trouble(Map<String, Object> change) {
        try {
            throw new AssertionError("no trouble, but " + send(change));
        } catch (TargetTrouble trouble) {
            return trouble;
        }
    }

    Trouble troubleKind(Map<String, Object> change) {
        return trouble(change).why();
    }
}
