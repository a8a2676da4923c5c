package dev.rollcall.routing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.context.ApplicationListener;

/**
 * Looks before anything else whether the folder of the routes is there, as Rollcall would begin a new database if it were started
 * elsewhere, and beside the first steps of the start whether the files hold what Camel would pass over.
 */
final class RouteFiles implements ApplicationListener<SpringApplicationEvent> {
    static final String PATTERN = "camel.main.routes-include-pattern";
    private static final String FILE = "file:";

    private CompletableFuture<List<String>> problems = CompletableFuture.completedFuture(List.of());

    @Override
    public void onApplicationEvent(SpringApplicationEvent event) {
        if (event instanceof ApplicationEnvironmentPreparedEvent prepared) {
            begin(prepared.getEnvironment().getProperty(PATTERN, ""));
        } else if (event instanceof ApplicationPreparedEvent && !problems.join().isEmpty()) {
            throw new RoutesWrong(problems.join());
        }
    }

    private void begin(String pattern) {
        List<String> patterns = Arrays.stream(pattern.split(","))
                .map(String::strip)
                .filter(one -> one.startsWith(FILE))
                .toList();
        for (String one : patterns) {
            Path folder = folder(one.substring(FILE.length()));
            if (!Files.isDirectory(folder)) {
                throw new RoutesMissing(folder.toAbsolutePath().normalize());
            }
        }
        problems = CompletableFuture.supplyAsync(() -> RouteReferences.problems(patterns));
    }

    /** What stands before the first name with a wildcard, or before the file's name. */
    private static Path folder(String pattern) {
        int wildcard = pattern.indexOf('*');
        int end = (wildcard < 0 ? pattern : pattern.substring(0, wildcard)).lastIndexOf('/');
        return Path.of(end < 0 ? "." : pattern.substring(0, Math.max(end, 1)));
    }
}
