import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.directory.BasicAttributes;
import javax.naming.directory.DirContext;
import javax.naming.ldap.InitialLdapContext;

/**
 * Measures runs that read a real OpenLDAP server: starts slapd with generated people and the jar with 256 MiB of heap, and
 * asks for runs by the admin API. bench/pull compiles and runs it.
 */
final class PullBench {
    private static final String HELP = """
            bench/pull [options]
              --entries 100000   how many people the directory holds; several numbers, with commas in between
              --db both          h2, postgres or both
              --java, --jar      as in bench/run
            """;

    private static final int CHANGES = 100;

    private PullBench() {}

    /** Runs the measurements and prints a table. */
    public static void main(String[] arguments) throws Exception {
        List<String> given = List.of(arguments);
        if (given.contains("--help")) {
            System.out.print(HELP);
            return;
        }
        List<String> rest = new ArrayList<>(given);
        List<Integer> entries = new ArrayList<>();
        for (String number : Options.taken(rest, "--entries", "100000").split(",")) {
            entries.add(Integer.parseInt(number.trim()));
        }
        Options options = Options.of(rest.toArray(String[]::new));
        System.out.println(
                "| database | entries | first import | nothing changed | once more | 100 changes, incremental | once more | members | highest resident |");
        System.out.println("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        for (String database : options.databases()) {
            for (int count : entries) {
                Path directory = Files.createTempDirectory("rollcall-pull");
                try (Slapd slapd = Slapd.start(directory, count);
                        Postgres postgres = database.equals("PostgreSQL") ? Postgres.start(directory) : null;
                        Server server = Server.start(options, directory, postgres)) {
                    System.out.println(measure(database, count, slapd, server));
                } finally {
                    Directories.delete(directory);
                }
            }
        }
    }

    private static String measure(String database, int count, Slapd slapd, Server server) throws Exception {
        server.api("PATCH", "/api/settings", slapd.source());
        double first = run(server, "full", "created", count);
        double same = run(server, "full", "unchanged", count);
        double again = run(server, "full", "unchanged", count);
        slapd.change(count, "Director");
        double changes = run(server, "incremental", "updated", CHANGES);
        slapd.change(count, "Engineer");
        double more = run(server, "incremental", "updated", CHANGES);
        double delivered = QueueBench.sum(server.metrics(), "rollcall_delivery_delivered_total");
        return String.format(
                Locale.ROOT,
                "| %s | %,d | %.1f s | %.1f s | %.1f s | %.2f s | %.2f s | %,.0f | %d MiB |",
                database,
                count,
                first,
                same,
                again,
                changes,
                more,
                delivered - 2 * CHANGES,
                server.highestResidentKib() / 1024);
    }

    /** Asks for a run, waits until it is done, and tells how many seconds it took. Something else than expected is an error. */
    private static double run(Server server, String mode, String counted, int expected) throws Exception {
        String id = found(
                server.api("POST", "/api/sync-runs", "{\"source\":\"corp\",\"mode\":\"" + mode + "\"}"),
                "\"id\"\\s*:\\s*\"([^\"]+)\"");
        long until = System.nanoTime() + Duration.ofMinutes(20).toNanos();
        while (System.nanoTime() < until) {
            String shown = server.api("GET", "/api/sync-runs/" + id, null);
            if (!shown.matches("(?s).*\"state\"\\s*:\\s*\"running\".*")) {
                if (!shown.matches("(?s).*\"" + counted + "\"\\s*:\\s*" + expected + "\\D.*")) {
                    throw new IOException("Expected " + expected + " " + counted + ": " + shown);
                }
                return Double.parseDouble(found(shown, "\"seconds\"\\s*:\\s*([0-9.]+)"));
            }
            Thread.sleep(2000); // the password of each request is hashed, which is not what is measured
        }
        throw new IOException("The run did not end in 20 minutes.");
    }

    private static String found(String text, String pattern) throws IOException {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new IOException("No " + pattern + " in: " + text);
        }
        return matcher.group(1);
    }

    /** OpenLDAP with people of twelve attributes, who were changed on different days of the past year. */
    private static final class Slapd implements AutoCloseable {
        private static final String PROGRAM = "/usr/sbin/slapd";
        private static final String READER = "cn=rollcall,dc=example,dc=com";
        private static final String PASSWORD = "bench-reader";

        private final Process process;
        private final int port;

        private Slapd(Process process, int port) {
            this.process = process;
            this.port = port;
        }

        static Slapd start(Path directory, int count) throws IOException, InterruptedException {
            if (!Files.isExecutable(Path.of(PROGRAM))) {
                throw new IOException("There is no " + PROGRAM + ". Install Debian's package slapd.");
            }
            Path home = Files.createDirectory(directory.resolve("slapd"));
            Path data = Files.createDirectory(home.resolve("data"));
            Path configuration =
                    Files.writeString(home.resolve("slapd.conf"), """
                    include /etc/ldap/schema/core.schema
                    include /etc/ldap/schema/cosine.schema
                    include /etc/ldap/schema/inetorgperson.schema
                    modulepath /usr/lib/ldap
                    moduleload back_mdb
                    pidfile %s
                    sizelimit 500
                    database mdb
                    maxsize 8589934592
                    suffix dc=example,dc=com
                    rootdn cn=admin,dc=example,dc=com
                    rootpw admin
                    directory %s
                    dbnosync
                    index objectClass,uid,entryUUID,modifyTimestamp eq
                    limits dn.exact="%s" size=unlimited time=unlimited
                    access to attrs=userPassword by anonymous auth by * none
                    access to * by * read
                    """.formatted(home.resolve("pid"), data, READER));
            Path ldif = home.resolve("people.ldif");
            write(ldif, count);
            Process loaded = new ProcessBuilder(
                            "/usr/sbin/slapadd", "-q", "-f", configuration.toString(), "-l", ldif.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(home.resolve("slapadd.log").toFile())
                    .start();
            if (loaded.waitFor() != 0) {
                throw new IOException("slapadd failed:\n" + Files.readString(home.resolve("slapadd.log")));
            }
            Files.delete(ldif);
            int port = Ports.free();
            Process process = new ProcessBuilder(
                            PROGRAM, "-d", "none", "-h", "ldap://127.0.0.1:" + port, "-f", configuration.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(home.resolve("slapd.log").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            Slapd slapd = new Slapd(process, port);
            for (int i = 0; i < 100 && process.isAlive(); i++) {
                try {
                    slapd.admin().close();
                    return slapd;
                } catch (NamingException e) {
                    Thread.sleep(100); // not yet
                }
            }
            slapd.close();
            throw new IOException("slapd did not start:\n" + Files.readString(home.resolve("slapd.log")));
        }

        private static void write(Path ldif, int count) throws IOException {
            DateTimeFormatter time =
                    DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);
            Instant now = Instant.now();
            long apart = Math.max(1, Duration.ofDays(365).toSeconds() / (count + 1));
            try (BufferedWriter to = Files.newBufferedWriter(ldif)) {
                to.write("""
                        dn: dc=example,dc=com
                        objectClass: domain
                        dc: example

                        dn: ou=People,dc=example,dc=com
                        objectClass: organizationalUnit
                        ou: People

                        dn: %s
                        objectClass: applicationProcess
                        objectClass: simpleSecurityObject
                        cn: rollcall
                        userPassword: %s

                        """.formatted(READER, PASSWORD));
                for (int i = 0; i < count; i++) {
                    String changed = time.format(now.minusSeconds(apart * (i + 1)));
                    to.write("""
                            dn: uid=user%1$d,ou=People,dc=example,dc=com
                            objectClass: inetOrgPerson
                            uid: user%1$d
                            cn: First%2$d Last%1$d
                            givenName: First%2$d
                            sn: Last%1$d
                            displayName: First%2$d Last%1$d
                            mail: user%1$d@corp.example
                            employeeNumber: E%1$d
                            title: Engineer
                            departmentNumber: Department %3$d
                            telephoneNumber: +49 30 %1$d
                            l: Berlin
                            street: Road %2$d
                            entryUUID: %4$s
                            entryCSN: %5$s.000000Z#000000#000#000000
                            createTimestamp: %5$sZ
                            modifyTimestamp: %5$sZ

                            """.formatted(
                            i, i % 977, i % 40, new UUID(i * 0x9E3779B97F4A7C15L, i * 0xC2B2AE3D27D4EB4FL), changed));
                }
            }
        }

        private DirContext admin() throws NamingException {
            Hashtable<String, String> environment = new Hashtable<>();
            environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.ldap.LdapCtxFactory");
            environment.put(Context.PROVIDER_URL, "ldap://127.0.0.1:" + port);
            environment.put(Context.SECURITY_PRINCIPAL, "cn=admin,dc=example,dc=com");
            environment.put(Context.SECURITY_CREDENTIALS, "admin");
            return new InitialLdapContext(environment, null);
        }

        /** Gives 100 people, evenly spread, another title. */
        void change(int count, String title) throws NamingException {
            DirContext admin = admin();
            try {
                for (int i = 0; i < CHANGES; i++) {
                    admin.modifyAttributes(
                            "uid=user" + (long) i * count / CHANGES + ",ou=People,dc=example,dc=com",
                            DirContext.REPLACE_ATTRIBUTE,
                            new BasicAttributes("title", title));
                }
            } finally {
                admin.close();
            }
        }

        /** A change of settings that adds it as the source {@code corp}. */
        String source() {
            return """
                    {"sources": {"corp": {"kind": "ldap", "profile": "open-ldap", "url": ["ldap://127.0.0.1:%d"], "tls": "none",
                      "bind-dn": "%s", "password": "%s", "base": ["ou=People,dc=example,dc=com"]}}}
                    """.formatted(port, READER, PASSWORD);
        }

        @Override
        public void close() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }
    }
}
