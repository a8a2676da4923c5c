package dev.rollcall.sync;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.source.FullReadNeeded;
import dev.rollcall.source.Pull;
import dev.rollcall.source.PullFailure;
import dev.rollcall.source.PulledUser;
import dev.rollcall.source.SourceUser;
import dev.rollcall.source.UserKeys;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A directory in memory that a route reads, and that can be cut, lie and hang. */
final class Directory {
    static final int PAGE = 100;

    /** A user of the directory, and when it was changed last. */
    private record Entry(ObjectNode user, long changed) {}

    private final Map<String, Entry> users = new LinkedHashMap<>();
    private long clock;
    final AtomicInteger reads = new AtomicInteger();

    /** After so many pages the connection is cut; negative: never. */
    volatile int cutAfter = -1;
    /** After so many pages the source begins again, once. */
    volatile int restartAfter = -1;
    /** Whether the route forgets to complete. */
    volatile boolean silent;
    /** Whether the server cannot tell changes. */
    volatile boolean forgetful;
    /** What the filter lets through. */
    volatile Predicate<String> filter = key -> true;
    /** Reads wait here after their first page. */
    volatile @Nullable CountDownLatch gate;

    synchronized Directory put(String key, String... fields) {
        Entry old = users.get(key);
        ObjectNode user =
                old == null ? JsonNodeFactory.instance.objectNode() : old.user().deepCopy();
        for (int i = 0; i < fields.length; i += 2) {
            user.put(fields[i], fields[i + 1]);
        }
        users.put(key, new Entry(user, ++clock));
        return this;
    }

    /** A person with everything that a member needs. */
    Directory person(String key, String name, String domain) {
        return put(
                key,
                "user_name",
                name + "@" + domain,
                "email",
                name + "@" + domain,
                "first_name",
                "First " + name,
                "last_name",
                "Of " + name,
                "job_title",
                "Engineer");
    }

    Directory people(int from, int to, String domain) {
        for (int i = from; i < to; i++) {
            person("k" + i, "u" + i, domain);
        }
        return this;
    }

    synchronized Directory remove(String... keys) {
        List.of(keys).forEach(users::remove);
        return this;
    }

    synchronized void clear() {
        users.clear();
    }

    synchronized int size() {
        return users.size();
    }

    /** Whether the directory shows everybody. */
    boolean isWhole() {
        return cutAfter < 0 && !silent && snapshot().stream().allMatch(user -> filter.test(user.getKey()));
    }

    synchronized void loseSome(Random random, int how) {
        List<String> keys = new ArrayList<>(users.keySet());
        Collections.shuffle(keys, random);
        keys.subList(0, Math.min(how, keys.size() - 1)).forEach(users::remove);
    }

    void disableSome(Random random, int how) {
        List<Map.Entry<String, Entry>> some = snapshot();
        Collections.shuffle(some, random);
        some.subList(0, Math.min(how, some.size())).forEach(user -> put(user.getKey(), "active", "false"));
    }

    /** Some who follow each other get the next one's address, as from a feed that slipped by a row, and most are disabled. */
    void shiftSome(Random random, int how) {
        List<Map.Entry<String, Entry>> all = snapshot();
        int from = random.nextInt(all.size());
        List<Map.Entry<String, Entry>> some = all.subList(from, Math.min(all.size(), from + how));
        for (int i = 0; i < some.size(); i++) {
            String address = i + 1 < some.size()
                    ? some.get(i + 1).getValue().user().path("email").asText()
                    : "slipped" + clock + "@world.example";
            String active = Boolean.toString(random.nextInt(4) == 0);
            put(some.get(i).getKey(), "email", address, "user_name", address, "active", active);
        }
    }

    private synchronized List<Map.Entry<String, Entry>> snapshot() {
        return new ArrayList<>(users.entrySet());
    }

    /** What the route {@code direct:pull-…} does. */
    void read(Pull pull) throws InterruptedException {
        reads.incrementAndGet();
        String watermark = pull.watermark();
        if (pull.mode() == Pull.Mode.CHANGES && (forgetful || watermark == null)) {
            throw new FullReadNeeded("another server answers now");
        }
        long since = pull.mode() == Pull.Mode.CHANGES ? Long.parseLong(String.valueOf(watermark)) : -1;
        long now;
        synchronized (this) {
            now = clock;
        }
        boolean again = pages(pull, since);
        if (again) {
            pull.restart();
            pages(pull, since);
        }
        if (!silent) {
            pull.complete(String.valueOf(now));
        }
    }

    private boolean pages(Pull pull, long since) throws InterruptedException {
        List<PulledUser> page = new ArrayList<>();
        int pages = 0;
        for (Map.Entry<String, Entry> user : snapshot()) {
            if (user.getValue().changed() > since && filter.test(user.getKey())) {
                page.add(new PulledUser(user.getKey(), user(user.getValue().user())));
            }
            if (page.size() == PAGE) {
                hand(pull, page);
                pages++;
                if (pages == cutAfter) {
                    throw new PullFailure(
                            "the connection to ldap.example was lost. Look whether the server runs.", true, null);
                }
                CountDownLatch waits = gate;
                if (waits != null) {
                    waits.await();
                }
                if (pages == restartAfter) {
                    restartAfter = -1;
                    return true;
                }
            }
        }
        hand(pull, page);
        return false;
    }

    private static void hand(Pull pull, List<PulledUser> page) {
        if (pull.mode() == Pull.Mode.KEYS) {
            pull.keys(page.stream().map(PulledUser::key).toList());
        } else {
            pull.page(List.copyOf(page));
        }
        page.clear();
    }

    private static SourceUser user(ObjectNode document) {
        return new SourceUser(
                document,
                !document.path("active").asText("true").equals("false"),
                new UserKeys(
                        document.path("user_name").asText(),
                        null,
                        document.path("email").asText(),
                        List.of(),
                        null,
                        null,
                        document.path("first_name").asText(),
                        document.path("last_name").asText()));
    }
}
