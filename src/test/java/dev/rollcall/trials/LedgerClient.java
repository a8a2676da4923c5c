package dev.rollcall.trials;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.delivery.DeliveryOutcome.Trouble;
import dev.rollcall.delivery.RateLimit;
import dev.rollcall.delivery.RetryAfter;
import dev.rollcall.delivery.TargetTrouble;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/** What a target over HTTP does: a permit before each request, a look before a create that is in doubt. Named by the trial's route. */
public final class LedgerClient {
    /** Waits for a permit of the target. */
    private interface Permits {
        void acquire();
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    /** Delivers a change to the ledger at the variable {@code url}, under the rate limit of the variable {@code target}. */
    public List<Map<String, Object>> deliver(Exchange exchange) throws IOException, InterruptedException {
        String url = exchange.getVariable("url", String.class);
        Permits permits = () -> {
            RateLimit limit = exchange.getContext().getRegistry().lookupByNameAndType("rateLimit", RateLimit.class);
            limit.acquire(exchange.getVariable("target", String.class));
        };
        Map<?, ?> change = (Map<?, ?>) exchange.getMessage().getBody(List.class).get(0);
        Object targetId = change.get("targetId");
        String key = String.valueOf(change.get("memberId"));
        if (targetId == null && Boolean.TRUE.equals(change.get("lookUp"))) {
            JsonNode found = send("GET", url + "/members?key=" + key, "", permits);
            targetId = found.has("id") ? found.path("id").asText() : null;
        }
        Object title = change.get("member") instanceof Map<?, ?> member ? member.get("job_title") : null;
        String body = JSON.writeValueAsString(Map.of("key", key, "seq", Long.parseLong(String.valueOf(title))));
        JsonNode answer = targetId == null
                ? send("POST", url + "/members", body, permits)
                : send("PUT", url + "/members/" + targetId, body, permits);
        return List.of(Map.of(
                "memberId",
                key,
                "outcome",
                "delivered",
                "targetId",
                answer.path("id").asText()));
    }

    private JsonNode send(String method, String uri, String body, Permits permits)
            throws IOException, InterruptedException {
        permits.acquire();
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(uri))
                        .timeout(Duration.ofSeconds(2))
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() == 429) {
            throw new TargetTrouble(
                    Trouble.BUSY,
                    "429",
                    RetryAfter.of(
                            answer.headers().firstValue("Retry-After").orElse(null),
                            answer.headers().firstValue("Date").orElse(null),
                            Instant.now()));
        }
        if (answer.statusCode() != 200) {
            Trouble why = answer.statusCode() == 503 ? Trouble.DOWN : Trouble.UNKNOWN;
            throw new TargetTrouble(why, "the target answered " + answer.statusCode(), null);
        }
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new TargetTrouble(Trouble.UNKNOWN, "the target answered something that is no JSON", null);
        }
    }
}
