package dev.rollcall.source.ldap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.source.Pull;
import dev.rollcall.source.PulledUser;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A pull that keeps what came. */
class Collected implements Pull {
    private final String sourceId;
    private final Mode mode;
    private final @Nullable String before;

    final Map<String, PulledUser> users = new LinkedHashMap<>();
    final List<String> keys = new ArrayList<>();
    final List<Integer> pages = new ArrayList<>();
    int restarts;
    /** Who is asked for. */
    List<String> those = List.of();
    /** What the source said of users who came after it. */
    @Nullable
    Instant knownUntil;

    boolean complete;

    @Nullable
    String watermark;

    Collected(String sourceId, Mode mode, @Nullable String before) {
        this.sourceId = sourceId;
        this.mode = mode;
        this.before = before;
    }

    @Override
    public String sourceId() {
        return sourceId;
    }

    @Override
    public Mode mode() {
        return mode;
    }

    @Override
    public @Nullable String watermark() {
        return before;
    }

    @Override
    public List<String> asked() {
        return those;
    }

    @Override
    public void mayNotKnow(Instant cameAfter) {
        knownUntil = cameAfter;
    }

    @Override
    public void page(List<PulledUser> page) {
        pages.add(page.size());
        for (PulledUser user : page) {
            if (users.put(user.key(), user) != null) {
                throw new AssertionError("The key " + user.key() + " came twice");
            }
        }
    }

    @Override
    public void keys(List<String> page) {
        pages.add(page.size());
        keys.addAll(page);
    }

    @Override
    public void restart() {
        restarts++;
        users.clear();
        keys.clear();
        pages.clear();
    }

    @Override
    public void complete(@Nullable String reached) {
        if (complete) {
            throw new AssertionError("Completed twice");
        }
        complete = true;
        watermark = reached;
    }

    /** The document of the user whose attribute has that value. */
    ObjectNode user(String attribute, String value) {
        return users.values().stream()
                .map(user -> user.user().document())
                .filter(document -> document.path(attribute).asText().equals(value))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No user with " + attribute + " " + value));
    }

    boolean isActive(String attribute, String value) {
        return users.values().stream()
                .filter(user -> user.user().document().path(attribute).asText().equals(value))
                .findFirst()
                .orElseThrow()
                .user()
                .active();
    }

    /** Documents by key: what a second read must give again. */
    Map<String, JsonNode> documents() {
        Map<String, JsonNode> documents = new TreeMap<>();
        users.forEach((key, user) -> documents.put(key, user.user().document()));
        return documents;
    }

    Set<String> keySet() {
        return users.keySet();
    }
}
