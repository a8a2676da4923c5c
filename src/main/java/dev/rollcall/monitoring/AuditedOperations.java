package dev.rollcall.monitoring;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.audit.Audit;
import dev.rollcall.audit.Repeats;
import java.io.IOException;
import java.time.Clock;
import java.util.OptionalInt;
import javax.management.JMException;
import javax.management.ObjectName;
import org.jolokia.server.core.request.BadRequestException;
import org.jolokia.server.core.request.EmptyResponseException;
import org.jolokia.server.core.request.JolokiaExecRequest;
import org.jolokia.server.core.request.JolokiaObjectNameRequest;
import org.jolokia.server.core.request.JolokiaRequest;
import org.jolokia.server.core.request.JolokiaWriteRequest;
import org.jolokia.server.core.request.NotChangedException;
import org.jolokia.service.jmx.LocalRequestHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Does what Jolokia is asked to do beyond reading, and leaves an entry in the audit for it: done, refused by {@link
 * JolokiaPolicy}, or failed. Operations that only look leave none; of one person's refused ones the first twenty are recorded,
 * then the hundredth and so on. Arguments are not recorded.
 */
final class AuditedOperations extends LocalRequestHandler {
    /** Jolokia's own handler has 1000; the first that can handle such a request is the one that does. */
    private static final int BEFORE_JOLOKIAS_OWN = 500;

    private static final int LONGEST = 500;

    private final Audit audit;
    private final Repeats refusals = new Repeats(Clock.systemUTC(), 20);

    AuditedOperations(Audit audit) {
        super(BEFORE_JOLOKIAS_OWN);
        this.audit = audit;
    }

    @Override
    public boolean canHandle(JolokiaRequest request) {
        return (request instanceof JolokiaExecRequest || request instanceof JolokiaWriteRequest)
                && super.canHandle(request);
    }

    @Override
    public <R extends JolokiaRequest> @Nullable Object handleRequest(R request, @Nullable Object previous)
            throws IOException, JMException, NotChangedException, BadRequestException, EmptyResponseException {
        String outcome = "failed";
        try {
            Object result = super.handleRequest(request, previous);
            outcome = "done";
            return result;
        } catch (SecurityException e) {
            outcome = "refused";
            throw e;
        } finally {
            note((JolokiaObjectNameRequest) request, outcome);
        }
    }

    private void note(JolokiaObjectNameRequest request, String outcome) {
        Authentication caller = SecurityContextHolder.getContext().getAuthentication();
        String actor = caller == null ? "(nobody)" : caller.getName();
        String operation = operation(request);
        ObjectNode detail =
                JsonNodeFactory.instance.objectNode().put("mbean", cut(String.valueOf(request.getObjectName())));
        if (outcome.equals("refused")) {
            OptionalInt times = refusals.more(actor);
            if (times.isEmpty()) {
                return;
            }
            detail.put("refusals", times.getAsInt());
        } else if (JolokiaPolicy.onlyLooks(operation)) {
            return;
        }
        audit.recordAfterwards(actor, "jolokia." + outcome, operation + " of " + of(request.getObjectName()), detail);
    }

    private static String operation(JolokiaObjectNameRequest request) {
        if (request instanceof JolokiaExecRequest exec) {
            return cut(exec.getOperation());
        }
        return "writing " + cut(((JolokiaWriteRequest) request).getAttributeName());
    }

    /** Camel's MBeans by what they stand for; others by their whole name. */
    private static String of(ObjectName name) {
        String type = name.getKeyProperty("type");
        String of = name.getKeyProperty("name");
        if (!name.getDomain().equals("org.apache.camel") || type == null || of == null) {
            return cut(name.toString());
        }
        String plain = cut(of.replace("\"", ""));
        return type.equals("routes") ? "route " + plain : type.equals("context") ? "all of Camel" : type + " " + plain;
    }

    private static String cut(@Nullable String text) {
        return text == null ? "" : text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
