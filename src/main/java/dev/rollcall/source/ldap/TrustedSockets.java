package dev.rollcall.source.ldap;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** TLS sockets that trust the own CA or Java's trust store, check the host name, and do not wait for a handshake for ever. */
final class TrustedSockets extends SSLSocketFactory {
    private final SSLSocketFactory sockets;
    private final Duration handshake;
    private @Nullable SSLSocket upgraded;

    private TrustedSockets(SSLSocketFactory sockets, Duration handshake) {
        this.sockets = sockets;
        this.handshake = handshake;
    }

    /**
     * Sockets that trust what the PEM file holds.
     *
     * @param trustStore path of the PEM file; empty: Java's trust store
     * @param handshake how long a handshake of an upgraded connection may take
     * @throws IOException with a sentence for an admin, if the file cannot be read or holds no certificate
     */
    static TrustedSockets of(String trustStore, Duration handshake) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trustStore.isBlank() ? null : keys(Path.of(trustStore)));
            context.init(null, InTime.all(trust.getTrustManagers()), null);
            return new TrustedSockets(context.getSocketFactory(), handshake);
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "The trust-store '" + trustStore + "' holds no certificate that can be read. It has to"
                            + " be a PEM file: -----BEGIN CERTIFICATE----- and so on.",
                    e);
        }
    }

    private static KeyStore keys(Path pem) throws IOException, GeneralSecurityException {
        Collection<? extends Certificate> certificates;
        try (InputStream in = Files.newInputStream(pem)) {
            certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
        } catch (IOException e) {
            throw new IOException(
                    "The trust-store '" + pem + "' cannot be read. Check the path, and that Rollcall's"
                            + " user may read the file.",
                    e);
        }
        if (certificates.isEmpty()) {
            throw new GeneralSecurityException("no certificate");
        }
        KeyStore keys = KeyStore.getInstance(KeyStore.getDefaultType());
        keys.load(null, null);
        int number = 0;
        for (Certificate certificate : certificates) {
            keys.setCertificateEntry("ca-" + number++, certificate);
        }
        return keys;
    }

    /** Lets an upgraded connection wait for answers again as long as it likes: JNDI watches over that. */
    void handshakeDone() throws IOException {
        if (upgraded != null) {
            upgraded.setSoTimeout(0);
        }
    }

    private Socket checked(Socket socket) {
        if (socket instanceof SSLSocket tls) {
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("LDAPS");
            tls.setSSLParameters(parameters);
        }
        return socket;
    }

    @Override
    public Socket createSocket(Socket plain, String host, int port, boolean autoClose) throws IOException {
        Socket socket = checked(sockets.createSocket(plain, host, port, autoClose));
        socket.setSoTimeout(Math.toIntExact(handshake.toMillis()));
        upgraded = (SSLSocket) socket;
        return socket;
    }

    @Override
    public Socket createSocket() throws IOException {
        return checked(sockets.createSocket());
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return checked(sockets.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return checked(sockets.createSocket(host, port, local, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return checked(sockets.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return checked(sockets.createSocket(host, port, local, localPort));
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return sockets.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return sockets.getSupportedCipherSuites();
    }
}
