package dev.rollcall.stories;

import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** What a storm of clients pushed before the server died, and what it acknowledged of that. */
final class Pushes {
    /**
     * What the client knows of one user.
     *
     * @param title the last state that was answered 2xx
     * @param asked the last state that was asked for: it may be there too, as its answer may have been lost
     */
    record Pushed(String id, String title, String asked) {}

    /** By name; only users whose POST was answered 201. */
    final Map<String, Pushed> accepted = new ConcurrentHashMap<>();

    /** Users whose POST was not answered: they may be there or not. */
    final ConcurrentLinkedQueue<String> unanswered = new ConcurrentLinkedQueue<>();

    /** Answers that neither a push nor a killed server explains. */
    final ConcurrentLinkedQueue<Answer> surprises = new ConcurrentLinkedQueue<>();

    final AtomicInteger acknowledged = new AtomicInteger();

    /** Counts down with each accepted user until the storm has begun. */
    final CountDownLatch begun = new CountDownLatch(20);

    /** Posts users and changes every third of them, until the server is gone. */
    void storm(ScimClient client, String prefix, long seed) {
        Random random = new Random(seed);
        for (int i = 0; ; i++) {
            String name = prefix + "." + i;
            String title = "made " + random.nextInt(1000);
            try {
                Answer made = client.post(ScimClient.user(name).put("title", title));
                if (made.status() != 201) {
                    surprises.add(made);
                    return;
                }
                acknowledged.incrementAndGet();
                accepted.put(name, new Pushed(made.id(), title, title));
                begun.countDown();
            } catch (UncheckedIOException e) {
                unanswered.add(name);
                return;
            }
            if (random.nextInt(3) == 0 && !change(client, name, "changed " + random.nextInt(1000))) {
                return;
            }
        }
    }

    private boolean change(ScimClient client, String name, String title) {
        Pushed before = accepted.get(name);
        if (before == null) {
            return false;
        }
        accepted.put(name, new Pushed(before.id(), before.title(), title));
        try {
            Answer changed = client.replace(before.id(), "title", "\"" + title + "\"");
            if (changed.status() != 200) {
                surprises.add(changed);
                return false;
            }
            acknowledged.incrementAndGet();
            accepted.put(name, new Pushed(before.id(), title, title));
            return true;
        } catch (UncheckedIOException e) {
            return false;
        }
    }
}
