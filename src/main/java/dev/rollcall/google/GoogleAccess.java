package dev.rollcall.google;

import dev.rollcall.settings.SafeUrls;
import java.util.ArrayList;
import java.util.List;

/**
 * How an API of Google's is reached.
 *
 * @param settings the settings key that says so, such as {@code rollcall.sources.workspace}, for messages
 * @param credentials path of the service account's key file
 * @param delegate the address of the person for whom the service account acts
 * @param scope the one OAuth scope that is asked for
 * @param rootUrl another root of the API; empty: Google's
 * @param tokenUrl another place where tokens are given out; empty: the key file's
 */
public record GoogleAccess(
        String settings, String credentials, String delegate, String scope, String rootUrl, String tokenUrl) {
    /** What must hold of the key file's and the services' places, as sentences for an admin. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (credentials.isBlank()) {
            problems.add(settings + ".credentials must name the service account's key file.");
        }
        url(".root-url", rootUrl, problems);
        url(".token-url", tokenUrl, problems);
        return problems;
    }

    private void url(String key, String url, List<String> problems) {
        if (!url.isBlank() && !SafeUrls.isSafe(url)) {
            problems.add(settings + key + " must be an https address; plain http only goes to this machine.");
        }
    }

    /** The root of the API with a slash at its end. */
    public String root(String googles) {
        String root = rootUrl.isBlank() ? googles : rootUrl;
        return root.endsWith("/") ? root : root + "/";
    }
}
