package dev.rollcall.routing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;

/** Looks before anything else whether the folder of the routes is there: started elsewhere, Rollcall would begin a new database. */
final class RouteFiles implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {
    static final String PATTERN = "camel.main.routes-include-pattern";
    private static final String FILE = "file:";

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        String patterns = event.getEnvironment().getProperty(PATTERN, "");
        for (String pattern : patterns.split(",")) {
            if (pattern.strip().startsWith(FILE)) {
                Path folder = folder(pattern.strip().substring(FILE.length()));
                if (!Files.isDirectory(folder)) {
                    throw new RoutesMissing(folder.toAbsolutePath().normalize());
                }
            }
        }
    }

    /** What stands before the first name with a wildcard, or before the file's name. */
    private static Path folder(String pattern) {
        int wildcard = pattern.indexOf('*');
        int end = (wildcard < 0 ? pattern : pattern.substring(0, wildcard)).lastIndexOf('/');
        return Path.of(end < 0 ? "." : pattern.substring(0, Math.max(end, 1)));
    }
}
