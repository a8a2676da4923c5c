package dev.rollcall.console;

import dev.rollcall.requests.RecentRequests;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows the last SCIM requests that this process served. */
@RestController
final class RequestsController {
    private final RecentRequests requests;

    RequestsController(RecentRequests requests) {
        this.requests = requests;
    }

    record Requests(List<RecentRequests.Request> requests) {}

    /**
     * The last requests of a source, the newest first.
     *
     * @param source the source's id, or {@code -} for requests that no source's token came with
     * @param failed whether only those with an error are wanted
     */
    @GetMapping("/api/requests")
    Requests list(
            @RequestParam String source,
            @RequestParam(defaultValue = "false") boolean failed,
            @RequestParam(required = false) @Nullable Integer limit) {
        return new Requests(requests.of(source, failed, Page.limit(limit)));
    }
}
