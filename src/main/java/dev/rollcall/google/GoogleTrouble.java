package dev.rollcall.google;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.google.api.client.http.HttpResponseException;
import com.google.auth.Retryable;
import com.google.gson.stream.MalformedJsonException;
import dev.rollcall.failure.Causes;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with a call of Google's APIs, for an admin.
 *
 * @param sentence what is wrong, where, and the way out
 * @param passing whether it may go away by itself
 */
public record GoogleTrouble(String sentence, boolean passing) {
    private static final Set<String> RATE = Set.of(
            "ratelimitexceeded",
            "rate_limit_exceeded", // the same in the newer form of errors, which comes beside it
            "userratelimitexceeded",
            "quotaexceeded",
            "dailylimitexceeded",
            "servinglimitexceeded",
            "resource_exhausted");

    /** What the failure means for this access. */
    public static GoogleTrouble of(Throwable failure, GoogleAccess access) {
        for (Throwable cause : Causes.of(failure)) {
            if (cause instanceof KeyFile.Unusable unusable) {
                return lasting(String.valueOf(unusable.getMessage()));
            }
            if (cause instanceof SafeConnections.UnsafeAddress) {
                return lasting("The address of '" + cause.getMessage()
                        + "' is not https, so no token is sent there. Correct root-url and token-url of "
                        + access.settings() + ", or the key file's token_uri.");
            }
        }
        HttpResponseException answer = answer(failure);
        if (answer == null) {
            return connection(failure, access);
        }
        GoogleAnswer told = GoogleAnswer.of(answer);
        return told.isToken() || isOfTokenService(failure) ? TokenTrouble.of(told, access) : api(told, access);
    }

    /** The library marks failures to get a token; the JDK loses what a 401 to a POST says. */
    private static boolean isOfTokenService(Throwable failure) {
        return Causes.has(failure, Retryable.class);
    }

    /** Whether a repetition may help. */
    static boolean isPassing(IOException failure) {
        HttpResponseException answer = answer(failure);
        if (answer != null) {
            GoogleAnswer told = GoogleAnswer.of(answer);
            return told.status() == 429
                    || told.status() >= 500
                    || told.status() == 408
                    || told.status() == 403 && RATE.contains(told.reason());
        }
        return Causes.of(failure).stream()
                .noneMatch(cause -> cause instanceof KeyFile.Unusable
                        || cause instanceof SafeConnections.UnsafeAddress
                        || cause instanceof SSLException
                        || cause instanceof JsonProcessingException
                        || isNoToken(cause)
                        || cause instanceof UnknownHostException);
    }

    /** Whether the answer says that a page token does not hold any more. */
    public static boolean isBadPageToken(Throwable failure) {
        HttpResponseException answer = answer(failure);
        if (answer == null) {
            return false;
        }
        GoogleAnswer told = GoogleAnswer.of(answer);
        return told.status() == 410
                || told.status() == 400
                        && told.message().toLowerCase(Locale.ROOT).contains("token");
    }

    /** Whether the API says that there is nobody, or nothing, of that id. */
    public static boolean isNotThere(Throwable failure) {
        HttpResponseException answer = answer(failure);
        if (answer == null || answer.getStatusCode() != 404) {
            return false;
        }
        return GoogleAnswer.of(answer).reason().equals("notfound");
    }

    /** The HTTP answer behind a failure, if there was one. */
    static @Nullable HttpResponseException answer(Throwable failure) {
        return Causes.first(failure, HttpResponseException.class);
    }

    private static GoogleTrouble api(GoogleAnswer told, GoogleAccess access) {
        String reason = told.reason();
        if (told.status() == 429 || told.status() == 403 && RATE.contains(reason)) {
            return new GoogleTrouble(
                    "Google's quota for these calls is used up (" + told.status() + " " + word(reason)
                            + "). It fills again by itself; let fewer programs use the same project, or raise the quota"
                            + " in the Cloud console under IAM & Admin > Quotas.",
                    true);
        }
        if (told.status() >= 500) {
            return new GoogleTrouble(
                    "Google answered " + told.status() + ", again and again. That is trouble on its side; it passes.",
                    true);
        }
        return switch (reason) {
            case "accessnotconfigured", "service_disabled" ->
                lasting("The API is not enabled in the service account's project. In the Cloud console, under APIs &"
                        + " Services, enable the API ('Admin SDK API' for users, 'Gmail API' for mail).");
            case "insufficientpermissions", "access_token_scope_insufficient" ->
                lasting("The token does not cover the scope " + access.scope()
                        + ". Add it to the service account's entry under Domain-wide delegation in the Admin console.");
            default -> byStatus(told, access);
        };
    }

    private static GoogleTrouble byStatus(GoogleAnswer told, GoogleAccess access) {
        return switch (told.status()) {
            case 403 ->
                lasting("'" + access.delegate() + "' (" + access.settings()
                        + ".delegate) may not do this in Google Workspace. Name "
                        + (access.scope().contains("admin.directory")
                                ? "an administrator whose role has the privilege Users > Read."
                                : "a person whose mailbox is in use."));
            case 401 ->
                lasting("Google does not accept the token that it gave out for '" + access.delegate() + "' ("
                        + access.settings() + ".delegate). Check that this person is active and the key is in use.");
            case 400, 404 ->
                lasting("Google " + (told.status() == 404 ? "does not know" : "cannot use") + " what was asked for ("
                        + told.status() + " " + word(told.reason())
                        + "). Check customer and domain of " + access.settings()
                        + ": customer is my_customer or an id that begins with C; domain must belong to the account.");
            default ->
                lasting("The answer to a call of Google's API was " + told.status() + ". Check root-url of "
                        + access.settings() + " and any proxy on the way.");
        };
    }

    private static GoogleTrouble connection(Throwable failure, GoogleAccess access) {
        String host = host(access);
        for (Throwable cause : Causes.of(failure)) {
            if (cause instanceof UnknownHostException) {
                return new GoogleTrouble(
                        "The name '" + host + "' cannot be resolved. Check the name server, the proxy and root-url and"
                                + " token-url of " + access.settings() + ".",
                        true);
            }
            if (cause instanceof SocketTimeoutException) {
                return new GoogleTrouble(host + " did not answer in time. Check the firewall and the proxy.", true);
            }
            if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
                return new GoogleTrouble(
                        host + " cannot be reached. Check the firewall, the proxy, and root-url and token-url of "
                                + access.settings() + ".",
                        true);
            }
            if (cause instanceof SSLException) {
                return lasting("The certificate of " + host
                        + " cannot be trusted. If a proxy opens TLS, add its CA to Java's trust store.");
            }
            if (isNoToken(cause)) {
                return lasting((access.tokenUrl().isBlank() ? "Google's token service" : authority(access.tokenUrl()))
                        + " answered something that is no token. Check token-url of " + access.settings()
                        + " and any proxy on the way.");
            }
            if (cause instanceof JsonProcessingException) {
                return lasting(host + " answered something that is not the API's JSON. Check root-url of "
                        + access.settings() + " and any proxy on the way.");
            }
        }
        return new GoogleTrouble("The connection to " + host + " was lost.", true);
    }

    /** The library reads tokens by Gson, and answers of the APIs by Jackson. */
    private static boolean isNoToken(Throwable cause) {
        return cause instanceof MalformedJsonException
                || String.valueOf(cause.getMessage()).startsWith("Error parsing token refresh response");
    }

    static GoogleTrouble lasting(String sentence) {
        return new GoogleTrouble(sentence, false);
    }

    /** A word of the answer, fit to be shown. */
    static String word(String text) {
        String plain = text.replaceAll("[^A-Za-z0-9_. -]", "");
        return plain.length() > 60 ? plain.substring(0, 60) : plain;
    }

    private static String host(GoogleAccess access) {
        for (String url : new String[] {access.rootUrl(), access.tokenUrl()}) {
            if (!url.isBlank()) {
                return authority(url);
            }
        }
        return "Google (googleapis.com)";
    }

    private static String authority(String url) {
        return URI.create(url).getAuthority();
    }
}
