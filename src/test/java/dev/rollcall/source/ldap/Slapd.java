package dev.rollcall.source.ldap;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real OpenLDAP server of Debian's package slapd, on free ports, with its data in a folder. */
final class Slapd implements AutoCloseable {
    static final String ROOT = "dc=example,dc=com";
    static final String READER = "cn=rollcall," + ROOT;
    static final String PASSWORD = "Geheim-42";

    private final Path folder;
    final int port;
    final int tlsPort;
    private Process process;

    Slapd(Path folder, Certificates certificates, String certificate) {
        this(folder, certificates, certificate, "");
    }

    /** One with more lines at the end of its configuration, in which FOLDER stands for its folder. */
    Slapd(Path folder, Certificates certificates, String certificate, String more) {
        try {
            this.folder = Files.createDirectories(folder);
            port = freePort();
            tlsPort = freePort();
            Files.createDirectories(folder.resolve("data"));
            Files.createDirectories(folder.resolve("second"));
            String configuration = """
                    include /etc/ldap/schema/core.schema
                    include /etc/ldap/schema/cosine.schema
                    include /etc/ldap/schema/inetorgperson.schema
                    include /etc/ldap/schema/nis.schema
                    modulepath /usr/lib/ldap
                    moduleload back_mdb
                    moduleload ppolicy
                    pidfile FOLDER/pid
                    TLSCACertificateFile CA
                    TLSCertificateFile CERTIFICATE
                    TLSCertificateKeyFile KEY
                    sizelimit 500
                    database mdb
                    maxsize 2147483648
                    suffix dc=example,dc=com
                    rootdn cn=admin,dc=example,dc=com
                    rootpw admin
                    directory FOLDER/data
                    dbnosync
                    index objectClass,uid,entryUUID,entryCSN,modifyTimestamp eq
                    limits dn.exact="cn=rollcall,dc=example,dc=com" size=unlimited time=unlimited
                    access to attrs=userPassword by anonymous auth by * none
                    access to * by * read
                    overlay ppolicy
                    """;
            Files.writeString(
                    folder.resolve("slapd.conf"),
                    (configuration + more)
                            .replace("FOLDER", folder.toString())
                            .replace("CERTIFICATE\n", certificates.pem(certificate) + "\n")
                            .replace("KEY\n", certificates.key(certificate) + "\n")
                            .replace(" CA\n", " " + certificates.authority() + "\n"));
            process = launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the server again, with the data that it has. */
    void restart() {
        kill();
        process = launch();
    }

    private Process launch() {
        try {
            Process started = new ProcessBuilder(
                            "/usr/sbin/slapd",
                            "-d",
                            "none",
                            "-h",
                            "ldap://localhost:" + port + " ldaps://localhost:" + tlsPort,
                            "-f",
                            folder.resolve("slapd.conf").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            Processes.await("slapd listens", () -> {
                if (!started.isAlive()) {
                    throw new IllegalStateException("slapd ended: " + log());
                }
                try (LDAPConnection connection = new LDAPConnection("localhost", port)) {
                    return connection.isConnected();
                } catch (LDAPException e) {
                    return false;
                }
            });
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Loads entries while the server is down, which is quick. */
    void load(String ldif) {
        kill();
        Processes.run(
                List.of(
                        "/usr/sbin/slapadd",
                        "-q",
                        "-f",
                        folder.resolve("slapd.conf").toString()),
                Map.of(),
                ldif);
        process = launch();
    }

    /** A connection of the administrator. */
    LDAPConnection admin() {
        try {
            return new LDAPConnection("localhost", port, "cn=admin," + ROOT, "admin");
        } catch (LDAPException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The tree's top, two units, and who reads. */
    static String tree() {
        return """
                dn: dc=example,dc=com
                objectClass: domain
                dc: example

                dn: ou=People,dc=example,dc=com
                objectClass: organizationalUnit
                ou: People

                dn: ou=Leavers,dc=example,dc=com
                objectClass: organizationalUnit
                ou: Leavers

                dn: ou=Groups,dc=example,dc=com
                objectClass: organizationalUnit
                ou: Groups

                dn: cn=rollcall,dc=example,dc=com
                objectClass: applicationProcess
                objectClass: simpleSecurityObject
                cn: rollcall
                userPassword: Geheim-42

                """;
    }

    /** A user as LDIF. */
    static String person(String uid, String... more) {
        List<String> lines = new ArrayList<>(List.of(
                "dn: uid=" + uid + ",ou=People," + ROOT,
                "objectClass: inetOrgPerson",
                "uid: " + uid,
                "cn: " + uid,
                "sn: Sn-" + uid,
                "mail: " + uid + "@example.com"));
        lines.addAll(List.of(more));
        return String.join("\n", lines) + "\n\n";
    }

    /** Settings of a source that reads it by LDAPS. */
    Map<String, Object> source(Certificates certificates) {
        return Map.of(
                "profile",
                "open-ldap",
                "url",
                List.of("ldaps://localhost:" + tlsPort),
                "tls",
                "ldaps",
                "trust-store",
                certificates.authority(),
                "bind-dn",
                READER,
                "password",
                PASSWORD,
                "base",
                List.of("ou=People," + ROOT));
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

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
