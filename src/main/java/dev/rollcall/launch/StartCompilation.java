package dev.rollcall.launch;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Keeps the JIT compilers from inlining until Rollcall is ready. They took more than half of a start's processor time, mostly
 * for methods that are hardly called afterwards; without inlining it is half of that. What is called often later is compiled
 * later, and in full.
 *
 * <p>Compilers are told by a diagnostic command (JEP 165, Compiler Control). A Java that has none starts as it did.
 */
public final class StartCompilation implements ApplicationListener<ApplicationReadyEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(StartCompilation.class);
    private static final String NOTHING_INLINED = """
            [{ "match": ["*.*"], "inline": ["-*.*"] }]
            """;

    /** Asking for the command takes a while, and the start need not wait for it. */
    private final CompletableFuture<Boolean> limited = CompletableFuture.supplyAsync(StartCompilation::limit);

    @Override
    public void onApplicationEvent(ApplicationReadyEvent ready) {
        limited.thenAcceptAsync(done -> {
            if (done) {
                command("compilerDirectivesRemove");
            }
        });
    }

    private static boolean limit() {
        try {
            Path file = Files.createTempFile("rollcall", ".json");
            try {
                Files.writeString(file, NOTHING_INLINED);
                return command("compilerDirectivesAdd", file.toString());
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            LOG.debug("the compilers are not limited", e);
            return false;
        }
    }

    /** Whether Java has the command. */
    private static boolean command(String name, String... arguments) {
        try {
            Object answer = ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            name,
                            arguments.length == 0 ? new Object[0] : new Object[] {arguments},
                            arguments.length == 0 ? new String[0] : new String[] {String[].class.getName()});
            LOG.debug("{}: {}", name, answer);
            return true;
        } catch (JMException e) {
            LOG.debug("{} is not to be had", name, e);
            return false;
        }
    }
}
