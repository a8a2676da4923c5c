package dev.rollcall.source.ldap;

import com.unboundid.ldap.sdk.AddRequest;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchScope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * A real Active Directory domain controller of Debian's packages samba and samba-ad-provision, of the domain corp.example.
 * Its ports are fixed, so each process of tests gives it a loopback address of its own.
 */
final class SambaDc implements AutoCloseable {
    static final String ROOT = "DC=corp,DC=example";
    static final String PEOPLE = "OU=People," + ROOT;
    static final String GROUPS = "OU=Groups," + ROOT;
    /** How many users u0, u1 … it has. */
    static final int MANY = 1501;

    static final String ADDRESS = ownAddress();
    static final String ADMINISTRATOR = "CORP\\Administrator";
    static final String PASSWORD = "Geheim-4711";

    /** Provisions as samba-tool does, apart from the access lists of the file share, which not every file system takes. */
    private static final String PROVISION = """
            import sys
            import samba.provision
            samba.provision.setsysvolacl = lambda *args, **kwargs: None
            from samba.netcmd.main import cmd_sambatool
            sys.exit(cmd_sambatool()._run("samba-tool", *sys.argv[1:]))
            """;

    /** What a machine needs to run one. */
    static final String NEEDS =
            "No Samba AD DC can be started: apt-get install samba samba-ad-provision samba-dsdb-modules winbind"
                    + " python3-samba, as root, with the ports 389 and 636 free";

    private static @Nullable SambaDc it;

    private final Path folder;
    private final Certificates certificates;
    private Process process;

    /** The one of all tests, since making a domain takes seconds; ends with the JVM. */
    static synchronized SambaDc shared() {
        if (it == null) {
            try {
                Path folder = Files.createTempDirectory("rollcall-samba");
                SambaDc dc = new SambaDc(folder.resolve("dc"), Certificates.shared());
                dc.populate();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    dc.close();
                    FileSystemUtils.deleteRecursively(folder.toFile());
                }));
                it = dc;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return it;
    }

    /** Makes a new domain and starts its controller. */
    private SambaDc(Path folder, Certificates certificates) {
        this.folder = folder;
        this.certificates = certificates;
        try {
            Files.createDirectories(folder);
            Path provision = folder.resolve("provision.py");
            Files.writeString(provision, PROVISION);
            Processes.run(
                    List.of(
                            "/usr/bin/python3",
                            provision.toString(),
                            "domain",
                            "provision",
                            "--targetdir=" + folder,
                            "--realm=CORP.EXAMPLE",
                            "--domain=CORP",
                            "--server-role=dc",
                            "--dns-backend=NONE",
                            "--host-name=dc1",
                            "--host-ip=" + ADDRESS,
                            "--adminpass=" + PASSWORD,
                            "--option=interfaces=" + ADDRESS + "/8",
                            "--option=bind interfaces only=yes"),
                    Map.of("TDB_NO_FSYNC", "1"),
                    "");
            process = launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the machine can run one: programs, and the ports on the address. */
    static synchronized boolean isPossible() {
        if (it != null) {
            return true;
        }
        boolean installed = Processes.isThere("samba") && Processes.isThere("samba-tool");
        boolean free = isFree(389) && isFree(636);
        if (!free && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("The ports 389 and 636 of " + ADDRESS + " are taken or not allowed, and CI skips"
                    + " nothing. Stop what listens on them, such as the service slapd.");
        }
        return installed && free;
    }

    private static String ownAddress() {
        long pid = ProcessHandle.current().pid();
        return "127.77." + pid / 250 % 250 + "." + (1 + pid % 250);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(ADDRESS))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    void restart() {
        kill();
        process = launch();
    }

    private Process launch() {
        try {
            List<String> command = new ArrayList<>(List.of(
                    "samba",
                    "-s",
                    folder.resolve("etc/smb.conf").toString(),
                    "--foreground",
                    "--no-process-group",
                    "--debug-stdout",
                    "-M",
                    "single"));
            Map<String, Object> options = Map.of(
                    "server services",
                    "ldap",
                    "ldap server require strong auth",
                    "no",
                    "pid directory",
                    folder,
                    "tls certfile",
                    certificates.pem("good"),
                    "tls keyfile",
                    ownKey(certificates.key("good")),
                    "tls cafile",
                    certificates.authority());
            options.forEach((name, value) -> command.add("--option=" + name + "=" + value));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("out.log").toFile());
            builder.environment().put("TDB_NO_FSYNC", "1");
            Process started = builder.start();
            Processes.await("Samba answers", () -> {
                if (!started.isAlive()) {
                    throw new IllegalStateException("Samba ended: " + log());
                }
                try (LDAPConnection connection = admin()) {
                    return connection.isConnected();
                } catch (IllegalStateException e) {
                    return false;
                }
            });
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Samba takes a key only from a file that nobody else can read. */
    private static String ownKey(String key) throws IOException {
        Files.setPosixFilePermissions(
                Path.of(key), java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        return key;
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("out.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void populate() {
        try (LDAPConnection admin = admin()) {
            for (String unit : List.of(PEOPLE, "OU=Leavers," + ROOT, GROUPS)) {
                admin.add(unit, new Attribute("objectClass", "organizationalUnit"));
            }
            for (int i = 0; i < MANY; i++) {
                user(admin, "u" + i);
            }
        } catch (LDAPException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A new user below {@link #PEOPLE}. */
    static void user(LDAPConnection admin, String name, Attribute... more) throws LDAPException {
        List<Attribute> attributes = new ArrayList<>(List.of(
                new Attribute("objectClass", "user"),
                new Attribute("sAMAccountName", name),
                new Attribute("userPrincipalName", name + "@corp.example"),
                new Attribute("userAccountControl", "544"),
                new Attribute("sn", "Sn-" + name)));
        attributes.addAll(List.of(more));
        admin.add(new AddRequest("CN=" + name + "," + PEOPLE, attributes));
    }

    /** The DNs of its many users. */
    List<String> crowd() {
        try (LDAPConnection admin = admin()) {
            return admin
                    .search(ROOT, SearchScope.SUB, "(&(objectCategory=person)(sAMAccountName=u*))", "1.1")
                    .getSearchEntries()
                    .stream()
                    .map(Entry::getDN)
                    .toList();
        } catch (LDAPException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lets the Administrator, as whom tests read, not see an attribute of an entry; {@code schemaId} is the attribute's. */
    void hide(String dn, String schemaId) {
        Processes.run(
                List.of(
                        "samba-tool",
                        "dsacl",
                        "set",
                        "-H",
                        folder.resolve("private/sam.ldb").toString(),
                        "--configfile=" + folder.resolve("etc/smb.conf"),
                        "--objectdn=" + dn,
                        "--sddl=(OD;;RP;" + schemaId + ";;LA)"),
                Map.of("TDB_NO_FSYNC", "1"),
                "");
    }

    LDAPConnection admin() {
        try {
            return new LDAPConnection(ADDRESS, 389, ADMINISTRATOR, PASSWORD);
        } catch (LDAPException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Settings of a source that reads it by LDAPS. */
    Map<String, Object> source() {
        return Map.of(
                "profile",
                "active-directory",
                "url",
                List.of("ldaps://" + ADDRESS),
                "tls",
                "ldaps",
                "trust-store",
                certificates.authority(),
                "bind-dn",
                ADMINISTRATOR,
                "password",
                PASSWORD,
                "base",
                List.of("OU=People," + ROOT));
    }

    /** kill -9. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
