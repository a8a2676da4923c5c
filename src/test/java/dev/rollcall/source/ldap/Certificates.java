package dev.rollcall.source.ldap;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/** A certificate authority and servers' certificates, made by the JDK's keytool. RSA, since slapd reads no other of its keys. */
public final class Certificates {
    private static final String PASSWORD = "changeit";
    private static final Path KEYTOOL = Path.of(System.getProperty("java.home"), "bin", "keytool");

    private static @Nullable Certificates all;

    private final Path store;

    /** Those of all tests, since making them takes seconds; gone with the JVM. */
    public static synchronized Certificates shared() {
        if (all == null) {
            try {
                Path folder = Files.createTempDirectory("rollcall-certificates");
                all = new Certificates(folder);
                Runtime.getRuntime()
                        .addShutdownHook(new Thread(() -> FileSystemUtils.deleteRecursively(folder.toFile())));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all;
    }

    /** Makes the authority, and a good, an expired and a wrongly named certificate for localhost, all in {@code folder}. */
    private Certificates(Path folder) {
        store = folder.resolve("test.p12");
        keytool("ca", "-dname", "CN=Test CA", "-ext", "bc:c", "-validity", "3650");
        server("good", "-ext", "san=dns:localhost,ip:127.0.0.1,ip:127.0.0.2,ip:" + SambaDc.ADDRESS, "-validity", "365");
        server("expired", "-ext", "san=dns:localhost", "-startdate", "-30d", "-validity", "10");
        server("other", "-ext", "san=dns:ldap.elsewhere.example", "-validity", "365");
        keytool("pinned", "-dname", "CN=old", "-ext", "san=dns:localhost", "-startdate", "-30d", "-validity", "10");
    }

    private void server(String alias, String... more) {
        List<String> arguments = new ArrayList<>(List.of("-dname", "CN=" + alias, "-signer", "ca"));
        arguments.addAll(List.of(more));
        keytool(alias, arguments.toArray(String[]::new));
    }

    private void keytool(String alias, String... more) {
        List<String> command = new ArrayList<>(List.of(
                KEYTOOL.toString(), "-J-XX:TieredStopAtLevel=1", "-genkeypair", "-alias", alias, "-keyalg", "RSA"));
        command.addAll(List.of("-keysize", "2048", "-storetype", "PKCS12"));
        command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
        command.addAll(List.of(more));
        Processes.run(command);
    }

    /** The authority's certificate as a PEM file: a source's trust-store. */
    String authority() {
        return pem("ca");
    }

    /** A certificate as a PEM file. */
    String pem(String alias) {
        try {
            byte[] certificate = keys().getCertificate(alias).getEncoded();
            return file(alias + ".crt.pem", "CERTIFICATE", certificate);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A certificate's private key as a PEM file. */
    String key(String alias) {
        try {
            Key key = keys().getKey(alias, PASSWORD.toCharArray());
            return file(alias + ".key.pem", "PRIVATE KEY", key.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String file(String name, String type, byte[] content) {
        Path file = store.resolveSibling(name);
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content);
        try {
            Files.writeString(file, "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toString();
    }

    /** What a server with that certificate runs on. */
    public SSLContext server(String alias) {
        try {
            KeyStore one = KeyStore.getInstance("PKCS12");
            one.load(null, null);
            KeyStore all = keys();
            one.setKeyEntry(
                    alias,
                    all.getKey(alias, PASSWORD.toCharArray()),
                    PASSWORD.toCharArray(),
                    all.getCertificateChain(alias));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(one, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a client runs on that trusts nobody but the authority. */
    public SSLContext client() {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("ca", keys().getCertificate("ca"));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private KeyStore keys() {
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            return keys;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
