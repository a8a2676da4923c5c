package dev.rollcall.google;

import java.util.Locale;

/** What Google's token endpoint means when it refuses. */
final class TokenTrouble {
    private TokenTrouble() {}

    static GoogleTrouble of(GoogleAnswer told, GoogleAccess access) {
        if (told.status() >= 500 || told.status() == 429) {
            return new GoogleTrouble("Google's token service answered " + told.status() + ". It passes.", true);
        }
        String[] account = KeyFile.account(access);
        String reason = told.status() == 401 && told.reason().isEmpty() ? "unauthorized_client" : told.reason();
        return GoogleTrouble.lasting(
                switch (reason) {
                    case "unauthorized_client", "access_denied", "invalid_scope" ->
                        "The service account " + account[0] + " may not act for others with the scope "
                                + access.scope()
                                + ". In the Admin console, under Security > Access and data control > API controls >"
                                + " Domain-wide delegation, add the client id " + account[1]
                                + " with exactly this scope; it can take some minutes to work.";
                    case "invalid_grant" -> grant(told.message().toLowerCase(Locale.ROOT), account[0], access);
                    case "admin_policy_enforced" ->
                        "A policy of the Google Workspace account blocks the service account " + account[0]
                                + ". Allow its client id " + account[1] + " under API controls in the Admin console.";
                    default ->
                        "Google gives out no token for the service account " + account[0] + " ("
                                + GoogleTrouble.word(reason) + "). Check the key file and token-url of "
                                + access.settings() + ".";
                });
    }

    private static String grant(String message, String account, GoogleAccess access) {
        if (message.contains("email") || message.contains("user")) {
            return "Google does not know '" + access.delegate() + "' (" + access.settings()
                    + ".delegate). Name an administrator of the Google Workspace account that is not suspended.";
        }
        if (message.contains("account not found")) {
            return "The service account " + account + " does not exist any more. Make a new one and a key for it.";
        }
        if (message.contains("signature") || message.contains("key")) {
            return "The key of the service account " + account + " is not valid any more. Make a new key and put it at "
                    + access.credentials() + ".";
        }
        if (message.contains("short-lived") || message.contains("timeframe") || message.contains("iat")) {
            return "The clock of this machine is wrong, so Google refuses the token request. Set the time.";
        }
        return "Google refuses the token request of the service account " + account
                + " (invalid_grant). Check the key file, the delegate and the clock of this machine.";
    }
}
