package dev.rollcall.source.ldap;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldif.LDIFException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/** A directory in memory, without a schema, on a free port of the loopback address. */
final class InMemory implements AutoCloseable {
    static final String ROOT = "dc=example,dc=com";
    static final String BIND_DN = "cn=rollcall," + ROOT;
    static final String PASSWORD = "Geheim-42";

    final InMemoryDirectoryServer server;

    InMemory() {
        this(config -> {});
    }

    InMemory(Consumer<InMemoryDirectoryServerConfig> more) {
        try {
            InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(ROOT);
            config.setSchema(null);
            config.addAdditionalBindCredentials(BIND_DN, PASSWORD);
            config.setListenerConfigs(
                    InMemoryListenerConfig.createLDAPConfig("ldap", InetAddress.getLoopbackAddress(), 0, null));
            more.accept(config);
            server = new InMemoryDirectoryServer(config);
            server.startListening();
            add(ROOT, "objectClass: domain", "dc: example");
            add("ou=People," + ROOT, "objectClass: organizationalUnit", "ou: People");
            add("ou=Groups," + ROOT, "objectClass: organizationalUnit", "ou: Groups");
        } catch (LDAPException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One that speaks TLS, from the first byte on or after StartTLS. */
    static InMemory encrypted(SSLContext context, boolean ldaps) {
        return new InMemory(config -> {
            InetAddress localhost = InetAddress.getLoopbackAddress();
            try {
                config.setListenerConfigs(
                        ldaps
                                ? InMemoryListenerConfig.createLDAPSConfig(
                                        "ldaps",
                                        localhost,
                                        0,
                                        context.getServerSocketFactory(),
                                        context.getSocketFactory())
                                : InMemoryListenerConfig.createLDAPConfig(
                                        "ldap", localhost, 0, context.getSocketFactory()));
            } catch (LDAPException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Settings of a source that reads it. */
    Map<String, Object> source(String profile) {
        return Map.of(
                "profile",
                profile,
                "url",
                List.of("ldap://localhost:" + server.getListenPort()),
                "tls",
                "none",
                "bind-dn",
                BIND_DN,
                "password",
                PASSWORD,
                "base",
                List.of("ou=People," + ROOT));
    }

    void add(String dn, String... attributes) {
        List<String> ldif = new ArrayList<>(List.of("dn: " + dn));
        ldif.addAll(List.of(attributes));
        try {
            server.add(ldif.toArray(String[]::new));
        } catch (LDAPException | LDIFException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A person of inetOrgPerson. */
    void person(String uid, String... more) {
        List<String> attributes = new ArrayList<>(List.of(
                "objectClass: inetOrgPerson",
                "uid: " + uid,
                "cn: " + uid,
                "sn: Sn-" + uid,
                "mail: " + uid + "@example.com"));
        attributes.addAll(List.of(more));
        add("uid=" + uid + ",ou=People," + ROOT, attributes.toArray(String[]::new));
    }

    void replace(String dn, String attribute, String... values) {
        try {
            server.modify(dn, new Modification(ModificationType.REPLACE, attribute, values));
        } catch (LDAPException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.shutDown(true);
    }
}
