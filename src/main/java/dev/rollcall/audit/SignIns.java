package dev.rollcall.audit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.task.TaskExecutor;
import org.springframework.stereotype.Component;

/**
 * Who came into the console, who left, and who was not let in. What was typed as a name is written down only where an account
 * has that name: people type passwords there, and strangers whatever they like.
 */
@Component
public final class SignIns {
    private static final String CONSOLE = "the console";
    /** In brackets, which no account's name has. */
    private static final String SOMEBODY = "(somebody)";

    private static final String NO_ACCOUNT = "(no such user)";

    private final Audit audit;
    private final TaskExecutor beside;
    private final Repeats refusals = new Repeats(Clock.systemUTC(), 5);

    SignIns(Audit audit, @Qualifier("applicationTaskExecutor") TaskExecutor beside) {
        this.audit = audit;
        this.beside = beside;
    }

    /** Somebody came in; {@code by} is a password or OpenID Connect. */
    public void in(String name, String by, String address) {
        audit.recordAfterwards(name, "sign-in", CONSOLE, detail(address).put("by", by));
    }

    /** Somebody left. */
    public void out(String name, String address) {
        audit.recordAfterwards(name, "sign-out", CONSOLE, detail(address));
    }

    /**
     * Somebody was not let in. Of one account, and of all names that are no account's together, each of the first five tries
     * is recorded, then the tenth, the hundredth and so on.
     *
     * @param account that was tried; {@code null} where there is none of that name
     * @param why in a few words
     */
    public void refused(@Nullable String account, String why, String address) {
        String subject = account == null ? NO_ACCOUNT : account;
        OptionalInt tries = refusals.more(subject + '\n' + why);
        if (tries.isPresent()) {
            ObjectNode detail = detail(address).put("why", why).put("tries", tries.getAsInt());
            // Beside the answer, which would otherwise tell by its time whether there is such an account.
            beside.execute(() -> audit.recordAfterwards(SOMEBODY, "sign-in.refused", subject, detail));
        }
    }

    private static ObjectNode detail(String address) {
        return JsonNodeFactory.instance.objectNode().put("from", address);
    }
}
