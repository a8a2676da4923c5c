package dev.rollcall.security;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rollcall.audit.Audit;
import dev.rollcall.settings.RollcallSettings;
import dev.rollcall.settings.Settings;
import dev.rollcall.settings.Source;
import dev.rollcall.settings.TokenHash;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The tokens that open a source's SCIM interface: made here, given in settings, or of a configured issuer (JWT). */
@Component
public final class SourceTokens {
    private static final int LIVE_AT_ONCE = 2;

    private final Settings settings;
    private final TokenStore store;
    private final TokenCache cache;
    private final IssuerTokens issuers;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final Clock clock = Clock.systemUTC();
    private volatile FromSettings fromSettings = new FromSettings(-1, Map.of());

    /** The hashes of the tokens in settings, by source, for one version of the settings. */
    private record FromSettings(long version, Map<String, String> hashes) {}

    SourceTokens(
            Settings settings,
            TokenStore store,
            IssuerTokens issuers,
            Audit audit,
            PlatformTransactionManager transactions) {
        this.settings = settings;
        this.store = store;
        this.cache = new TokenCache(store, clock);
        this.issuers = issuers;
        this.audit = audit;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Makes a token.
     *
     * @param expires when it stops, or {@code null} for never
     * @param actor the console user, for the audit
     * @throws TokenRefused if the source has two live tokens, or {@code expires} has passed
     */
    public NewToken make(String sourceId, @Nullable Instant expires, String actor) {
        if (!pushes(settings.current(), sourceId)) {
            throw new TokenRefused(
                    "Source '" + sourceId
                            + "' is read by Rollcall and pushes nothing, so it has no tokens. Make a source of kind scim for an identity provider.");
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        if (expires != null && !expires.isAfter(now)) {
            throw new TokenRefused("The token would have expired already. Choose a time that is still to come.");
        }
        TokenText text = TokenText.random();
        SourceToken token =
                new SourceToken(UUID.randomUUID(), sourceId, text.prefix(), now, actor, expires, null, null);
        transaction.executeWithoutResult(status -> {
            store.lock(sourceId);
            if (list(sourceId).stream().filter(other -> other.isLive(now)).count() >= LIVE_AT_ONCE) {
                throw new TokenRefused("Source '" + sourceId + "' has two live tokens, which is what a rotation needs."
                        + " Revoke the one that is no longer used, then make another.");
            }
            store.add(token, TokenHash.of(text.whole()));
            audit.record(actor, "token.make", sourceId, detail(token.prefix()));
        });
        return new NewToken(token.id(), text.whole());
    }

    /** The tokens of a source that were made here, oldest first, revoked ones included. */
    public List<SourceToken> list(String sourceId) {
        return store.ofSource(sourceId);
    }

    /**
     * Revokes a token; it stops within 5 seconds on every replica.
     *
     * @return whether the source has such a token that was not revoked
     */
    public boolean revoke(String sourceId, UUID tokenId, String actor) {
        boolean revoked = Boolean.TRUE.equals(transaction.execute(status -> {
            boolean done = store.revoke(sourceId, tokenId, clock.instant().truncatedTo(ChronoUnit.MILLIS));
            if (done) {
                audit.record(actor, "token.revoke", sourceId, detail(tokenId.toString()));
            }
            return done;
        }));
        cache.forget();
        return revoked;
    }

    /**
     * The source whose token the header carries.
     *
     * @param authorization the header as it came, or {@code null}
     * @throws IssuerUnreachable if the token may be right, but its issuer's keys cannot be read now
     */
    Optional<String> sourceOf(@Nullable String authorization) {
        Optional<String> token = Credential.in(authorization);
        if (token.isEmpty()) {
            return Optional.empty();
        }
        RollcallSettings current = settings.current();
        Optional<String> source = ofSettings(TokenHash.of(token.get()))
                .or(() -> cache.sourceOf(token.get()))
                .or(() -> issuers.sourceOf(token.get(), current));
        return source.filter(id -> pushes(current, id));
    }

    /** Tokens open sources that push; one that became a pulled source is closed to its old tokens. */
    private static boolean pushes(RollcallSettings settings, String sourceId) {
        Source source = settings.sources().get(sourceId);
        return source != null && source.scim() != null;
    }

    /** Compares with every source's token, so that the time does not tell which one is near. */
    private Optional<String> ofSettings(String hash) {
        String found = null;
        for (Map.Entry<String, String> source : hashes().entrySet()) {
            if (TokenHash.same(source.getValue(), hash)) {
                found = source.getKey();
            }
        }
        return Optional.ofNullable(found);
    }

    private Map<String, String> hashes() {
        FromSettings known = fromSettings;
        long version = settings.version();
        if (known.version() != version) {
            Map<String, String> hashes = new HashMap<>();
            settings.current().sources().forEach((id, source) -> {
                if (!source.token().isEmpty()) {
                    hashes.put(id, TokenHash.ofSetting(source.token()));
                }
            });
            known = new FromSettings(version, Map.copyOf(hashes));
            fromSettings = known;
        }
        return known.hashes();
    }

    private static JsonNode detail(String token) {
        return JsonNodeFactory.instance.objectNode().put("token", token);
    }
}
