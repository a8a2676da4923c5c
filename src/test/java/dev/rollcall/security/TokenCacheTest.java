package dev.rollcall.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.bench.SetClock;
import dev.rollcall.database.MigratedDatabase;
import dev.rollcall.settings.TokenHash;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;

class TokenCacheTest {
    private final SetClock clock = new SetClock();

    static Stream<Supplier<DataSource>> databases() {
        return Stream.of(MigratedDatabase::h2, MigratedDatabase::postgres);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aTokenThatAnotherReplicaRevokedStopsWithinTwoSeconds(Supplier<DataSource> database) {
        TokenStore store = new TokenStore(new JdbcTemplate(database.get()));
        TokenCache cache = new TokenCache(store, clock);
        TokenText text = TokenText.random();
        UUID id = add(store, text, null);
        assertThat(cache.sourceOf(text.whole())).contains("okta");

        assertThat(store.revoke("okta", id, clock.instant())).isTrue();
        assertThat(store.revoke("okta", id, clock.instant())).isFalse();
        clock.pass(Duration.ofSeconds(2));
        assertThat(cache.sourceOf(text.whole())).isEmpty();
    }

    @Test
    void aTokenEndsAtItsTimeEvenWhileRemembered() {
        TokenStore store = new TokenStore(new JdbcTemplate(MigratedDatabase.h2()));
        TokenCache cache = new TokenCache(store, clock);
        TokenText text = TokenText.random();
        add(store, text, clock.instant().plusSeconds(1));

        assertThat(cache.sourceOf(text.whole())).contains("okta");
        clock.pass(Duration.ofSeconds(1));
        assertThat(cache.sourceOf(text.whole())).isEmpty();
    }

    @Test
    void theRightPrefixWithAnotherSecretOpensNothing() {
        TokenStore store = new TokenStore(new JdbcTemplate(MigratedDatabase.h2()));
        TokenCache cache = new TokenCache(store, clock);
        TokenText text = TokenText.random();
        add(store, text, null);

        String other = TokenText.random().whole();
        assertThat(cache.sourceOf("rc_" + text.prefix() + other.substring(11))).isEmpty();
        assertThat(cache.sourceOf(other)).isEmpty();
        assertThat(cache.sourceOf("rc_" + text.prefix())).isEmpty();
        assertThat(cache.sourceOf(text.whole() + " ")).isEmpty();
    }

    @Test
    void theLastUseIsNotedOnceAMinute() {
        TokenStore store = new TokenStore(new JdbcTemplate(MigratedDatabase.h2()));
        TokenCache cache = new TokenCache(store, clock);
        TokenText text = TokenText.random();
        add(store, text, null);

        Instant first = clock.instant();
        cache.sourceOf(text.whole());
        clock.pass(Duration.ofSeconds(59));
        cache.sourceOf(text.whole());
        assertThat(store.ofSource("okta")).extracting(SourceToken::lastUsed).isEqualTo(List.of(first));
        clock.pass(Duration.ofSeconds(1));
        cache.sourceOf(text.whole());
        assertThat(store.ofSource("okta")).extracting(SourceToken::lastUsed).isEqualTo(List.of(first.plusSeconds(60)));
    }

    @Test
    void theTableHoldsNoToken() {
        JdbcTemplate jdbc = new JdbcTemplate(MigratedDatabase.h2());
        TokenText text = TokenText.random();
        add(new TokenStore(jdbc), text, null);

        assertThat(text.whole()).matches("rc_[A-Za-z0-9]{8}_[A-Za-z0-9_-]{43}");
        assertThat(jdbc.queryForList("SELECT * FROM source_token").toString())
                .contains(TokenHash.of(text.whole()))
                .doesNotContain(text.whole().substring(12));
    }

    private UUID add(TokenStore store, TokenText text, @Nullable Instant expires) {
        UUID id = UUID.randomUUID();
        store.add(
                new SourceToken(id, "okta", text.prefix(), clock.instant(), "ann", expires, null, null),
                TokenHash.of(text.whole()));
        return id;
    }
}
