package dev.rollcall.console;

import dev.rollcall.console.Previews.Preview;
import dev.rollcall.settings.Settings;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Shows what a user of a source would become, and stores nothing. */
@RestController
final class PreviewController {
    private final Settings settings;
    private final PastedUser pasted;
    private final Previews previews;

    PreviewController(Settings settings, PastedUser pasted, Previews previews) {
        this.settings = settings;
        this.pasted = pasted;
        this.previews = previews;
    }

    /** Maps a user in the source's shape as if it were new: what the console's preview takes. */
    @PostMapping(
            path = "/api/sources/{id}/preview",
            consumes = {"application/json", "application/*+json", "text/*"})
    @Operation(
            summary = "What a user of the source would become; nothing is stored",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            description = "One user as the source gives it: SCIM JSON; Google's JSON, one user or the"
                                    + " answer with a list, of which the first counts; of LDAP one entry in LDIF, or as JSON"
                                    + " by attribute. 256 KiB at most.",
                            required = true,
                            content = {
                                @Content(mediaType = "application/json", schema = @Schema(type = "object")),
                                @Content(
                                        mediaType = "text/plain",
                                        schema = @Schema(type = "string"),
                                        examples =
                                                @ExampleObject(
                                                        name = "LDIF",
                                                        value = "dn: uid=ada,ou=People,dc=example,dc=com\nuid: ada\n"
                                                                + "sn: Brod\nmail: ada@example.com\n"))
                            }))
    Preview preview(@PathVariable String id, @RequestBody(required = false) @Nullable String user) {
        KnownSource.of(settings, id);
        return previews.of(id, pasted.of(settings.current(), id, user == null ? "" : user));
    }
}
