package dev.rollcall.console;

import dev.rollcall.security.NewToken;
import dev.rollcall.security.SourceToken;
import dev.rollcall.security.SourceTokens;
import dev.rollcall.settings.Settings;
import io.swagger.v3.oas.annotations.media.Schema;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Makes, lists and revokes the tokens of a source. */
@RestController
final class TokensController {
    private final SourceTokens tokens;
    private final Settings settings;

    TokensController(SourceTokens tokens, Settings settings) {
        this.tokens = tokens;
        this.settings = settings;
    }

    record Tokens(List<SourceToken> tokens) {}

    /** What may be asked of a new token: {@code expires} as an ISO 8601 instant, or nothing for one that does not expire. */
    @Schema(name = "TokenWish")
    record Wish(@Nullable Instant expires) {}

    @GetMapping("/api/sources/{id}/tokens")
    Tokens list(@PathVariable String id) {
        KnownSource.of(settings, id);
        return new Tokens(tokens.list(id));
    }

    /** Makes a token; this answer is the only place where its secret is ever shown. */
    @PostMapping("/api/sources/{id}/tokens")
    @ResponseStatus(HttpStatus.CREATED)
    NewToken make(@PathVariable String id, @RequestBody(required = false) @Nullable Wish wish, Principal user) {
        KnownSource.of(settings, id);
        return tokens.make(id, wish == null ? null : wish.expires(), user.getName());
    }

    @DeleteMapping("/api/sources/{id}/tokens/{tokenId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@PathVariable String id, @PathVariable String tokenId, Principal user) {
        KnownSource.of(settings, id);
        boolean revoked = Page.id(tokenId)
                .map(token -> tokens.revoke(id, token, user.getName()))
                .orElse(false);
        if (!revoked) {
            throw ApiRefusal.notFound("The source has no live token with this id.");
        }
    }
}
