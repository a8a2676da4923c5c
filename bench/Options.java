import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the command line asks for. */
record Options(
        List<Integer> users,
        List<Integer> connections,
        int seconds,
        int warmUp,
        int loadSeconds,
        List<String> databases,
        String java,
        List<String> flags,
        Path jar,
        URI against,
        String token) {

    static Options of(String[] arguments) {
        Map<String, String> given = new LinkedHashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            if (!List.of(
                            "--users",
                            "--connections",
                            "--seconds",
                            "--warm-up",
                            "--db",
                            "--java",
                            "--jar",
                            "--against",
                            "--token",
                            "--quick")
                    .contains(arguments[i])) {
                throw new IllegalArgumentException("There is no option " + arguments[i] + ".");
            }
            if (arguments[i].equals("--quick")) {
                given.put("--quick", "");
            } else if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(arguments[i] + " needs a value.");
            } else {
                given.put(arguments[i], arguments[++i]);
            }
        }
        boolean quick = given.containsKey("--quick");
        String home = System.getenv("JAVA_HOME");
        return new Options(
                numbers(given.getOrDefault("--users", quick ? "200,2000" : "1000,50000")),
                numbers(given.getOrDefault("--connections", quick ? "1,8" : "1,8,32")),
                numbers(given.getOrDefault("--seconds", quick ? "2" : "8")).get(0),
                numbers(given.getOrDefault("--warm-up", quick ? "1" : "10")).get(0),
                quick ? 60 : 600,
                databases(given.getOrDefault("--db", quick ? "h2" : "both")),
                given.getOrDefault("--java", home == null || home.isBlank() ? "java" : home + "/bin/java"),
                List.of(),
                Path.of(given.getOrDefault("--jar", "target/rollcall.jar")).toAbsolutePath(),
                given.containsKey("--against") ? URI.create(given.get("--against")) : null,
                given.getOrDefault("--token", ""));
    }

    /** The same with another jar, and with flags for the Java that runs it. */
    Options with(Path otherJar, List<String> otherFlags) {
        return new Options(
                users,
                connections,
                seconds,
                warmUp,
                loadSeconds,
                databases,
                java,
                otherFlags,
                otherJar,
                against,
                token);
    }

    /** Takes an option that not every bench has out of the given ones, with its value. */
    static String taken(List<String> given, String name, String otherwise) {
        int at = given.indexOf(name);
        if (at < 0 || at + 1 >= given.size()) {
            return otherwise;
        }
        given.remove(at);
        return given.remove(at);
    }

    private static List<Integer> numbers(String text) {
        List<Integer> numbers = new ArrayList<>();
        for (String number : text.split(",")) {
            try {
                numbers.add(Integer.parseInt(number.trim()));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("'" + number + "' is not a number.", e);
            }
            if (numbers.get(numbers.size() - 1) < 1) {
                throw new IllegalArgumentException("'" + number + "' must be 1 or more.");
            }
        }
        return List.copyOf(numbers);
    }

    private static List<String> databases(String text) {
        return switch (text) {
            case "h2" -> List.of("H2");
            case "postgres" -> List.of("PostgreSQL");
            case "both" -> List.of("H2", "PostgreSQL");
            default -> throw new IllegalArgumentException("--db is h2, postgres or both.");
        };
    }
}
