package dev.rollcall.source.ldap;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Gives JNDI the one socket of the connection that is being opened on this thread, and no second one. JNDI would connect
 * again by itself after a lost connection, without StartTLS, and send the password in the clear. Public, since JNDI makes
 * it by name.
 */
public final class LdapSockets extends SocketFactory {
    private static final ThreadLocal<@Nullable SocketFactory> NEXT = new ThreadLocal<>();

    /** None where a connection was lost: another one has to be opened with all checks. */
    private final @Nullable SocketFactory sockets;

    private LdapSockets(@Nullable SocketFactory sockets) {
        this.sockets = sockets;
    }

    /** For JNDI: the factory of the connection that is being opened on this thread. */
    public static SocketFactory getDefault() {
        SocketFactory sockets = NEXT.get();
        NEXT.remove();
        return new LdapSockets(sockets);
    }

    private SocketFactory sockets() throws SocketException {
        if (sockets == null) {
            throw new SocketException("The connection was lost");
        }
        return sockets;
    }

    /** The next connection on this thread gets its socket from {@code sockets}; {@code null}: no connection gets one. */
    static void next(@Nullable SocketFactory sockets) {
        if (sockets == null) {
            NEXT.remove();
        } else {
            NEXT.set(sockets);
        }
    }

    @Override
    public Socket createSocket() throws IOException {
        return sockets().createSocket();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return sockets().createSocket(host, port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return sockets().createSocket(host, port, local, localPort);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return sockets().createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return sockets().createSocket(host, port, local, localPort);
    }
}
