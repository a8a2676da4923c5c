package dev.rollcall.google;

import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpResponseException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Makes calls of Google's APIs, and again after trouble that passes: 403 for a rate, 429, 5xx, a lost connection. Waits
 * 1 s, 2 s, 4 s … 64 s, each shortened by up to a half at random, or as long as {@code Retry-After} asks for.
 */
public final class GoogleCalls {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(64);
    private static final Duration LONGEST_ASKED_FOR = Duration.ofMinutes(5);
    private static final Duration SLICE = Duration.ofSeconds(1);

    private final Duration first;
    private final int tries;
    private final Runnable waiting;

    /**
     * Calls with this patience.
     *
     * @param first the first wait
     * @param tries how often in all
     */
    public GoogleCalls(Duration first, int tries) {
        this(first, tries, () -> {});
    }

    private GoogleCalls(Duration first, int tries, Runnable waiting) {
        this.first = first;
        this.tries = tries;
        this.waiting = waiting;
    }

    /** The same patience, but every second of a wait this is run; what it throws ends the wait and the call. */
    public GoogleCalls whileWaiting(Runnable run) {
        return new GoogleCalls(first, tries, run);
    }

    /** Something that calls Google. */
    @FunctionalInterface
    public interface Call<T> {
        /** Calls once. */
        T run() throws IOException;
    }

    /**
     * Calls until it works.
     *
     * @throws IOException the last failure
     */
    public <T> T run(Call<T> call) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return call.run();
            } catch (IOException e) {
                if (attempt >= tries || !GoogleTrouble.isPassing(e)) {
                    throw e;
                }
                pause(e, attempt);
            }
        }
    }

    private void pause(IOException failure, int attempt) throws IOException {
        Duration asked = retryAfter(failure);
        if (asked.compareTo(LONGEST_ASKED_FOR) > 0) {
            throw failure;
        }
        long longest = Math.min(LONGEST_WAIT.toMillis(), first.toMillis() << Math.min(attempt - 1, 20));
        long jittered = longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2 + 1);
        try {
            for (long left = Math.max(asked.toMillis(), jittered); left > 0; left -= SLICE.toMillis()) {
                waiting.run();
                Thread.sleep(Math.min(left, SLICE.toMillis()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }

    /** What the answer asks for, in seconds or as a date (RFC 9110 section 10.2.3); zero where it does not. */
    static Duration retryAfter(IOException failure) {
        HttpResponseException answer = GoogleTrouble.answer(failure);
        HttpHeaders headers = answer == null ? null : answer.getHeaders();
        String text = headers == null ? null : headers.getRetryAfter();
        if (text == null) {
            return Duration.ZERO;
        }
        try {
            Duration asked = text.strip().matches("[0-9]{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(text.strip()))
                    : Duration.between(
                            Instant.now(),
                            ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
            return asked.isNegative() ? Duration.ZERO : asked;
        } catch (DateTimeParseException e) {
            return Duration.ZERO;
        }
    }
}
