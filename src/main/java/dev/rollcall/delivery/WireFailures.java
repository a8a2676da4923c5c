package dev.rollcall.delivery;

import dev.rollcall.delivery.DeliveryOutcome.Trouble;
import dev.rollcall.failure.Causes;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.jspecify.annotations.Nullable;

/** Reads what {@code camel-http} and sockets throw, for routes that leave it to that. */
final class WireFailures {
    private WireFailures() {}

    /** 429: busy. 401, 403, 502, 503, 504 and no connection: down. A line that broke, and other 5xx: unknown. */
    static Trouble troubleOf(Throwable failure) {
        HttpOperationFailedException answer = answer(failure);
        if (answer != null) {
            return switch (answer.getStatusCode()) {
                case 429 -> Trouble.BUSY;
                case 401, 403, 502, 503, 504 -> Trouble.DOWN;
                default -> answer.getStatusCode() >= 500 ? Trouble.UNKNOWN : Trouble.OWN;
            };
        }
        IOException broken = Causes.first(failure, IOException.class);
        if (broken == null) {
            return Trouble.OWN;
        }
        boolean neverThere = broken instanceof ConnectException
                || broken instanceof UnknownHostException
                || broken instanceof NoRouteToHostException
                || broken instanceof HttpConnectTimeoutException
                || broken.getClass().getSimpleName().equals("ConnectTimeoutException");
        return neverThere ? Trouble.DOWN : Trouble.UNKNOWN;
    }

    /** How long the answer asked to wait, or {@code null}. */
    static @Nullable Duration retryAfter(Throwable failure) {
        HttpOperationFailedException answer = answer(failure);
        return answer == null
                ? null
                : RetryAfter.of(header(answer, "retry-after"), header(answer, "date"), Instant.now());
    }

    private static @Nullable String header(HttpOperationFailedException answer, String name) {
        Map<String, String> headers = answer.getResponseHeaders();
        if (headers != null) {
            for (Map.Entry<String, String> header : headers.entrySet()) {
                if (header.getKey().toLowerCase(Locale.ROOT).equals(name)) {
                    return header.getValue();
                }
            }
        }
        return null;
    }

    /** Names the status where there is one; never the address or the body. */
    static String reason(Throwable failure, String otherwise) {
        HttpOperationFailedException answer = answer(failure);
        return answer == null ? otherwise : "the target answered " + answer.getStatusCode();
    }

    private static @Nullable HttpOperationFailedException answer(Throwable failure) {
        return Causes.first(failure, HttpOperationFailedException.class);
    }
}
