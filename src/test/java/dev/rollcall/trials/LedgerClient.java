package dev.rollcall.trials;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.delivery.DeliveryOutcome.Trouble;
import dev.rollcall.delivery.RateLimit;
import dev.rollcall.delivery.RetryAfter;
import dev.rollcall.delivery.TargetTrouble;
import dev.rollcall.delivery.http.PlainHttp;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** What a target over HTTP does: a permit before each request, a look before a create that is in doubt. Named by the trial's route. */
public final class LedgerClient {
    /** Waits for a permit of the target. */
    private interface Permits {
        void acquire();
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<PlainHttp, CloseableHttpClient> CLIENTS = new ConcurrentHashMap<>();

    /** How a request goes out. */
    private record Send(CloseableHttpClient client, Permits permits) {}

    /** Delivers a change to the ledger at the variable {@code url}, under the rate limit of the variable {@code target}. */
    public List<Map<String, Object>> deliver(Exchange exchange) throws IOException {
        String url = exchange.getVariable("url", String.class);
        Permits permits = () -> {
            RateLimit limit = exchange.getContext().getRegistry().lookupByNameAndType("rateLimit", RateLimit.class);
            limit.acquireFor(exchange.getVariable("target", String.class));
        };
        Send way = new Send(client(exchange), permits);
        Map<?, ?> change = (Map<?, ?>) exchange.getMessage().getBody(List.class).get(0);
        Object targetId = change.get("targetId");
        String key = String.valueOf(change.get("memberId"));
        if (targetId == null && Boolean.TRUE.equals(change.get("lookUp"))) {
            JsonNode found = send("GET", url + "/members?key=" + key, "", way);
            targetId = found.has("id") ? found.path("id").asText() : null;
        }
        Object title = change.get("member") instanceof Map<?, ?> member ? member.get("job_title") : null;
        String body = JSON.writeValueAsString(Map.of("key", key, "seq", Long.parseLong(String.valueOf(title))));
        JsonNode answer = targetId == null
                ? send("POST", url + "/members", body, way)
                : send("PUT", url + "/members/" + targetId, body, way);
        return List.of(Map.of(
                "memberId",
                key,
                "outcome",
                "delivered",
                "targetId",
                answer.path("id").asText()));
    }

    /** The client that the shipped routes use, with shorter times. */
    private static CloseableHttpClient client(Exchange exchange) {
        PlainHttp shipped = exchange.getContext().getRegistry().lookupByNameAndType("plainHttp", PlainHttp.class);
        return CLIENTS.computeIfAbsent(shipped, plain -> {
            Timeout longest = Timeout.ofSeconds(2);
            HttpClientBuilder client = HttpClients.custom()
                    .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                            .setMaxConnPerRoute(20)
                            .setDefaultConnectionConfig(ConnectionConfig.custom()
                                    .setConnectTimeout(longest)
                                    .setSocketTimeout(longest)
                                    .build())
                            .build());
            plain.configureHttpClient(client);
            return client.build();
        });
    }

    private JsonNode send(String method, String uri, String body, Send way) throws IOException {
        way.permits().acquire();
        ClassicHttpRequest request = ClassicRequestBuilder.create(method)
                .setUri(uri)
                .setEntity(body, ContentType.APPLICATION_JSON)
                .build();
        return way.client().execute(request, LedgerClient::read);
    }

    private static JsonNode read(ClassicHttpResponse answer) throws IOException {
        if (answer.getCode() == 429) {
            throw new TargetTrouble(
                    Trouble.BUSY,
                    "429",
                    RetryAfter.of(header(answer, "Retry-After"), header(answer, "Date"), Instant.now()));
        }
        if (answer.getCode() != 200) {
            Trouble why = answer.getCode() == 503 ? Trouble.DOWN : Trouble.UNKNOWN;
            throw new TargetTrouble(why, "the target answered " + answer.getCode(), null);
        }
        try {
            return JSON.readTree(answer.getEntity().getContent().readAllBytes());
        } catch (JsonProcessingException e) {
            throw new TargetTrouble(Trouble.UNKNOWN, "the target answered something that is no JSON", null);
        }
    }

    private static @Nullable String header(ClassicHttpResponse answer, String name) {
        Header header = answer.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }
}
