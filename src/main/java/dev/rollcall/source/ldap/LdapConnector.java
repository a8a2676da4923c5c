package dev.rollcall.source.ldap;

import dev.rollcall.source.PullFailure;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Hashtable;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.ldap.StartTlsRequest;
import javax.naming.ldap.StartTlsResponse;
import javax.net.SocketFactory;

/** Opens connections: encrypted as the settings say or not at all, signed in, with time limits, and no JNDI extras. */
final class LdapConnector {
    static {
        // No object ever comes out of a directory: neither serialized nor by a factory.
        System.setProperty("com.sun.jndi.ldap.object.trustSerialData", "false");
        System.setProperty("com.sun.jndi.ldap.object.trustURLCodebase", "false");
    }

    private final Duration connect;
    private final Duration answer;

    /**
     * A connector.
     *
     * @param connect how long a connection and its TLS handshake may take
     * @param answer how long the server may take for an answer
     */
    LdapConnector(Duration connect, Duration answer) {
        this.connect = connect;
        this.answer = answer;
    }

    /**
     * Connects to a server and signs in.
     *
     * @throws PullFailure with what is wrong in a sentence
     */
    PagedContext open(LdapSource source, URI server) {
        if (!source.bindDn().isBlank() && source.password().isBlank()) {
            // RFC 4513 section 5.1.2: a bind without a password succeeds, as nobody.
            throw new PullFailure(
                    "The password of '" + source.bindDn() + "' is empty. Set rollcall.sources." + source.id()
                            + ".password, or the environment variable that it names.",
                    false,
                    null);
        }
        Thread thread = Thread.currentThread();
        ClassLoader usual = thread.getContextClassLoader();
        // JNDI finds the socket factory by its name.
        thread.setContextClassLoader(LdapConnector.class.getClassLoader());
        try {
            return connected(source, server);
        } catch (IOException | NamingException e) {
            throw LdapFailures.connecting(source, server, e);
        } finally {
            LdapSockets.next(null);
            thread.setContextClassLoader(usual);
        }
    }

    private PagedContext connected(LdapSource source, URI server) throws IOException, NamingException {
        Hashtable<String, String> environment = environment(server);
        boolean startTls = source.tls().equals("start-tls");
        if (!startTls) {
            signIn(source, environment::put);
        }
        LdapSockets.next(
                server.getScheme().equals("ldaps")
                        ? TrustedSockets.of(source.trustStore(), connect)
                        : SocketFactory.getDefault());
        PagedContext context = new PagedContext(environment);
        if (startTls) {
            try {
                upgrade(context, source);
            } catch (IOException | NamingException | RuntimeException e) {
                context.disconnect();
                throw e;
            }
        }
        return context;
    }

    private void upgrade(PagedContext context, LdapSource source) throws IOException, NamingException {
        TrustedSockets sockets = TrustedSockets.of(source.trustStore(), connect);
        StartTlsResponse tls = (StartTlsResponse) context.extendedOperation(new StartTlsRequest());
        tls.negotiate(sockets);
        sockets.handshakeDone();
        signIn(source, context::addToEnvironment);
        context.reconnect(null);
    }

    private Hashtable<String, String> environment(URI server) {
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.ldap.LdapCtxFactory");
        environment.put(Context.PROVIDER_URL, server.toString());
        environment.put(Context.REFERRAL, "ignore");
        environment.put(Context.SECURITY_AUTHENTICATION, "none");
        environment.put("java.naming.ldap.version", "3");
        environment.put("java.naming.ldap.derefAliases", "never");
        environment.put("java.naming.ldap.factory.socket", LdapSockets.class.getName());
        environment.put("java.naming.ldap.attributes.binary", Values.BINARY);
        environment.put("com.sun.jndi.ldap.connect.timeout", Long.toString(connect.toMillis()));
        environment.put("com.sun.jndi.ldap.read.timeout", Long.toString(answer.toMillis()));
        return environment;
    }

    /** Where JNDI's environment takes a value. */
    @FunctionalInterface
    private interface Setter {
        Object set(String name, String value) throws NamingException;
    }

    private static void signIn(LdapSource source, Setter environment) throws NamingException {
        if (!source.bindDn().isBlank()) {
            environment.set(Context.SECURITY_AUTHENTICATION, "simple");
            environment.set(Context.SECURITY_PRINCIPAL, source.bindDn());
            environment.set(Context.SECURITY_CREDENTIALS, source.password());
        }
    }
}
