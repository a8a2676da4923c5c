package dev.rollcall.routing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Looks before anything else whether the folder of the routes is there, as Rollcall would begin a new database if it were started
 * elsewhere, and whether the files hold what Camel would pass over.
 */
final class RouteFiles implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {
    static final String PATTERN = "camel.main.routes-include-pattern";
    private static final String FILE = "file:";

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        List<String> patterns = Arrays.stream(
                        event.getEnvironment().getProperty(PATTERN, "").split(","))
                .map(String::strip)
                .filter(pattern -> pattern.startsWith(FILE))
                .toList();
        for (String pattern : patterns) {
            Path folder = folder(pattern.substring(FILE.length()));
            if (!Files.isDirectory(folder)) {
                throw new RoutesMissing(folder.toAbsolutePath().normalize());
            }
        }
        List<String> problems = RouteReferences.problems(patterns);
        if (!problems.isEmpty()) {
            throw new RoutesWrong(problems);
        }
    }

    /** What stands before the first name with a wildcard, or before the file's name. */
    private static Path folder(String pattern) {
        int wildcard = pattern.indexOf('*');
        int end = (wildcard < 0 ? pattern : pattern.substring(0, wildcard)).lastIndexOf('/');
        return Path.of(end < 0 ? "." : pattern.substring(0, Math.max(end, 1)));
    }
}
