package dev.rollcall.source.google;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.directory.Directory;
import com.google.api.services.directory.DirectoryRequest;
import dev.rollcall.google.GoogleAccess;
import dev.rollcall.google.GoogleCalls;
import dev.rollcall.google.GoogleTrouble;
import dev.rollcall.google.ServiceAccount;
import dev.rollcall.settings.Source.Google;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The Directory API's {@code users.list} of one source. Users stay the JSON that Google sent. */
final class UserList {
    static final String SCOPE = "https://www.googleapis.com/auth/admin.directory.user.readonly";

    private static final String GOOGLES_ROOT = "https://admin.googleapis.com/";
    private static final int LARGEST_PAGE = 500;
    private static final String ONE = "id,orgUnitPath,primaryEmail,customerId,deletionTime";
    private static final String KEYS = "kind,nextPageToken,users(id,orgUnitPath)";

    /**
     * What is read of a user. Left out is what changes though nothing of the person did (lastLoginTime, etag, the
     * photo's etag), so that an unchanged user is the same text again, and what is nobody's business (recovery
     * addresses, keys, gender).
     */
    private static final String WHOLE = "kind,nextPageToken,users(id,primaryEmail,name,suspended,archived,deletionTime,"
            + "creationTime,isAdmin,isDelegatedAdmin,orgUnitPath,aliases,nonEditableAliases,emails,externalIds,relations,"
            + "addresses,organizations,phones,languages,locations,keywords,websites,notes,customSchemas)";

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxDocumentLength(64L << 20)
                            .maxNestingDepth(50)
                            .maxStringLength(1 << 20)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

    private final Google settings;
    private final Directory directory;
    private final GoogleCalls calls;

    private UserList(Google settings, Directory directory, GoogleCalls calls) {
        this.settings = settings;
        this.directory = directory;
        this.calls = calls;
    }

    /** How the source reaches its API. */
    static GoogleAccess access(String sourceId, Google settings) {
        return new GoogleAccess(
                "rollcall.sources." + sourceId,
                settings.credentials(),
                settings.delegate(),
                SCOPE,
                settings.rootUrl(),
                settings.tokenUrl());
    }

    /**
     * Reads the key; calls nobody yet.
     *
     * @throws IOException if the key cannot be used
     */
    static UserList of(GoogleAccess access, Google settings, GoogleCalls calls) throws IOException {
        Directory directory = new Directory.Builder(
                        ServiceAccount.transport(), GsonFactory.getDefaultInstance(), ServiceAccount.of(access))
                .setRootUrl(access.root(GOOGLES_ROOT))
                .setApplicationName("Rollcall")
                .build();
        return new UserList(settings, directory, calls);
    }

    /**
     * Reads a page.
     *
     * @param keysOnly only ids and org units
     * @throws IOException {@code GoogleTrouble} makes a sentence of it
     */
    UserPage page(@Nullable String token, boolean keysOnly) throws IOException {
        Directory.Users.List request = directory.users().list().setMaxResults(LARGEST_PAGE);
        if (settings.domain().isBlank()) {
            request.setCustomer(settings.customer());
        } else {
            request.setDomain(settings.domain());
        }
        request.setProjection(keysOnly ? "basic" : "full");
        request.setFields(keysOnly ? KEYS : WHOLE);
        request.setPrettyPrint(false);
        if (token != null) {
            request.setPageToken(token);
        }
        return calls.run(() -> read(request));
    }

    /**
     * Of these ids those that the list of the settings has, each as a user with little more than its id and org unit.
     *
     * @throws IOException also where Google neither shows a user nor says that there is none
     */
    List<ObjectNode> those(List<String> ids) throws IOException {
        List<ObjectNode> found = new ArrayList<>(ids.size());
        for (String id : ids) {
            calls.run(() -> user(id)).filter(this::isListed).ifPresent(found::add);
        }
        return found;
    }

    private Optional<ObjectNode> user(String id) throws IOException {
        JsonNode answer;
        try {
            answer = answer(directory
                    .users()
                    .get(id)
                    .setProjection("basic")
                    .setFields(ONE)
                    .setPrettyPrint(false));
        } catch (IOException e) {
            if (GoogleTrouble.isNotThere(e)) {
                return Optional.empty();
            }
            throw e;
        }
        if (answer instanceof ObjectNode user && user.path("id").asText().equals(id)) {
            return Optional.of(user);
        }
        throw new JsonParseException(null, "not the user that was asked for");
    }

    private boolean isListed(ObjectNode user) {
        boolean ours = settings.customer().equals("my_customer")
                || settings.customer().isBlank()
                || settings.customer().equals(user.path("customerId").asText());
        boolean inDomain = settings.domain().isBlank()
                || user.path("primaryEmail")
                        .asText()
                        .toLowerCase(Locale.ROOT)
                        .endsWith("@" + settings.domain().toLowerCase(Locale.ROOT));
        return ours && inDomain && user.path("deletionTime").asText().isEmpty();
    }

    private static JsonNode answer(DirectoryRequest<?> request) throws IOException {
        HttpResponse response = request.executeUnparsed();
        try (InputStream content = response.getContent()) {
            return content == null ? JSON.missingNode() : JSON.readTree(content);
        } finally {
            response.disconnect();
        }
    }

    private static UserPage read(Directory.Users.List request) throws IOException {
        JsonNode answer = answer(request);
        if (!answer.path("kind").asText().equals("admin#directory#users")) {
            throw new JsonParseException(null, "not the Directory API's list of users");
        }
        List<ObjectNode> users = new ArrayList<>(LARGEST_PAGE);
        for (JsonNode user : answer.path("users")) {
            if (!(user instanceof ObjectNode object)
                    || object.path("id").asText().isBlank()) {
                throw new JsonParseException(null, "a user without an id");
            }
            users.add(object);
        }
        String next = answer.path("nextPageToken").asText();
        return new UserPage(users, next.isEmpty() ? null : next);
    }
}
