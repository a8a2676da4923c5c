package dev.rollcall.source.ldap;

import dev.rollcall.failure.Causes;
import dev.rollcall.source.PullFailure;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.naming.CommunicationException;
import javax.naming.InvalidNameException;
import javax.naming.NamingException;
import javax.naming.ServiceUnavailableException;
import javax.naming.directory.InvalidSearchFilterException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says in a sentence for an admin what went wrong with a directory, and what to do. Never shows a password or an entry. */
final class LdapFailures {
    /** Result codes of RFC 4511 appendix A. */
    static final int REFERRAL = 10;

    private static final Pattern CODE = Pattern.compile("error code (\\d+)");
    private static final Pattern AD_DATA = Pattern.compile("data ([0-9a-fA-F]+)");

    /** What Active Directory says more of a refused sign-in. */
    private static final Map<String, String> AD_REFUSALS = Map.of(
            "525", "there is no such user",
            "52e", "the password is wrong",
            "530", "it may not sign in at this time",
            "531", "it may not sign in from this machine",
            "532", "its password has expired",
            "533", "the account is disabled",
            "701", "the account has expired",
            "773", "it has to change its password first",
            "775", "the account is locked out");

    private LdapFailures() {}

    /** The server's result code; -1 where it gave none. */
    static int resultCode(Throwable failure) {
        Matcher code = CODE.matcher(String.valueOf(failure.getMessage()));
        return code.find() ? Integer.parseInt(code.group(1)) : -1;
    }

    /** Whether the connection is gone, so that another one may do. */
    static boolean isLost(NamingException failure) {
        return failure instanceof CommunicationException
                || failure instanceof ServiceUnavailableException
                || resultCode(failure) == 51
                || resultCode(failure) == 52
                || String.valueOf(failure.getMessage()).contains("timeout used")
                || isHungUp(failure)
                || Causes.has(failure, SocketException.class);
    }

    /** Whether what was asked for is not there, is somewhere else, has no proper name, or may not be read. */
    static boolean isUnseen(NamingException failure) {
        return failure instanceof InvalidNameException
                || switch (resultCode(failure)) {
                    case REFERRAL, 32, 34, 50, 53 -> true;
                    default -> false;
                };
    }

    private static boolean isHungUp(Exception failure) {
        return String.valueOf(failure.getMessage()).contains("connection has been closed")
                || String.valueOf(failure.getMessage()).contains("socket closed")
                || Causes.has(failure, EOFException.class);
    }

    /** What went wrong while connecting and signing in. */
    static PullFailure connecting(LdapSource source, URI server, Exception failure) {
        String where = where(server);
        String unreached = unreached(source, server, failure);
        if (unreached != null) {
            return new PullFailure(unreached, true, failure);
        }
        SSLException tls = Causes.first(failure, SSLException.class);
        if (tls != null) {
            return new PullFailure(encryption(source, server, tls), isHungUp(failure), failure);
        }
        if (isHungUp(failure)) {
            return new PullFailure(
                    where
                            + " hung up. Check the port (ldap:// 389; 636 with ldaps:// and tls: ldaps), and the server's log.",
                    true,
                    failure);
        }
        int code = resultCode(failure);
        String sentence =
                switch (code) {
                    case 1, 2, 12, 53 ->
                        source.tls().equals("start-tls")
                                ? where + " refuses StartTLS (code " + code
                                        + "), so that nothing was sent to it. Set up a"
                                        + " certificate on the server, or use ldaps:// with tls: ldaps."
                                : where + " refuses the sign-in (code " + code + ").";
                    case 8, 13 ->
                        where + " wants an encrypted connection (code " + code
                                + "). Use ldaps:// with tls: ldaps, or tls: start-tls.";
                    case 34 ->
                        where + " takes '" + source.bindDn() + "' for no DN (code 34). Write it whole, such as"
                                + " cn=rollcall,dc=example,dc=com, as bind-dn of source '" + source.id() + "'.";
                    case 48, 49 -> refused(source, where, failure);
                    default ->
                        failure instanceof IOException && failure.getMessage() != null
                                ? failure.getMessage()
                                : where + " cannot be used: " + told(failure) + ".";
                };
        return new PullFailure(sentence, code == 51 || code == 52 || code < 0, failure);
    }

    private static String refused(LdapSource source, String where, Exception failure) {
        Matcher data = AD_DATA.matcher(String.valueOf(failure.getMessage()));
        String why = data.find() ? AD_REFUSALS.get(data.group(1)) : null;
        return where + " refuses the sign-in of '" + source.bindDn() + "': "
                + (why == null ? "the name or the password is wrong" : why) + ". Check bind-dn and password of source '"
                + source.id() + "'.";
    }

    private static @Nullable String unreached(LdapSource source, URI server, Exception failure) {
        String where = where(server);
        if (Causes.has(failure, UnknownHostException.class)) {
            return "There is no host '" + server.getHost() + "'. Check the name in url of source '" + source.id()
                    + "', and the DNS of the machine that Rollcall runs on.";
        }
        if (Causes.has(failure, NoRouteToHostException.class)) {
            return where + " cannot be reached from here. Check the network and firewalls.";
        }
        if (Causes.has(failure, SocketTimeoutException.class)
                || String.valueOf(failure.getMessage()).contains("timeout used")) {
            return where + " does not answer in time. Check the name, the port, and firewalls.";
        }
        ConnectException refused = Causes.first(failure, ConnectException.class);
        return refused == null
                ? null
                : where + " takes no connections. Check the port (ldaps 636, ldap 389), and that the server runs.";
    }

    private static String encryption(LdapSource source, URI server, SSLException failure) {
        String where = where(server);
        if (Causes.has(failure, CertificateExpiredException.class)) {
            return "The certificate of " + where + " has expired. Renew it on the server.";
        }
        if (Causes.has(failure, CertificateNotYetValidException.class)) {
            return "The certificate of " + where + " is not valid yet. Check the clocks of both machines.";
        }
        String all = texts(failure);
        if (all.contains("subject alternative") || all.contains("No name matching") || all.contains("hostname")) {
            return "The certificate of " + where + " is made for other names than '" + server.getHost()
                    + "'. Use a name in url that stands in the certificate.";
        }
        if (Causes.has(failure, CertPathBuilderException.class) || all.contains("trustAnchors")) {
            return "The certificate of " + where
                    + " comes from an authority that is not trusted. Put its CA certificate"
                    + " into a PEM file and name that as trust-store of source '" + source.id() + "'.";
        }
        if (all.contains("Unsupported or unrecognized SSL message") || all.contains("plaintext connection")) {
            return where
                    + " does not speak TLS on this port. Use the port of ldaps (636), or ldap:// with tls: start-tls.";
        }
        return "No encrypted connection to " + where + ": "
                + (isHungUp(failure)
                        ? "it hung up. Check the port, and the server's log and certificate."
                        : told(failure) + ".");
    }

    /** What went wrong while reading. */
    static PullFailure reading(LdapSource source, URI server, String base, NamingException failure) {
        String where = where(server);
        if (failure instanceof PagedContext.NoPaging) {
            return new PullFailure(
                    where
                            + " does not say whether more pages follow, so that the read may be cut. It has to support the"
                            + " paged results control (RFC 2696).",
                    false,
                    failure);
        }
        int code = resultCode(failure);
        String sentence =
                switch (code) {
                    case 3, 4, 11 -> limit(source, where, code, "user");
                    case 12 -> where + " does not support paging (RFC 2696) for '" + source.bindDn() + "'. Allow it.";
                    case 32, 34, REFERRAL ->
                        "There is no base '" + base + "' on " + where + ", or '" + source.bindDn()
                                + "' may not see it. Check base of source '" + source.id() + "'.";
                    case 50, 1, 53 ->
                        "'" + source.bindDn() + "' may not read '" + base + "' on " + where + " (code " + code
                                + "). Give it the right to read, and sign in with bind-dn and password.";
                    default ->
                        isLost(failure)
                                ? "The connection to " + where
                                        + " was lost while users were read. The next run reads again."
                                : failure instanceof InvalidSearchFilterException
                                        ? where + " refuses the filter of source '" + source.id()
                                                + "'. Check its brackets (RFC 4515) and matching rules."
                                        : where + " stopped the read of '" + base + "': " + told(failure) + ".";
                };
        return new PullFailure(sentence, isLost(failure) || code == 3, failure);
    }

    /**
     * Whether that may be the answer to a page's cookie which the server does not know any more: Active Directory has room for
     * so many of all that read from it, and forgets the oldest ones.
     */
    static boolean refusesCookie(NamingException failure) {
        int code = resultCode(failure);
        return code == 12 || code == 53;
    }

    /** A server did not know any more where a read was, again and again. */
    static PullFailure forgotten(URI server, NamingException failure) {
        return new PullFailure(
                where(server) + " did not know any more, in mid-read, where the next page of users begins (code "
                        + resultCode(failure)
                        + "), again and again. Others may read a lot from it at this time; the next run reads again.",
                true,
                failure);
    }

    /** What went wrong while the names of managers were asked for. */
    static PullFailure managers(LdapSource source, URI server, NamingException failure) {
        String where = where(server);
        int code = resultCode(failure);
        String sentence =
                switch (code) {
                    case 3, 4, 11 -> limit(source, where, code, "manager");
                    default -> where + " did not tell who the managers are: " + told(failure) + ".";
                };
        return new PullFailure(sentence, code == 3, failure);
    }

    /** Groups in groups may be anywhere in a tree, and it may not be searched. */
    static PullFailure walled(LdapSource source, URI server, String top, NamingException failure) {
        return new PullFailure(
                "'" + source.bindDn() + "' may not search '" + top + "' on " + where(server)
                        + ", where groups in groups are looked for. Give it the right to search there, or take group-roles of"
                        + " source '" + source.id() + "' out.",
                false,
                failure);
    }

    /** Of an account it cannot be told whether it is disabled. */
    static PullFailure hiddenState(LdapSource source, String account) {
        return new PullFailure(
                "The account '" + account
                        + "' comes without userAccountControl, which tells whether it is disabled. Let '"
                        + source.bindDn() + "' read that (the property set Account Restrictions) of everybody below '"
                        + String.join("' or '", source.bases())
                        + "', or leave such accounts out by the filter of source '"
                        + source.id() + "'.",
                false,
                null,
                account);
    }

    private static String limit(LdapSource source, String where, int code, String who) {
        String name = source.bindDn();
        return code == 3
                ? where + " stopped at its time limit, so that not every " + who + " came. Raise it for '" + name + "'."
                : where + " stopped at its size limit, so that not every " + who + " came. Raise the limit for '" + name
                        + "' (OpenLDAP: limits dn.exact=\"" + name + "\" size=unlimited), or lower page-size.";
    }

    private static String told(Exception failure) {
        int code = resultCode(failure);
        return code >= 0
                ? "LDAP result code " + code
                : failure.getClass().getSimpleName()
                        + (failure.getMessage() == null ? "" : " " + line(failure.getMessage()));
    }

    private static String line(String text) {
        String line = text.replaceAll("[\\p{Cntrl}]+", " ").strip();
        return line.length() > 120 ? line.substring(0, 120) : line;
    }

    static String where(URI server) {
        return server.getHost() + ":" + port(server);
    }

    private static int port(URI server) {
        return server.getPort() > 0 ? server.getPort() : server.getScheme().equals("ldaps") ? 636 : 389;
    }

    private static String texts(Throwable failure) {
        return Causes.of(failure).stream().map(Throwable::getMessage).collect(Collectors.joining("\n"));
    }
}
