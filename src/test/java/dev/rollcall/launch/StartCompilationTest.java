package dev.rollcall.launch;

import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.support.GenericApplicationContext;

class StartCompilationTest {
    private static final String NOTHING_INLINED = "inline: -*.*";

    @Test
    void theCompilersInlineNothingUntilTheApplicationIsReady() {
        StartCompilation compilation = new StartCompilation();
        await().until(() -> directives().contains(NOTHING_INLINED));

        compilation.onApplicationEvent(new ApplicationReadyEvent(
                new SpringApplication(), new String[0], new GenericApplicationContext(), Duration.ZERO));
        await().until(() -> !directives().contains(NOTHING_INLINED));
    }

    private static String directives() throws Exception {
        return (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "compilerDirectivesPrint",
                        new Object[0],
                        new String[0]);
    }
}
