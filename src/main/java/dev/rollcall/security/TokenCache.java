package dev.rollcall.security;

import dev.rollcall.settings.TokenHash;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Looks tokens up by their prefix and remembers the answer for 2 seconds: a revoked token stops soon, on every replica. */
final class TokenCache {
    private static final Logger LOG = LoggerFactory.getLogger(TokenCache.class);
    private static final Duration LIFE = Duration.ofSeconds(2);
    private static final Duration USED_EVERY = Duration.ofMinutes(1);
    /** Prefixes come from callers that nobody knows yet; more than this are forgotten at once. */
    private static final int MOST = 10_000;
    /** Compared with where no row is, so that an unknown prefix takes as long as a wrong secret. */
    private static final String NOBODY = TokenHash.of("nobody");

    private final TokenStore store;
    private final Clock clock;
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private final Map<UUID, Instant> used = new ConcurrentHashMap<>();

    private record Known(Optional<TokenStore.Row> row, Instant until) {}

    TokenCache(TokenStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** The source of a live token. */
    Optional<String> sourceOf(String token) {
        Optional<TokenText> text = TokenText.of(token);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Optional<TokenStore.Row> row = row(text.get().prefix(), now);
        boolean same = TokenHash.same(row.map(TokenStore.Row::hash).orElse(NOBODY), TokenHash.of(token));
        if (row.isEmpty() || !same || !row.get().token().isLive(now)) {
            return Optional.empty();
        }
        noteUse(row.get().token(), now);
        return Optional.of(row.get().token().source());
    }

    /** Asks the database again from now on. */
    void forget() {
        known.clear();
    }

    private Optional<TokenStore.Row> row(String prefix, Instant now) {
        Known there = known.get(prefix);
        if (there != null && there.until().isAfter(now)) {
            return there.row();
        }
        Optional<TokenStore.Row> row = store.byPrefix(prefix);
        if (known.size() >= MOST) {
            known.clear();
        }
        known.put(prefix, new Known(row, now.plus(LIFE)));
        return row;
    }

    private void noteUse(SourceToken token, Instant now) {
        Instant last = used.get(token.id());
        if (last != null && last.plus(USED_EVERY).isAfter(now)) {
            return;
        }
        used.put(token.id(), now);
        try {
            store.used(token.id(), now.truncatedTo(ChronoUnit.MILLIS));
        } catch (DataAccessException e) {
            // Only a person's hint is lost; the request itself must not fail for it.
            LOG.warn(
                    "The last use of a token could not be noted: {}",
                    e.getClass().getSimpleName());
        }
    }
}
