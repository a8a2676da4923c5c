package dev.rollcall.delivery.http;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.rollcall.delivery.DeliveryOutcome.Trouble;
import dev.rollcall.delivery.RetryAfter;
import dev.rollcall.delivery.TargetTrouble;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The steps after an {@code http:} step of a target's route: reads the answer, or tells what its absence means. A write
 * whose answer is lost may have arrived ({@link Trouble#UNKNOWN}); a read can be repeated as it is.
 */
@Component("httpReplies")
public class HttpReplies {
    private static final Set<String> READS = Set.of("GET", "HEAD");
    private static final ObjectMapper JSON = JsonMapper.builder(new JsonFactoryBuilder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(50).build())
                    .build())
            .build();

    /**
     * Reads an answer.
     *
     * @return the answer that the target's own code has to judge: JSON, or an error of the 400s
     * @throws TargetTrouble {@code BUSY} for 429; {@code DOWN} for a refused token, a redirect, a server that serves nobody;
     *     {@code UNKNOWN} for a write of which it cannot be told whether it arrived
     */
    public Reply read(
            @Header(Exchange.HTTP_METHOD) String method,
            @Header(Exchange.HTTP_RESPONSE_CODE) int status,
            @Header("Retry-After") @Nullable String retryAfter,
            @Header("Date") @Nullable String date,
            @Header("X-RateLimit-Reset") @Nullable String reset,
            @Body @Nullable InputStream body)
            throws IOException {
        byte[] bytes = body == null ? new byte[0] : body.readNBytes(WholeAnswers.LARGEST + 1);
        JsonNode json = bytes.length > WholeAnswers.LARGEST ? MissingNode.getInstance() : parsed(bytes);
        Duration notBefore = notBefore(retryAfter, date, reset);
        boolean write = !READS.contains(method);
        if (status == 429) {
            throw new TargetTrouble(Trouble.BUSY, "it answered 429: too many requests", notBefore);
        }
        String content = content(bytes, json);
        // A write that is answered 403 with a page may be one that a firewall dislikes: the target's own code asks
        // further.
        if (status == 401 || status == 403 && json.isMissingNode() && !write) {
            throw new TargetTrouble(
                    Trouble.DOWN, "it refuses the token (" + status + " with " + content + ")", notBefore);
        }
        if (status == 407) {
            throw new TargetTrouble(Trouble.DOWN, "a proxy before it wants a password (407)", notBefore);
        }
        if (status >= 300 && status < 400) {
            throw new TargetTrouble(
                    Trouble.DOWN, "it answered " + status + ", and redirects are not followed: correct its url", null);
        }
        if (status >= 500 || status == 408) {
            Trouble why = write ? Trouble.UNKNOWN : status == 500 ? Trouble.OWN : Trouble.DOWN;
            throw new TargetTrouble(why, "it answered " + status, notBefore);
        }
        if (status < 300 && !json.isContainerNode()) {
            throw new TargetTrouble(
                    write ? Trouble.UNKNOWN : Trouble.DOWN,
                    "it answered " + status + " with " + content + " and not with JSON",
                    null);
        }
        return new Reply(status, json, content);
    }

    /**
     * The answer of a delivery route's contract, for APIs that need no more than one write: done, or refused for good; 409
     * means that a value is taken.
     *
     * @param change the change as the route got it
     * @throws TargetTrouble for an error that comes as a page: something before the API may have sent it
     */
    public Map<String, Object> answer(@Body Reply reply, @Variable("write") Map<String, Object> change) {
        HttpDelivery delivery = HttpDelivery.of(change);
        if (reply.isSuccess()) {
            return delivery.delivered(reply.body().path("id").asText(String.valueOf(change.get("key"))));
        }
        if (reply.status() == 403 && reply.body().isMissingNode()) {
            throw new TargetTrouble(Trouble.DOWN, "it refuses the token (403 with " + reply.content() + ")", null);
        }
        if (reply.isPage()) {
            throw new TargetTrouble(
                    Trouble.OWN,
                    "it answered " + reply.status()
                            + " with an HTML page, which a proxy, gateway or firewall may have sent",
                    null);
        }
        List<String> said = new ArrayList<>();
        for (String name : List.of("error", "errors", "message", "messages", "detail")) {
            JsonNode text = reply.body().path(name);
            if (!text.isMissingNode()) {
                said.add(text.isValueNode() ? text.asText() : text.toString());
            }
        }
        String reason = said.isEmpty() ? "it answered " + reply.status() : String.join("; ", said);
        return delivery.rejected(new Refusal(delivery.masked(reason), reply.status() == 409));
    }

    /**
     * The members of a list, by the lines {@code member field = name there} in the route's variable {@code lines}.
     *
     * @throws TargetTrouble if the answer is no list
     */
    public List<Map<String, @Nullable Object>> members(@Body Reply reply, @Variable("lines") String lines) {
        if (!reply.isSuccess() || !reply.body().isArray()) {
            throw new TargetTrouble(Trouble.DOWN, "it answered " + reply.status() + " and no list of members", null);
        }
        return MemberRows.of(lines, reply.body(), member -> Map.of());
    }

    /**
     * Judges an {@code IOException} of the {@code http:} step, or of reading its answer. Always throws.
     *
     * @throws TargetTrouble {@code DOWN} where nothing was sent or nothing would have changed, else {@code UNKNOWN}
     */
    public void lost(
            @Header(Exchange.HTTP_METHOD) String method,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Throwable failure) {
        boolean unsent = failure instanceof ConnectException
                || failure instanceof ConnectTimeoutException
                || failure instanceof ConnectionRequestTimeoutException
                || failure instanceof UnknownHostException
                || failure instanceof NoRouteToHostException
                || failure instanceof SSLHandshakeException
                || failure instanceof SSLPeerUnverifiedException;
        if (unsent) {
            throw new TargetTrouble(Trouble.DOWN, "it cannot be reached (" + name(failure) + ")", null);
        }
        throw new TargetTrouble(
                READS.contains(method) ? Trouble.DOWN : Trouble.UNKNOWN,
                "its answer did not come or broke off (" + name(failure) + ")",
                null);
    }

    /** {@code Retry-After}, or else the second since 1970 at which the server's throttle has room again. */
    private static @Nullable Duration notBefore(
            @Nullable String retryAfter, @Nullable String date, @Nullable String reset) {
        Duration asked = RetryAfter.of(retryAfter, date, Instant.now());
        boolean epoch = asked == null && reset != null && reset.matches("[0-9]{9,11}");
        return epoch && reset != null
                ? RetryAfter.bounded(Duration.between(Instant.now(), Instant.ofEpochSecond(Long.parseLong(reset))))
                : asked;
    }

    /** The class says enough; the message may hold an address with a person's e-mail in it. */
    private static String name(Throwable failure) {
        return failure.getClass().getSimpleName();
    }

    /** What came, for a person. */
    private static String content(byte[] bytes, JsonNode json) {
        if (!json.isMissingNode()) {
            return "JSON";
        }
        String start = new String(bytes, 0, Math.min(bytes.length, 100), StandardCharsets.UTF_8).strip();
        return start.isEmpty() ? "nothing" : start.startsWith("<") ? Reply.PAGE : "something else";
    }

    private static JsonNode parsed(byte[] bytes) {
        try {
            JsonNode json = JSON.readTree(bytes);
            return json == null || json.isNull() ? MissingNode.getInstance() : json;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}
